import { ArrowLeft, Printer, RotateCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { SessionReport } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { formatMoment, formatShortTime } from '../words/format'
import type { Lang } from '../words/language'
import type { Words } from '../words/words'
import { printPage } from './print-report'
import { ReportFiles } from './report-files'
import { ReportFigures } from './report-figures'
import { ReportIncidents } from './report-incidents'
import { ReportLedger } from './report-ledger'
import { ReportMoney } from './report-money'
import { ReportVotes } from './report-votes'
import { printPath, readReport } from './session-reads'
import { useRead } from './use-read'

/** Everything that a session came to. */
export function Report({ session, onBack }: { session: number; onBack: () => void }) {
  const { access } = useSession()
  const { t, lang } = useWords()
  const { state, again } = useRead(`report/${session}`, () => readReport(access.fetch, session))
  const [printing, setPrinting] = useState(false)
  const [printFailed, setPrintFailed] = useState(false)
  const report = state.is === 'read' ? state.value : null
  const print = async () => {
    setPrinting(true)
    setPrintFailed(false)
    try {
      const answer = await access.fetch(printPath(session, lang))
      if (!answer.ok) throw new Error(`the page to print: ${answer.status}`)
      printPage(await answer.text())
    } catch (error) {
      console.warn(error)
      setPrintFailed(true)
    }
    setPrinting(false)
  }
  useActions([
    { id: 'report.back', label: t('report.back'), key: 'Esc', run: onBack },
    { id: 'report.print', label: t('report.print'), key: 'I', run: () => void print(), disabled: printing || !report },
  ])
  return (
    <>
      <header className="eg-report-head">
        <DeskButton tone="quiet" Icon={ArrowLeft} keyCap="Esc" testId="report-back" onPress={onBack}>
          {t('report.back')}
        </DeskButton>
        <h1>
          {report ? t('report.title', { name: report.session.name }) : t('session.number', { n: session })}
          {report && <small className="eg-dim">{whenOf(report, t, lang)}</small>}
        </h1>
        <DeskButton
          Icon={Printer}
          keyCap="I"
          testId="report-print"
          disabled={!report}
          pending={printing}
          onPress={() => void print()}
        >
          {t('report.print')}
        </DeskButton>
      </header>
      {printFailed && (
        <p className="eg-note" role="alert">
          <TriangleAlert size={18} aria-hidden />
          <span>{t('report.print_failed')}</span>
        </p>
      )}
      {state.is === 'reading' && <p className="eg-empty-line">{t('report.reading')}</p>}
      {state.is === 'failed' && (
        <p className="eg-empty-line" role="status">
          {t('report.failed')}
          <button type="button" className="eg-link-button" onClick={again}>
            <RotateCw size={16} aria-hidden />
            {t('report.again')}
          </button>
        </p>
      )}
      {report && (
        <div className="eg-report" data-testid="report" tabIndex={-1}>
          <ReportFigures report={report} />
          <ReportVotes runs={report.runs} />
          <ReportLedger report={report} />
          <ReportMoney report={report} />
          <ReportIncidents incidents={report.incidents} />
          <ReportFiles session={session} />
        </div>
      )}
    </>
  )
}

function whenOf({ session, timings }: SessionReport, t: Words, lang: Lang): string {
  const from = formatMoment(session.started_at, lang)
  if (session.closed_at !== null) return t('report.span', { from, until: formatShortTime(session.closed_at, lang) })
  return t('report.so_far', { time: formatShortTime(timings.as_of ?? session.started_at, lang) })
}
