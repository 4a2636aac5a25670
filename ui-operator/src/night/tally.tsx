import { CircleSlash } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { OperatorRun } from '@eg/shared'
import { OptionMark, optionLook } from '../look/option-mark'
import { useLive, useWords } from '../session/use-session'
import { outcomeOf, withWinner, withoutWinner } from './outcome'

/** The options as asked; once revealed, each with its bar. Before that no count is on the page at all. */
export function Tally({ run }: { run: OperatorRun }) {
  const { t } = useWords()
  const { tally } = run
  const counts = run.options.map((option) => tally?.[option] ?? 0)
  const most = Math.max(1, ...counts)
  return (
    <ol className="eg-tally" aria-label={t(tally ? 'run.tally' : 'run.options')} data-shown={tally !== null}>
      {run.options.map((option, i) => {
        const count = counts[i] ?? 0
        const style = { '--share': count / most, '--option': optionLook(i).colour } as CSSProperties
        return (
          <li
            key={option}
            className="eg-option"
            data-testid={tally ? `tally-${i + 1}` : `option-${i + 1}`}
            data-count={tally ? count : undefined}
            data-winner={(tally && run.winner === option) || undefined}
            style={style}
          >
            <OptionMark index={i} />
            <span className="eg-option-text">{option}</span>
            {tally && (
              <>
                <span className="eg-bar" aria-hidden>
                  <i />
                </span>
                <span className="eg-count">
                  <b>{count}</b>
                  <span className="sr-only">{t('run.votes', { count })}</span>
                </span>
              </>
            )}
          </li>
        )
      })}
    </ol>
  )
}

/** Who won, said once and large. */
export function Winner({ run }: { run: OperatorRun }) {
  const { t } = useWords()
  const path = useLive((s) => s.show?.path)
  if (run.status !== 'revealed') return null
  const index = run.winner === null ? -1 : run.options.indexOf(run.winner)
  const style = { '--option': index < 0 ? 'var(--eg-text-dim)' : optionLook(index).colour } as CSSProperties
  return (
    <p className="eg-winner" data-testid="winner" role="status" style={style}>
      {index >= 0 ? <OptionMark index={index} size={36} /> : <CircleSlash size={28} aria-hidden />}
      <span>
        {run.winner === null ? t(withoutWinner(outcomeOf(run, path))) : t(withWinner(run), { winner: run.winner })}
      </span>
    </p>
  )
}
