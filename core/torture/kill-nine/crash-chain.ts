import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { until } from '../../test/core-process.js'
import { checkEvening } from '../evening/check-evening.js'
import { type Draw, drawFrom } from '../evening/draw.js'
import { Evening } from '../evening/evening.js'
import { type KillableCore, createKillableCore } from '../evening/killable-core.js'
import type { Kind } from '../evening/sent.js'
import { type Verdict, isClean } from '../evening/verdict.js'

/** A core is killed when it has acknowledged so many new commands, and so long after that (ms). */
const LIVES = [1, 90] as const
const LAST_MOMENTS_MS = [0, 15] as const
/** Liveness only (ms). */
const LIVELY_MS = 120_000
/** One kill of so many comes while the core starts, so long after its start (ms). */
const KILLED_AT_START_ONE_IN = 20
const STARTS_MS = [30, 500] as const

export interface ChainOptions {
  seed: number
  /** How often the core is killed, on one database. */
  kills: number
  /** The core's main script; absent: what ships. */
  script?: string
  /** Whether a database that is not as it should be is kept; absent: it is. */
  keep?: boolean
  onKill?: (acknowledged: number) => void
}

export interface ChainResult {
  verdict: Verdict
  /** After how many kills the verdict was given. */
  kills: number
  acknowledged: number
  /** Of each kind, how many were acknowledged and not refused. */
  effective: Record<Kind, number>
}

/**
 * One evening over many cores: started, loaded, killed -9, looked at, started again, at the end settled and asked again. Ends
 * early at the first verdict that is not clean. Its database is taken away if all was well, and named otherwise.
 */
export async function crashChain(options: ChainOptions): Promise<ChainResult> {
  const draw = drawFrom(options.seed)
  const evening = new Evening(draw, draw.between(3, 8))
  const core = createKillableCore({ script: options.script })
  const look = () => checkEvening(core.dbPath, evening.account)
  let verdict: Verdict = { lost: [], doubled: [], broken: [] }
  let kills = 0
  try {
    if (draw.oneIn(4)) await killAtStart(core, draw)
    await core.start()
    await evening.operator.prepare(core.api)
    while (kills < options.kills && isClean(verdict)) {
      if (draw.oneIn(KILLED_AT_START_ONE_IN)) await killAtStart(core, draw)
      else await killUnderLoad(core, evening, draw)
      kills += 1
      options.onKill?.(evening.account.acknowledged)
      await core.start()
      verdict = look()
    }
    if (isClean(verdict)) {
      await evening.settle(core, () => draw.oneIn(4))
      verdict = look()
    }
  } finally {
    evening.stop()
    await core.kill()
    await evening.gone()
  }
  if (isClean(verdict) || options.keep === false) rmSync(dirname(core.dbPath), { recursive: true })
  else verdict.broken.push(`the database is kept: ${core.dbPath}`)
  const { acknowledged } = evening.account
  return { verdict, kills, acknowledged, effective: evening.account.effective() }
}

async function killUnderLoad(core: KillableCore, evening: Evening, draw: Draw): Promise<void> {
  await evening.connect(core)
  evening.start(core)
  const enough = evening.account.acknowledged + draw.between(...LIVES)
  await until('acknowledgements', () => evening.account.acknowledged >= enough, LIVELY_MS)
  await pause(draw.between(...LAST_MOMENTS_MS))
  await core.kill()
  await evening.gone()
}

/** The core that runs, if one does, is killed in its idleness, the next one at some moment of its start. */
async function killAtStart(core: KillableCore, draw: Draw): Promise<void> {
  await core.kill()
  const started = core.start().catch(() => 'killed before it was ready')
  await pause(draw.between(...STARTS_MS))
  await core.kill()
  await started
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
