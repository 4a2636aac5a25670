import { memo } from 'react'
import { Check, CircleDot, Dot, TriangleAlert, Unplug, type LucideIcon } from 'lucide-react'
import type { TimelineEntry } from '@eg/shared'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { formatTime } from '../words/format'
import { actorOf, describeLine, groupOf, isOperators, toneOf, type LineTone } from './describe-line'
import { useOwnId } from './use-own-id'

const ICONS: Record<LineTone, LucideIcon> = {
  ok: Check,
  night: CircleDot,
  attention: TriangleAlert,
  problem: Unplug,
  plain: Dot,
  quiet: Dot,
}

interface TimelineLineProps {
  line: TimelineEntry
  /** With who gave it, beside the sentence. */
  wide?: boolean
  /** Its details are open, or it is where a replay stands. */
  current?: boolean
  /** It lies ahead of where a replay stands. */
  ahead?: boolean
}

/** One line of the journal: when, and what happened in a sentence. */
export const TimelineLine = memo(function TimelineLine({ line, wide, current, ahead }: TimelineLineProps) {
  const ownId = useOwnId()
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const tone = toneOf(line)
  const Icon = ICONS[tone]
  const sentence = describeLine(line, ownId, t, money)
  const who = isOperators(line) ? actorOf(line, ownId, t) : ''
  return (
    <li
      className="eg-line"
      data-testid="timeline-line"
      data-seq={line.seq}
      data-kind={line.kind}
      data-outcome={line.outcome}
      data-group={groupOf(line)}
      data-tone={tone}
      data-current={current || undefined}
      data-ahead={ahead || undefined}
      aria-current={current || undefined}
    >
      <time dateTime={new Date(line.at).toISOString()}>{formatTime(line.at, lang)}</time>
      <Icon size={16} strokeWidth={2.25} aria-hidden />
      {wide ? (
        // The whole line is pressed with the hand; the keyboard comes by this.
        <button type="button" className="eg-line-open" data-line={line.seq} aria-expanded={current ?? false}>
          {sentence}
        </button>
      ) : (
        <span>{sentence}</span>
      )}
      {wide && <small>{!sentence.includes(who) && who}</small>}
    </li>
  )
})
