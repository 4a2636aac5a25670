import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../session/use-session'

/** Something the core says of itself. `sets`: the variable of its environment that decides it (README, Settings). */
export interface Fact {
  id: string
  label: string
  value: string
  /** One sentence more: what it means, what to do. */
  note?: string
  tone?: 'ok' | 'attention' | 'problem'
  sets?: string
}

const ICONS = { ok: CircleCheck, attention: TriangleAlert, problem: OctagonAlert } as const

/** Facts under a title, each with what sets it. Nothing here can be changed from a page. */
export function FactPanel({
  title,
  text,
  facts,
  testId,
  children,
}: {
  title: string
  text?: string
  facts: readonly Fact[]
  testId: string
  children?: ReactNode
}) {
  const { t } = useWords()
  return (
    <section className="eg-setup-panel" aria-label={title} data-testid={testId}>
      <h2>{title}</h2>
      {text && <p className="eg-dim">{text}</p>}
      <dl className="eg-facts">
        {facts.map(({ id, label, value, note, tone, sets }) => {
          const Icon = tone && ICONS[tone]
          return (
            <div key={id} data-testid={`fact-${id}`} data-tone={tone}>
              <dt>
                {label}
                {sets && (
                  <code title={t('setup.sets', { name: sets })}>
                    <span className="sr-only">{t('setup.sets', { name: '' })}</span>
                    {sets}
                  </code>
                )}
              </dt>
              <dd>
                {Icon && <Icon size={16} aria-hidden />}
                <span>
                  {value}
                  {note && <small>{note}</small>}
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
      {children}
    </section>
  )
}
