import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import type { ScriptProblem } from '@eg/shared'
import { useLive, useWords } from '../session/use-session'
import { sayFault } from './say-fault'
import type { Check } from './use-check'

interface ProblemListProps {
  check: Check | null
  /** The text has changed since, or was never checked. */
  isOld: boolean
  onGo: (line: number, column: number) => void
}

/** What the core said of the script: right, or everything that is wrong, each a way to its line. */
export function ProblemList({ check, isOld, onGo }: ProblemListProps) {
  const { t } = useWords()
  const showRuns = useLive((s) => s.show?.status === 'running')
  const wrong = check?.status === 'wrong' ? check : null
  const count = wrong ? wrong.problems.length + wrong.more : 0
  return (
    <section className="eg-problems" aria-label={t('editor.problems')} data-testid="script-problems">
      <p className="eg-problems-head" role="status" data-state={isOld ? 'checking' : check?.status}>
        {isOld ? (
          <LoaderCircle size={18} aria-hidden />
        ) : wrong ? (
          <CircleAlert size={18} aria-hidden />
        ) : (
          <CircleCheck size={18} aria-hidden />
        )}
        {isOld
          ? t('editor.checking')
          : wrong
            ? t('editor.wrong', { count })
            : t(showRuns ? 'editor.right_later' : 'editor.right')}
      </p>
      {wrong && (
        <ol className="eg-problem-list" data-old={isOld || undefined}>
          {wrong.problems.map((problem) => (
            <Problem key={`${problem.line}-${problem.column}-${problem.detail}`} problem={problem} onGo={onGo} />
          ))}
          {wrong.more > 0 && <li className="eg-empty-line">{t('editor.more', { count: wrong.more })}</li>}
        </ol>
      )}
    </section>
  )
}

function Problem({ problem, onGo }: { problem: ScriptProblem; onGo: ProblemListProps['onGo'] }) {
  const { t } = useWords()
  const { line, column, field } = problem
  const { text, lang } = sayFault(problem, t)
  return (
    <li>
      <button type="button" className="eg-problem" data-testid={`problem-${line}`} onClick={() => onGo(line, column)}>
        <span className="eg-problem-place">
          {t('editor.place', { line, column })}
          {field !== null && <code>{field}</code>}
        </span>
        <span lang={lang}>{text}</span>
      </button>
    </li>
  )
}
