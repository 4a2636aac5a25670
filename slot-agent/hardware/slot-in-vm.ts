import type { SlotState } from '@eg/shared'
import { until } from '../../scripts/test/processes.js'
import type { Venue } from '../test/venue.js'
import { type Machine, PATIENCE_MS } from './gpio-vm.js'

/** The wiring of docs/hardware.md. */
export const BUTTONS = [5, 6, 22, 23, 17, 16]
export const LIGHTS = [18, 19, 20, 21, 12, 13]
export const OPTIONS = ['A', 'B', 'C', 'D', 'E', 'F']

const LOG = '/tmp/agent.log'
const PID = '/tmp/agent.pid'

/** slot-01 in a machine: its agent, and the hands that press its buttons. */
export interface SlotInVm {
  /** Starts the agent and waits until it is ready; `as` goes before the command, such as `setpriv …`. */
  start(env?: Record<string, string>, as?: string): Promise<void>
  kill(signal: 'KILL' | 'TERM'): Promise<void>
  /** The log of the agent that runs or ran last. */
  log(): Promise<string>
  /** Its parts, as its own health page tells them. */
  parts(): Promise<Record<string, { status: string; driver?: string; detail?: string }>>
  /** Waits until a part is like this. */
  part(name: string, status: string): Promise<{ status: string; driver?: string; detail?: string }>
  /** Waits until the screen shows what `holds` looks for. */
  shows(what: string, holds: (state: SlotState) => boolean): Promise<void>
  /** Waits until exactly these lights are lit. */
  lit(...lit: number[]): Promise<void>
}

export function slotIn(machine: Machine, venue: Venue): SlotInVm {
  const { run, attempt } = machine
  const parts = async () => {
    const { output } = await attempt('curl -s http://127.0.0.1:5173/health')
    return output.startsWith('{') ? JSON.parse(output).parts : {}
  }
  const log = async () => (await attempt(`cat ${LOG}`)).output
  const patiently = async <T>(what: string, check: () => Promise<T | false>): Promise<T> => {
    try {
      return (await until(what, check, PATIENCE_MS)) as T
    } catch (error) {
      throw new Error(`${what} is waited for in vain; ${JSON.stringify(venue.state())}\n${await log()}`, {
        cause: error,
      })
    }
  }
  return {
    async start(env = {}, as = '') {
      const all = { MQTT_HOST: '10.0.2.2', MQTT_PORT: venue.env.MQTT_PORT, DB_PATH: '/tmp/slot/slot.db', ...env }
      const set = Object.entries(all).map(([name, value]) => `'${name}=${value}'`)
      // One that a test before this one left behind when it failed would hold the page's port.
      await attempt(`kill -KILL $(cat ${PID}) 2>/dev/null`)
      await run(`mkdir -p /tmp/slot && chmod 777 /tmp/slot && rm -f ${LOG}`)
      await run(`env ${set.join(' ')} ${as} node slot-agent/dist/main.js >${LOG} 2>&1 </dev/null & echo $! >${PID}`)
      await patiently('the agent to be ready', async () => /slot ready/.test(await log()))
    },
    async kill(signal) {
      await run(`kill -${signal} $(cat ${PID}); while kill -0 $(cat ${PID}) 2>/dev/null; do sleep 0.1; done`)
    },
    log,
    parts,
    part: (name, status) =>
      patiently(`${name} to be ${status}`, async () => {
        const part = (await parts())[name]
        return part?.status === status && part
      }),
    async shows(what, holds) {
      await patiently(what, async () => {
        const state = venue.state()
        return state !== null && holds(state)
      })
    },
    async lit(...lit) {
      const levels = LIGHTS.map((_, index) => (lit.includes(index) ? '1' : '0')).join(' ')
      await patiently(`lights ${levels}`, async () => {
        const { output } = await attempt(LIGHTS.map((pin) => `led ${pin}`).join('; '))
        return output.split('\n').join(' ') === levels
      })
    },
  }
}
