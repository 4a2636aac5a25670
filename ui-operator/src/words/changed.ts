import type { Answer, LastChange, TimelineEntry } from '@eg/shared'
import type { FormatMoney } from '../money/format-money'
import { describeLine } from '../timeline/describe-line'
import { formatAgo } from './format'
import type { Words } from './words'

/** The change a stale answer tells of; null where it tells of none. */
export function changeOf({ status, changed }: Answer): LastChange | null {
  return status === 'stale' ? (changed ?? null) : null
}

interface Around {
  /** What the page has of the journal: the line itself says more than its kind. */
  lines: readonly TimelineEntry[]
  clientId: string
  coreNowMs: number
  t: Words
  money: FormatMoney
}

/** `Entre-temps : vote clos par Léa (il y a 2 s).`, in the timeline's own words. */
export function describeChange(change: LastChange, { lines, clientId, coreNowMs, t, money }: Around): string {
  const { kind, by, at, seq } = change
  const line = lines.find((each) => each.seq === seq) ?? {
    seq,
    at,
    kind,
    outcome: 'ok',
    reason: null,
    actor: by ?? 'core',
    device_id: null,
    run: null,
    data: {},
  }
  const sentence = describeLine(line, clientId, t, money)
  // It goes on after a colon; a name keeps its capital.
  const named = by !== null && sentence.startsWith(by)
  const what = named ? sentence : sentence.charAt(0).toLocaleLowerCase() + sentence.slice(1)
  return t('stale.changed', { what, ago: formatAgo(Math.max(0, coreNowMs - at), t) })
}
