import { type Contract, contracts } from '@eg/shared'
import { type CoreProcess, createCoreProcess, get, until } from '../../test/core-process.js'
import { type Page, openPage } from './page.js'
import { type ShiftedClock, createShiftedClock } from './shifted-clock.js'
import type { Boot } from './timed-run.js'

export const BACKUP_EVERY = 5000
const PAYOUT_HOURS = 48

/** A core to try what must not be tried on the real one. */
export interface Broken {
  /** Its main file. */
  script?: string
  /** How long to wait for what may never come (ms). */
  patienceMs?: number
}

export interface Line {
  seq: number
  kind: string
  device_id: string | null
  data: Record<string, unknown>
}

/** A core process on a clock that is set and that passes as a scenario wants; and the page that commands it. */
export class ShiftedCore {
  readonly problems: string[] = []
  readonly clock: ShiftedClock
  /** When the run was told to be closed (monotonic ms); null before. */
  closedAt: number | null = null
  /** How far the clock was set since the core was started (ms). */
  jumped = 0
  /** Requests that moved money, in the order in which they were answered. */
  readonly moved: string[] = []
  private process!: CoreProcess
  page!: Page

  constructor(
    library: string,
    private readonly broken: Broken = {},
  ) {
    this.clock = createShiftedClock(library)
  }

  get patienceMs(): number | undefined {
    return this.broken.patienceMs
  }

  get dbPath(): string {
    return this.process.dbPath
  }

  async start(): Promise<Boot> {
    const env = { EG_BACKUP_SECONDS: String(BACKUP_EVERY / 1000), EG_PAYOUT_HOURS: String(PAYOUT_HOURS) }
    this.process ??= await createCoreProcess({ ...env, ...this.clock.env }, this.broken.script)
    const { clock } = this
    const spawned = { monotonic: clock.monotonic(), wall: clock.now() }
    await this.process.start()
    this.jumped = 0
    this.page = await openPage(this.process, (topic, payload) => {
      if (topic !== contracts.nightRound.topic) return
      if ((payload as { status: string | null }).status === 'closed') this.closedAt ??= clock.monotonic()
    })
    return {
      monotonic: { spawned: spawned.monotonic, ready: clock.monotonic() },
      wall: { spawned: spawned.wall, ready: clock.now() },
    }
  }

  jump(ms: number): void {
    this.clock.jump(ms)
    this.jumped += ms
  }

  /** Lets time pass, and waits until the core has done what fell due. */
  async pass(ms: number): Promise<void> {
    this.clock.pass(ms)
    const then = this.clock.now()
    await until('the clock', () => (this.page.last<{ now_ms: number }>(contracts.clockState)?.now_ms ?? 0) >= then - 1)
    await this.settle()
  }

  /** Waits until everything before is committed. */
  async settle(): Promise<void> {
    await this.page.ask(contracts.walletGet, { device_id: 'slot-01', tag_uid: 'A' })
  }

  /** A command that may move money; its status. */
  async money(command: Contract, payload: object): Promise<string> {
    const answer = await this.page.ask(command, payload)
    if (answer.status === 'ok' && answer.req_id) this.moved.push(answer.req_id)
    return answer.status
  }

  /** Waits for something; that it never came is a problem, and the scenario goes on. */
  async hope(what: string, check: () => boolean): Promise<void> {
    await until(what, check, this.broken.patienceMs).catch((error: unknown) => this.problems.push(String(error)))
  }

  /** The journal, oldest line first. */
  async journal(): Promise<Line[]> {
    return (await this.read<{ items: Line[] }>('/api/timeline?limit=1000')).items.reverse()
  }

  read<T>(path: string): Promise<T> {
    return get<T>(this.process, path)
  }

  async text(path: string): Promise<string> {
    return (await fetch(`${this.process.api}${path}`)).text()
  }

  async stop(): Promise<void> {
    this.page.close()
    await this.process.stop()
  }

  /** The power goes. */
  async kill(): Promise<void> {
    await this.process?.kill()
    this.page?.close()
  }
}
