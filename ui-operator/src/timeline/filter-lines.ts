import type { TimelineEntry } from '@eg/shared'
import type { FormatMoney } from '../money/format-money'
import type { Words } from '../words/words'
import { describeLine, groupOf, type LineGroup } from './describe-line'

export interface LineFilter {
  text: string
  /** Null: every device. */
  device: string | null
  group: LineGroup | 'all'
}

export const NO_FILTER: LineFilter = { text: '', device: null, group: 'all' }

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
  const words = plain(filter.text).split(/\s+/).filter(Boolean)
  if (words.length === 0 && filter.device === null && filter.group === 'all') return lines
  return lines.filter((line) => {
    if (filter.device !== null && line.device_id !== filter.device) return false
    if (filter.group !== 'all' && groupOf(line) !== filter.group) return false
    if (words.length === 0) return true
    const shown = plain(
      `${describeLine(line, ownId, t, money)} ${line.kind} ${line.actor} ${line.outcome} ${line.reason ?? ''} ${line.data['tag_uid'] ?? ''}`,
    )
    return words.every((word) => shown.includes(word))
  })
}
