import type { TimelineEntry } from '@eg/shared'
import type { FormatMoney } from '../money/format-money'
import type { Words } from '../words/words'
import { cardsOf } from './cards-of'
import { describeLine, groupOf, type LineGroup } from './describe-line'

export interface LineFilter {
  text: string
  /** Null: every device. */
  device: string | null
  group: LineGroup | 'all'
  /** The journal's own name of a kind; null: every kind. */
  kind: string | null
  /** A card's id, or its beginning or end; empty: every card. */
  card: string
  /** Who gave the command, as the journal names them; null: everybody. */
  operator: string | null
  run: number | null
  /** The id of one request; empty: all. Lines do not carry it: the core is asked (timeline-reads.ts). */
  request: string
  /** Core's time, ms since 1970; null: no bound. */
  from: number | null
  to: number | null
}

export const NO_FILTER: LineFilter = {
  text: '',
  device: null,
  group: 'all',
  kind: null,
  card: '',
  operator: null,
  run: null,
  request: '',
  from: null,
  to: null,
}

export function isFiltered(filter: LineFilter): boolean {
  return (Object.keys(NO_FILTER) as (keyof LineFilter)[]).some((key) => filter[key] !== NO_FILTER[key])
}

/** Lower case without accents: nobody types them in the dark. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The lines that match: the words are looked for in the sentence as it is shown and in the journal's own names. */
export function filterLines(
  lines: readonly TimelineEntry[],
  filter: LineFilter,
  ownId: string,
  t: Words,
  money: FormatMoney,
): readonly TimelineEntry[] {
  if (!isFiltered(filter)) return lines
  const words = plain(filter.text).split(/\s+/).filter(Boolean)
  const card = filter.card.trim().toUpperCase()
  return lines.filter((line) => {
    if (filter.device !== null && line.device_id !== filter.device) return false
    if (filter.group !== 'all' && groupOf(line) !== filter.group) return false
    if (filter.kind !== null && line.kind !== filter.kind) return false
    if (filter.operator !== null && line.actor !== filter.operator) return false
    if (filter.run !== null && line.run !== filter.run) return false
    if (filter.from !== null && line.at < filter.from) return false
    if (filter.to !== null && line.at > filter.to) return false
    if (card !== '' && !cardsOf(line).some((tag) => tag.startsWith(card) || tag.endsWith(card))) return false
    if (words.length === 0) return true
    const shown = plain(
      `${describeLine(line, ownId, t, money)} ${line.kind} ${line.actor} ${line.outcome} ${line.reason ?? ''} ${line.data['tag_uid'] ?? ''}`,
    )
    return words.every((word) => shown.includes(word))
  })
}
