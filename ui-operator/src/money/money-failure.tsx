import { TriangleAlert, X } from 'lucide-react'
import { WhatChanged } from '../look/what-changed'
import { useSession, useWords } from '../session/use-session'
import { useMoneyFormat } from './format-money'
import type { MoneyDone } from './money-commands'
import { sayRefusal } from './money-sentences'

/** Why a money command was not done, in the form that gave it. */
export function MoneyFailure({ failed }: { failed: MoneyDone | null }) {
  const { money } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  if (!failed) return null
  const { answer, name } = failed
  return (
    <div className="eg-note" role="alert" data-testid={`error-${name}`} data-reason={answer.reason ?? answer.status}>
      <TriangleAlert size={18} aria-hidden />
      <span>
        {sayRefusal(answer, t, format)} <WhatChanged answer={answer} />
      </span>
      <button type="button" className="eg-icon-button" aria-label={t('error.dismiss')} onClick={money.dismiss}>
        <X size={18} aria-hidden />
      </button>
    </div>
  )
}
