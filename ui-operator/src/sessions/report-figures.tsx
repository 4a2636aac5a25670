import type { ReactNode } from 'react'
import { CircleCheck, OctagonAlert } from 'lucide-react'
import type { SessionReport } from '@eg/shared'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { formatDuration, formatCount, formatShare } from '../words/format'

/** The figures of a session, and what was out of the ordinary about it. */
export function ReportFigures({ report }: { report: SessionReport }) {
  const { t, lang } = useWords()
  const format = useMoneyFormat()
  const { session, timings, take, ledger } = report
  const ok = ledger.balances
  const Icon = ok ? CircleCheck : OctagonAlert
  const figures: [string, ReactNode][] = [
    [t('report.duration'), formatDuration(timings.duration_ms, t)],
    [t('report.active'), formatDuration(timings.active_ms, t)],
    [t('report.people'), formatCount(session.group_size, lang)],
    [t('report.runs'), formatCount(session.counts.runs, lang)],
    [t('report.votes'), formatCount(session.counts.votes, lang)],
    [t('report.bets'), formatCount(take.all.bets, lang)],
    [t('report.take'), format(take.all.take_cents, 'signed')],
    [t('report.rtp'), take.all.rtp === null ? '–' : formatShare(take.all.rtp, lang)],
    [
      t('report.books'),
      <span key="books" className="eg-level" data-tone={ok ? 'ok' : 'problem'}>
        <Icon size={18} aria-hidden />
        {t(ok ? 'report.books_ok' : 'report.books_wrong')}
      </span>,
    ],
  ]
  return (
    <section>
      <dl className="eg-figures" data-testid="report-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {session.notes && <p className="eg-session-notes">{session.notes}</p>}
      {session.forced !== null && (
        <p className="eg-session-though">{t('session.forced', { reason: session.forced })}</p>
      )}
      {session.closed_though !== null && (
        <p className="eg-session-though">{t('session.closed_though', { reason: session.closed_though })}</p>
      )}
    </section>
  )
}
