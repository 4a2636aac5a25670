import { contracts, validate } from '@eg/shared'

/** A card's id as it was typed or read, in the one spelling that counts; null for what cannot be one. */
export function asTag(text: string): string | null {
  const checked = validate(contracts.inputRfid, { tag_uid: text.trim() })
  return checked.ok ? checked.value.tag_uid : null
}

/** `…7C91`: the end of a card's id, which is what people compare. Short ids stay whole. */
export function shortTag(tag: string): string {
  return tag.length > 4 ? `…${tag.slice(-4)}` : tag
}

/** The player's name, or the card's last four where nobody gave one. */
export function playerName({ name, tag_uid }: { name: string | null; tag_uid: string }): string {
  return name ?? shortTag(tag_uid)
}
