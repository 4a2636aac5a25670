import { CornerDownRight } from 'lucide-react'
import { useMemo } from 'react'
import { useWords } from '../session/use-session'
import { BranchRows } from './branch-rows'
import { outlineOf } from './branches'
import { draftOutline, type DraftOutline } from './draft-steps'
import { readYaml } from './read-yaml'

export function useOutline(text: string): DraftOutline {
  return useMemo(() => draftOutline(readYaml(text)), [text])
}

/** What the script is going to be: its steps, and where each outcome leads, as it is written. */
export function DraftPreview({ outline }: { outline: DraftOutline }) {
  const { t } = useWords()
  const { steps, start } = outline
  return (
    <section className="eg-preview" aria-label={t('editor.preview')} data-testid="script-preview">
      <h3>
        {t('editor.preview')}
        <span className="eg-count-chip">{t('script.steps', { count: steps.length })}</span>
      </h3>
      {steps.length === 0 && <p className="eg-empty-line">{t('editor.preview_empty')}</p>}
      <ol className="eg-outline">
        {outlineOf(steps, start).map(({ step, isBranch }) => (
          <li
            key={step.step}
            className="eg-outline-step"
            data-branch={isBranch || undefined}
            data-testid={`preview-${step.id}`}
          >
            <div className="eg-outline-line">
              {isBranch ? (
                <CornerDownRight className="eg-outline-icon" size={16} aria-hidden />
              ) : (
                <span className="eg-outline-icon" />
              )}
              <span className="eg-step-number">{step.step}</span>
              <span className="eg-outline-question">{step.question || step.id}</span>
            </div>
            <BranchRows step={step} steps={steps} />
          </li>
        ))}
      </ol>
    </section>
  )
}
