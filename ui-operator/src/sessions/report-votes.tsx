import { Trophy } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { RunReport } from '@eg/shared'
import { OptionMark, optionLook } from '../look/option-mark'
import { useWords } from '../session/use-session'
import { explainVoid } from '../words/explain'
import { formatShortTime } from '../words/format'

/** Each question with its votes: a bar an option, in the option's colour, and who chose it. */
export function ReportVotes({ runs }: { runs: readonly RunReport[] }) {
  const { t } = useWords()
  return (
    <section data-testid="report-votes">
      <h2>{t('report.part_votes')}</h2>
      {runs.length === 0 && <p className="eg-dim">{t('report.no_runs')}</p>}
      {runs.map((run, i) => (
        <Question key={run.run} run={run} number={i + 1} />
      ))}
    </section>
  )
}

/** `number`: of the question in the evening; a step that was asked again has another one. */
function Question({ run, number }: { run: RunReport; number: number }) {
  const { t, lang } = useWords()
  const { tally } = run
  const about = [
    t('report.step', { step: run.step }),
    formatShortTime(run.opened_at, lang),
    ...(run.voted === null || tally === null
      ? []
      : [t('report.voted', { voted: run.voted, expected: run.expected ?? run.voted })]),
  ].join(' · ')
  return (
    <div className="eg-report-question">
      <h3>
        {number}. {run.question} <small className="eg-dim">{about}</small>
      </h3>
      {run.status === 'voided' && (
        <p className="eg-dim">{t('report.voided', { reason: explainVoid(run.void_reason, t) })}</p>
      )}
      {run.status !== 'voided' && tally === null && <p className="eg-dim">{t('report.not_revealed')}</p>}
      {tally !== null && run.status !== 'voided' && <Bars run={run} tally={tally} />}
    </div>
  )
}

function Bars({ run, tally }: { run: RunReport; tally: Record<string, number> }) {
  const { t } = useWords()
  const most = Math.max(1, ...Object.values(tally))
  return (
    <table className="eg-votes">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('report.option')}</th>
          <th scope="col">{t('report.count')}</th>
          <th scope="col">{t('report.slots')}</th>
        </tr>
      </thead>
      <tbody>
        {run.options.map((option, index) => {
          const count = tally[option] ?? 0
          const won = option === run.winner
          const style = { '--share': count / most, '--option': optionLook(index).colour } as CSSProperties
          const slots = (run.votes ?? []).filter(({ choice }) => choice === option).map(({ device_id: id }) => id)
          return (
            <tr key={option} style={style} data-winner={won || undefined} data-testid={`votes-${run.run}-${index + 1}`}>
              <th scope="row">
                <span className="eg-votes-option">
                  <OptionMark index={index} size={24} />
                  <span>{option}</span>
                  {won && <Trophy size={16} aria-label={t('run.winner', { winner: option })} />}
                </span>
              </th>
              <td>
                <span className="eg-vote-bar">
                  <span className="eg-bar" aria-hidden>
                    <i />
                  </span>
                  <b>{count}</b>
                </span>
              </td>
              <td className="eg-dim">{slots.join(', ')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
