import type { ContractName, OpScript, OpShow, ShowOutcome, ShowScript, ShowState, ShowStep, Stall } from '@eg/shared'
import type { Publication } from '../../../commit/command.js'
import { cuesAt } from '../../../show/cues.js'
import { stepById, targetOf } from '../../../show/script-steps.js'
import { type Held, type NightNow, isWaitedOn, suggestNext } from '../../../show/suggest.js'
import { runRow } from '../run-facts.js'
import type { Transaction } from '../transaction.js'
import { type RunningShow, runningShow } from './show-facts.js'
import type { RawScript, RawShow } from './show-statements.js'

type Stored = Pick<Transaction, 'sql' | 'show'>

/** What the night says of itself (`eg/op/night`), as far as the show looks at it. */
export interface NightTold {
  mode: 'day' | 'night'
  suggested: NightNow['suggested']
  run: {
    run: number
    status: 'open' | 'closed' | 'revealed' | 'voided'
    expected: number
    voters: unknown[]
    closes_at: number | null
  } | null
}

/** `meta`: what is known of a standstill, JSON (`Stall`); empty or absent: the evening moves. */
export const STALLED = 'show_stalled'

/**
 * The show's retained states, put together once a batch. `held`: what lets a game go on that stands still. `waitedOn`: an alert is
 * due when nothing moves any more.
 */
export function showStates(
  stored: Stored,
  night: NightTold,
  held: Held | null,
): { states: Publication[]; waitedOn: boolean } {
  const { sql, show: statements } = stored
  const last = (statements.lastScript.get() as RawScript | undefined) ?? null
  const show = (statements.lastShow.get() as RawShow | undefined) ?? null
  const running = show && show.endedAt === null ? runningShow(stored) : null
  const run = night.run && { ...night.run, voted: night.run.voters.length }
  const busy = run?.status === 'open' || run?.status === 'closed'
  // While a run is current the outcome of before does not stand.
  const standing = busy ? null : (running?.standing ?? null)
  const leadsTo = running && standing ? targetOf(running.content, standing.nextStep) : null
  const suggested = suggestNext(
    { suggested: night.suggested, run },
    {
      status: show && (running ? 'running' : 'ended'),
      start: last && statements.contentOf(last.script, last.hash).start,
      played: show !== null && show.script === last?.script && playedTonight(stored, show.show),
      run: running?.position.run ?? null,
      leadsTo,
    },
    held,
  )
  const path = show ? pathOf(stored, show) : []
  const stalled = String(sql.meta.get(STALLED) ?? '')
  const opShow: OpShow = {
    show: show?.show ?? null,
    status: show && (running ? 'running' : 'ended'),
    script: show?.script ?? null,
    title: show && contentOf(stored, show.script).title,
    started_at: show?.startedAt ?? null,
    ended_at: show?.endedAt ?? null,
    end_reason: show?.endReason ?? null,
    position: running && positionOf(running, path, busy && run.run === running.position.run),
    leads_to: leadsTo,
    path,
    suggested,
    stalled: stalled === '' ? null : (JSON.parse(stalled) as Stall),
  }
  const cues = running && night.mode === 'night' ? cuesOf(stored, running, held !== null) : null
  return {
    states: [
      { contract: 'opShow', params: {}, payload: opShow },
      { contract: 'showState', params: {}, payload: cues },
    ],
    waitedOn: held === null && isWaitedOn(suggested, run?.status === 'open' && run.closes_at !== null),
  }
}

/** Where it is, with the outcome that stands: none while its own run is current. */
function positionOf({ standing }: RunningShow, path: OpShow['path'], busy: boolean | undefined): OpShow['position'] {
  const last = path.at(-1) ?? null
  const stands = busy ? null : standing
  return last && { ...last, outcome: (stands?.outcome ?? null) as ShowOutcome | null, winner: stands?.winner ?? null }
}

/** The loaded script with its branches; told when another one is loaded, and at boot. */
export function scriptState(stored: Pick<Transaction, 'show'>): Publication {
  const last = stored.show.lastScript.get() as RawScript | undefined
  const content = last ? stored.show.contentOf(last.script, last.hash) : null
  const payload: OpScript = {
    script: last?.script ?? null,
    name: last?.name ?? null,
    hash: last?.hash ?? null,
    title: content?.title ?? null,
    language: content?.language ?? null,
    version: content?.version ?? null,
    loaded_at: last?.loadedAt ?? null,
    loaded_by: last?.loadedBy ?? null,
    start: content?.start ?? null,
    steps: (content?.steps ?? []).map(stepTold),
  }
  return { contract: 'opScript' satisfies ContractName, params: {}, payload }
}

function stepTold(step: ShowStep): OpScript['steps'][number] {
  const { cues, tie, expected, ...rest } = step
  return {
    ...rest,
    tie: typeof tie === 'string' ? tie : 'first',
    tie_to: typeof tie === 'string' ? null : tie.to,
    expected: typeof expected === 'number' ? expected : null,
    expects: expected === null ? null : expected === 'slots' ? 'slots' : 'number',
    cues: (Object.keys(cues) as (keyof ShowStep['cues'])[]).filter((moment) => cues[moment] !== null),
  }
}

function contentOf({ show }: Pick<Transaction, 'show'>, script: number): ShowScript {
  const { hash } = show.script.get(script) as RawScript
  return show.contentOf(script, hash)
}

/** Whether a show has asked something since the night began: told by the numbers of runs, for clocks are set back. */
function playedTonight({ sql, show }: Stored, number: number): boolean {
  return Number(show.lastRunOfShow.get(number)) > Number(sql.meta.get('runs_before_mode') ?? 0)
}

interface RawVisit {
  visit: number
  stepId: string
  run: number | null
  outcome: OpShow['path'][number]['outcome']
  winner: string | null
  via: OpShow['path'][number]['via']
  reason: string | null
  by: string
  enteredAt: number
  leftAt: number | null
}

function pathOf(stored: Stored, show: RawShow): OpShow['path'] {
  const content = contentOf(stored, show.script)
  const visits = stored.show.path.all(show.show) as RawVisit[]
  return visits.reverse().map((row) => ({
    visit: row.visit,
    step_id: row.stepId,
    step: stepById(content, row.stepId)?.step ?? 0,
    run: row.run,
    outcome: row.outcome,
    winner: row.outcome === null ? null : row.winner,
    via: row.via,
    reason: row.reason,
    by: row.by,
    entered_at: row.enteredAt,
    left_at: row.leftAt,
  }))
}

function cuesOf({ sql }: Stored, { content, position, standing }: RunningShow, frozen: boolean): ShowState | null {
  const step = stepById(content, position.stepId)
  const row = position.run === null ? null : runRow(sql, position.run)
  if (!step || !row) return null
  // The timer of a frozen game stands still, so nothing takes over before its end (U8).
  const run = { run: row.run, status: row.status, closesAt: frozen ? null : row.closes_at }
  return cuesAt(content, step, { visit: position.visit, run, shown: standing !== null })
}
