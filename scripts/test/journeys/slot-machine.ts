import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EnrolledCore } from '../../../core/test/enrolled-core.js'
import { AGENT, type Program, startProgram } from '../processes.js'

/** A slot that ships: its own program, with its kiosk page on a port of its own. */
export interface SlotMachine {
  id: string
  page: string
  /** Types into its console: `1` to `6` is a button, `card 04A37C91` a card. */
  type(line: string): void
  start(): Promise<void>
  /** The power goes. */
  kill(): Promise<void>
  /** What it kept goes, once it is off. */
  clear(): void
}

/** Prepares an enrolled slot; nobody has switched it on. `way`: to the core's broker, if not the direct one. */
export async function prepareSlotMachine(
  core: EnrolledCore,
  id: string,
  pagePort: number,
  way: { mqtt: number; ws: number } = core.ports,
): Promise<SlotMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'eg-slot-'))
  const secret = await core.device(id, 'slot')
  const identity = JSON.stringify({ device_id: id, role: 'slot', secret })
  writeFileSync(join(folder, 'slot.enrolment.json'), identity, { mode: 0o600 })
  const env = {
    MQTT_HOST: '127.0.0.1',
    MQTT_PORT: String(way.mqtt),
    MQTT_WS_PORT: String(way.ws),
    SLOT_UI_PORT: String(pagePort),
    DB_PATH: join(folder, 'slot.db'),
    EG_DRIVERS: 'simulated',
  }
  let program: Program | null = null
  return {
    id,
    page: `http://127.0.0.1:${pagePort}`,
    type: (line) => program?.type(line),
    async start() {
      program = await startProgram(AGENT, env, 'slot ready')
    },
    async kill() {
      await program?.end('SIGKILL')
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  }
}
