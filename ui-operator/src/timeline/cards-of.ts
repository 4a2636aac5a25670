import type { TimelineEntry } from '@eg/shared'

/** The cards that a line is about. */
export function cardsOf({ data }: TimelineEntry): string[] {
  return ['tag_uid', 'new_tag_uid'].flatMap((key) => (typeof data[key] === 'string' ? [data[key]] : []))
}
