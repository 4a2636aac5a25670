import type { Answer, TimelineEntry } from '@eg/shared'
import type { FormatMoney } from '../money/format-money'
import { describeLine } from '../timeline/describe-line'
import { formatAgo } from './format'
import type { Words } from './words'

/** What was done last to the thing that a stale command was about, and by whom: a field of `stale` answers. */
export interface Change {
  /** The journal's word: a contract's name, or `runClosed`. */
  kind: string
  /** As `actor` in the journal; null: the core itself. */
  by: string | null
  /** On the core's clock (ms). */
  at: number
  /** The line of the journal. */
  seq: number
}

/** The change an answer tells of; null where it tells of none (another status, an older core). */
export function changeOf(answer: Answer): Change | null {
  const changed = answer['changed']
  if (answer.status !== 'stale' || typeof changed !== 'object' || changed === null) return null
  const { kind, by, at, seq } = changed as Partial<Record<keyof Change, unknown>>
  if (typeof kind !== 'string' || typeof at !== 'number' || typeof seq !== 'number') return null
  return { kind, by: typeof by === 'string' ? by : null, at, seq }
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
export function describeChange(change: Change, { lines, clientId, coreNowMs, t, money }: Around): string {
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
