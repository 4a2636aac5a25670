import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { until } from '../../test/core-process.js'
import { type FailingDisk, createFailingDisk } from '../disk/disk-control.js'
import { drawFrom } from '../evening/draw.js'
import { Evening } from '../evening/evening.js'
import { type KillableCore, createKillableCore } from '../evening/killable-core.js'

const STALL_WATCH = pathToFileURL(fileURLToPath(new URL('./stall-watch.mjs', import.meta.url))).href
/** However busy the machine is, a core that is well acknowledges something within this time (ms). */
const LIVELY_MS = 60_000
const CALM_MS = 1000

/** A core under load on a disk that fails when it is told to. */
export interface CoreOnDisk {
  core: KillableCore
  disk: FailingDisk
  evening: Evening
  /** Resolves when something was acknowledged after this call; the milliseconds it took. */
  acknowledges(): Promise<number>
  /** The longest time the core's event loop stood still since a moment (ms since 1970), in milliseconds. */
  stalledMs(since: number): number
  /** The same for a while in which nothing fails: what the machine itself makes of it. */
  calmStallMs(): Promise<number>
  /** Ends it and takes its folder away. */
  end(): Promise<void>
}

export interface OnDiskOptions {
  seed: number
  /** Where its database lies; absent: a fresh folder. */
  folder?: string
  script?: string
}

export async function startCoreOnDisk({ seed, folder, script }: OnDiskOptions): Promise<CoreOnDisk> {
  const home = folder ?? realpathSync(mkdtempSync(join(tmpdir(), 'eg-failing-')))
  const dbPath = join(home, 'core.db')
  const disk = createFailingDisk(dbPath)
  const stallFile = join(dirname(disk.env.EG_SHIM_CONTROL ?? ''), 'stalls')
  const watch = { NODE_OPTIONS: `--import=${STALL_WATCH}`, EG_STALL_FILE: stallFile }
  const core = createKillableCore({ dbPath, script, env: { ...disk.env, ...watch } })
  const evening = new Evening(drawFrom(seed), 1)
  await core.start()
  await evening.operator.prepare(core.api)
  evening.keepUp(core, 15)
  const { account } = evening
  const stalledMs = (since: number) =>
    readFileSync(stallFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .filter(([at = 0]) => at >= since)
      .reduce((max, [, ms = 0]) => Math.max(max, ms), 0)
  return {
    core,
    disk,
    evening,
    async acknowledges() {
      const began = performance.now()
      const before = account.acknowledged
      await until('an acknowledgement', () => account.acknowledged > before, LIVELY_MS)
      return performance.now() - began
    },
    stalledMs,
    async calmStallMs() {
      const since = Date.now()
      await new Promise((resolve) => setTimeout(resolve, CALM_MS))
      return stalledMs(since)
    },
    async end() {
      evening.stop()
      await core.kill()
      await evening.gone()
      disk.close()
      if (folder === undefined) rmSync(home, { recursive: true })
    },
  }
}
