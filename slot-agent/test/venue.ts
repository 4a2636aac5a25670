import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bus, contracts, type Payload, type SlotState } from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import {
  AGENT,
  CORE,
  endAll,
  freePorts,
  type Program,
  SIMULATOR,
  startProgram,
  until,
} from '../../scripts/test/processes.js'

/** A core, an agent for slot-01 and somebody who watches, on this machine and in a folder of their own. */
export interface Venue {
  startCore(env?: Record<string, string>): Promise<Program>
  startAgent(env?: Record<string, string>): Promise<Program>
  /** The simulator, in a hurry: slot-02 to slot-09, with its own database. */
  startSimulator(env?: Record<string, string>): Promise<Program>
  /** Environment of an agent or the simulator here. */
  env: Record<string, string>
  /** `POST` on the core's API; the parsed answer. */
  post(path: string, body: object): Promise<Record<string, unknown>>
  /** `GET` from the core's API. */
  get(path: string): Promise<unknown>
  /** The same as lines of text. */
  lines(path: string): Promise<string[]>
  /** The agent's own pages: `GET` on the kiosk port. */
  kiosk(path: string): Promise<Response>
  /** What slot-01 last said that it shows. */
  state(): SlotState | null
  /** Waits until slot-01 shows something. */
  shows(what: string, holds: (state: SlotState) => boolean): Promise<void>
  /** What slot-01's status last was. */
  status(): string | null
  result(): Payload<typeof contracts.nightResult> | null
  bus: Bus
  close(): Promise<void>
}

export async function openVenue(): Promise<Venue> {
  const folder = mkdtempSync(join(tmpdir(), 'eg-venue-'))
  const [mqtt, ws, api, operator, kioskPort] = (await freePorts(5)).map(String)
  const ports = { MQTT_PORT: `${mqtt}`, MQTT_WS_PORT: `${ws}` }
  const coreEnv = { ...ports, API_PORT: `${api}`, OPERATOR_UI_PORT: `${operator}`, DB_PATH: join(folder, 'core.db') }
  const env = { ...ports, CORE_HOST: '127.0.0.1', DB_PATH: join(folder, 'slot-01.db'), SLOT_UI_PORT: `${kioskPort}` }
  const bus = createMqttBus({ url: `mqtt://127.0.0.1:${mqtt}`, clientId: 'watcher', reconnectMs: 100 })
  const own = { device_id: 'slot-01' }
  let state: SlotState | null = null
  let status: string | null = null
  let result: Payload<typeof contracts.nightResult> | null = null
  bus.subscribe(contracts.slotState, own, ({ payload }) => void (state = payload))
  bus.subscribe(contracts.deviceStatus, own, ({ payload }) => void (status = payload))
  bus.subscribe(contracts.nightResult, {}, ({ payload }) => void (result = payload))

  return {
    startCore: (more = {}) => startProgram(CORE, { ...coreEnv, BIND: '127.0.0.1', ...more }, 'core ready'),
    startAgent: (more = {}) => startProgram(AGENT, { ...env, EG_DRIVERS: 'simulated', ...more }, 'slot ready'),
    startSimulator: (more = {}) =>
      startProgram(
        SIMULATOR,
        { ...env, DB_PATH: join(folder, 'simulator.db'), EG_SIM_MIN_MS: '20', EG_SIM_MAX_MS: '80', ...more },
        'simulator ready',
      ),
    env,
    async post(path, body) {
      const url = `http://127.0.0.1:${api}${path}`
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
      const read = (await answer.json()) as Record<string, unknown>
      if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(read)}`)
      return read
    },
    get: async (path) => (await fetch(`http://127.0.0.1:${api}${path}`)).json(),
    lines: async (path) => (await (await fetch(`http://127.0.0.1:${api}${path}`)).text()).split('\n').filter(Boolean),
    kiosk: (path) => fetch(`http://127.0.0.1:${kioskPort}${path}`),
    state: () => state,
    shows(what, holds) {
      const seen = () => `slot-01 to show ${what}; it shows ${JSON.stringify(state)}`
      const shown = until(what, () => state !== null && holds(state))
      return shown.then(nothing, () => {
        throw new Error(`waited in vain for ${seen()}`)
      })
    },
    status: () => status,
    result: () => result,
    bus,
    async close() {
      await bus.close()
      await endAll()
      rmSync(folder, { recursive: true })
    },
  }
}

const nothing = () => undefined
