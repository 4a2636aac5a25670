/** Where it is kept how often this page had to begin anew: it outlives the page, and ends with the browser. */
const KEPT_AS = 'eg-reloads'
const FIRST_MS = 3000
const LONGEST_MS = 60_000

/** The part of `sessionStorage` that is used. */
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** How long to wait before the page begins anew: 3 s, then twice as long each time, a minute at most. Counts this time. */
export function nextReloadMs(kept: Kept): number {
  const times = timesOf(kept)
  kept.setItem(KEPT_AS, String(times + 1))
  return Math.min(FIRST_MS * 2 ** times, LONGEST_MS)
}

/** The page is well for a while now: the next fault is a first one again. */
export function forgetReloads(kept: Kept): void {
  kept.removeItem(KEPT_AS)
}

function timesOf(kept: Kept): number {
  const times = Number(kept.getItem(KEPT_AS))
  return Number.isInteger(times) && times > 0 ? Math.min(times, 10) : 0
}
