import { type Decision, accept, refuse } from '../game/decision.js'
import type { Finding, Params } from './check.js'

/** Somebody's word that a check may be red, as it was seen. */
export interface Waiver {
  waiver: number
  check: string
  problem: string
  params: Params
  reason: string
  by: string
  at: number
  until: number
}

export type Level = 'red' | 'waived' | 'green'

/** A finding after what was waived. */
export interface Judged extends Finding {
  state: Level
  waiver: Waiver | null
}

/** Numbers of which less is worse; of any other number more is. */
const LESS_IS_WORSE: ReadonlySet<string> = new Set(['here', 'free_mb', 'days_left'])

/** Each finding with the waiver that covers it. A waiver of one check never covers another (U13). */
export function judge(findings: readonly Finding[], waivers: readonly Waiver[], at: number): Judged[] {
  const byCheck = new Map<string, Waiver[]>()
  for (const waiver of waivers) byCheck.set(waiver.check, [...(byCheck.get(waiver.check) ?? []), waiver])
  return findings.map((finding) => {
    if (finding.problem === null) return { ...finding, state: 'green', waiver: null }
    const waiver = byCheck.get(finding.check)?.find((one) => covers(one, finding, at)) ?? null
    return { ...finding, state: waiver ? 'waived' : 'red', waiver }
  })
}

/** Whether a waiver still covers what is found: the same problem, not worse than it was seen, and not for longer than was said. */
export function covers(waiver: Waiver, finding: Finding, at: number): boolean {
  if (waiver.check !== finding.check || waiver.problem !== finding.problem || at >= waiver.until) return false
  return Object.entries(finding.params).every(([name, now]) => !isWorse(name, waiver.params[name], now))
}

type Param = Params[string]

function isWorse(name: string, seen: Param | undefined, now: Param): boolean {
  if (Array.isArray(now)) {
    const known = new Set<string | number>(Array.isArray(seen) ? seen : [])
    return now.some((item) => !known.has(item))
  }
  if (typeof now === 'number') {
    if (typeof seen !== 'number') return true
    return LESS_IS_WORSE.has(name) ? now < seen : Math.abs(now) > Math.abs(seen)
  }
  return false
}

/** The longest a waiver may be asked for (ms). */
const LONGEST_MS = 36 * 3_600_000

export type WaiveChange = { type: 'waive'; finding: Finding; until: number }

/**
 * Waives what was seen: every check that was named, or none of them. A check that has another problem by now was not seen; one
 * that is green needs none.
 */
export function decideWaive(
  asked: readonly { check: string; problem: string }[],
  facts: { findings: readonly Finding[]; until: number; at: number },
): Decision<WaiveChange> {
  const { findings, until, at } = facts
  if (until <= at || until - at > LONGEST_MS) {
    const detail =
      'A waiver ends later than now and within 36 hours. Nothing was waived; leave `until` out for tonight.'
    return refuse('refused', 'bad_until', detail, { field: 'until' })
  }
  const changes: WaiveChange[] = []
  for (const { check, problem } of asked) {
    const finding = findings.find((one) => one.check === check)
    if (!finding) {
      const detail = `${check} is not red: there is nothing to waive, or no such check. Nothing was waived; look again.`
      return refuse('refused', 'not_red', detail, { field: 'checks' })
    }
    if (finding.problem !== problem) {
      const detail = `${check} has another problem by now (${finding.problem}). Nothing was waived; look again, then decide.`
      return refuse('stale', 'stale', detail, { field: 'checks' })
    }
    changes.push({ type: 'waive', finding, until })
  }
  return accept('ok', changes)
}
