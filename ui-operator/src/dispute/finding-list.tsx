import { CircleCheck, CircleHelp, TriangleAlert, OctagonAlert, type LucideIcon } from 'lucide-react'
import { useMoneyFormat, type FormatMoney } from '../money/format-money'
import { useWords } from '../session/use-session'
import { explainReason } from '../words/explain'
import { formatDuration, formatTime } from '../words/format'
import type { Lang } from '../words/language'
import { isTextKey, type Words } from '../words/words'
import type { Finding } from './findings'

const ICONS: Record<Finding['tone'], LucideIcon> = {
  ok: CircleCheck,
  attention: TriangleAlert,
  problem: OctagonAlert,
  unknown: CircleHelp,
}

const RANK: Record<Finding['tone'], number> = { problem: 0, attention: 1, ok: 2, unknown: 3 }

/** What is known for certain, and what nobody can know: two lists, never one. */
export function FindingList({ found }: { found: readonly Finding[] }) {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  // What needs a hand first; within that in the order it happened.
  const known = found.filter(({ tone }) => tone !== 'unknown').toSorted((a, b) => RANK[a.tone] - RANK[b.tone])
  const unknown = found.filter(({ tone }) => tone === 'unknown')
  const list = (of: readonly Finding[]) => (
    <ul>
      {of.map((finding, i) => {
        const Icon = ICONS[finding.tone]
        return (
          // eslint-disable-next-line react/no-array-index-key -- never sorted, never changed in place
          <li key={i} className="eg-finding" data-tone={finding.tone} data-key={finding.key}>
            <Icon size={18} aria-hidden />
            <span>{sayFinding(finding, t, lang, money)}</span>
          </li>
        )
      })}
    </ul>
  )
  return (
    <div className="eg-findings" data-testid="dispute-findings">
      <section aria-label={t('dispute.known')}>
        <h3>{t('dispute.known')}</h3>
        {known.length === 0 ? <p className="eg-dim">{t('dispute.known_none')}</p> : list(known)}
      </section>
      <section aria-label={t('dispute.unknown')}>
        <h3>{t('dispute.unknown')}</h3>
        {list(unknown)}
      </section>
    </div>
  )
}

/** A finding in words: times as of the wall, sums in the venue's currency. */
export function sayFinding({ key, values }: Finding, t: Words, lang: Lang, money: FormatMoney): string {
  const said = Object.entries(values).map(([name, value]): [string, string | number] => {
    if (typeof value === 'number' && name.endsWith('cents')) return [name.replace('_cents', ''), money(value)]
    if (typeof value === 'number' && (name === 'at' || name === 'from' || name === 'to'))
      return [name, formatTime(value, lang)]
    if (name === 'by') return [name, formatDuration(Number(value), t)]
    if (name === 'reason') return [name, explainReason(String(value), null, t)]
    if (name === 'kind') return [name, isTextKey(`kind.${value}`) ? t(`kind.${value}` as never) : value]
    return [name, value]
  })
  const words = Object.fromEntries(said)
  // Which question a press was for; without the line that opened it, by its number.
  const { question = t('dispute.run', { run: words['run'] ?? '?' }) } = words
  return t(`dispute.f_${key}`, { ...words, question })
}
