import type { OperatorRun } from '@eg/shared'

/**
 * What is left of a run's timer in whole seconds (as ms), null without one. Rounded up, so that 00:00 means that the
 * time is up; never more than the run was ever given, because the core's clock is heard a few milliseconds late.
 */
export function timeLeft(run: Pick<OperatorRun, 'opened_at' | 'closes_at'>, nowMs: number): number | null {
  if (run.closes_at === null) return null
  const left = Math.min(run.closes_at - nowMs, run.closes_at - run.opened_at)
  return Math.ceil(Math.max(0, left) / 1000) * 1000
}
