/** A card that was not heard of for this long has been taken away (milliseconds). RDM6300 repeats every 65 to 220 ms. */
export const CARD_GONE_MS = 700

/** The card that a reader last heard, and when (monotonic ms). */
export interface CardPresence {
  tagUid: string
  at: number
}

/**
 * Hears of a card; `tap` says whether it was presented. Readers repeat a card while it lies there, which is no tap; the same
 * card presented again is one.
 */
export function hearCard(
  before: CardPresence | null,
  tagUid: string,
  at: number,
): { presence: CardPresence; tap: boolean } {
  const lies = before?.tagUid === tagUid && at - before.at < CARD_GONE_MS
  return { presence: { tagUid, at }, tap: !lies }
}
