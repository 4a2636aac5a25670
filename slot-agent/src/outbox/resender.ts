import type { Clock } from '@eg/shared'

/** What is unanswered is sent again after this long (milliseconds). */
export const RESEND_MS = 5000

/** Sends what is kept, again and again, until it is no longer kept. Only with the link up. */
export interface Resender<Kept> {
  /** Something was kept: it goes out at once if the link is up. */
  posted(kept: Kept): void
  /** Something was settled. */
  settled(): void
  /** The link came (everything is sent again, in order) or went. */
  linkChanged(up: boolean): void
  /** How many are unanswered. */
  waiting(): number
  stop(): void
}

export function createResender<Kept extends { reqId: string }>(
  clock: Clock,
  list: () => Kept[],
  send: (kept: Kept) => void,
): Resender<Kept> {
  const sentAt = new Map<string, number>()
  let linkUp = false
  let waiting = list().length

  const sendNow = (kept: Kept) => {
    sentAt.set(kept.reqId, clock.monotonic())
    send(kept)
  }
  const sendDue = () => {
    if (!linkUp || waiting === 0) return
    const due = clock.monotonic() - RESEND_MS
    for (const kept of list()) {
      if ((sentAt.get(kept.reqId) ?? Number.NEGATIVE_INFINITY) <= due) sendNow(kept)
    }
  }
  const recount = () => {
    waiting = list().length
    if (waiting === 0) sentAt.clear()
  }
  const stop = clock.every(1000, sendDue)

  return {
    posted(kept) {
      recount()
      if (linkUp) sendNow(kept)
    },
    settled: recount,
    linkChanged(up) {
      linkUp = up
      sentAt.clear()
      sendDue()
    },
    waiting: () => waiting,
    stop,
  }
}
