import { memo } from 'react'
import { Check, CircleDot, Dot, TriangleAlert, Unplug, type LucideIcon } from 'lucide-react'
import { useStore } from 'zustand'
import type { TimelineEntry } from '@eg/shared'
import { useMoneyFormat } from '../money/format-money'
import { useSession, useWords } from '../session/use-session'
import { formatTime } from '../words/format'
import { describeLine, groupOf, toneOf, type LineTone } from './describe-line'

const ICONS: Record<LineTone, LucideIcon> = {
  ok: Check,
  night: CircleDot,
  attention: TriangleAlert,
  problem: Unplug,
  plain: Dot,
  quiet: Dot,
}

/** One line of the journal: when, and what happened in a sentence. */
export const TimelineLine = memo(function TimelineLine({ line }: { line: TimelineEntry }) {
  const { clientId, access } = useSession()
  const name = useStore(access.store, (state) => (state.is === 'in' ? state.name : null))
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const tone = toneOf(line)
  const Icon = ICONS[tone]
  return (
    <li
      className="eg-line"
      data-testid="timeline-line"
      data-seq={line.seq}
      data-kind={line.kind}
      data-outcome={line.outcome}
      data-group={groupOf(line)}
      data-tone={tone}
    >
      <time dateTime={new Date(line.at).toISOString()}>{formatTime(line.at, lang)}</time>
      <Icon size={16} strokeWidth={2.25} aria-hidden />
      <span>{describeLine(line, name ?? clientId, t, money)}</span>
    </li>
  )
})
