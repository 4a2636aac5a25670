import { useState } from 'react'
import { RotateCw } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import type { CardDetails } from '@eg/shared'
import { useLive, useWords } from '../session/use-session'
import { StatementRow } from './statement-row'
import { useStatement } from './use-statement'

/** Every movement of a player, newest first, with the balance after each. Read again with each `version` of the card. */
export function Statement({ card, version }: { card: CardDetails; version: string }) {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const { lines, nextBefore, status, loading, older, again } = useStatement(card.tag_uid, version)
  const [reversing, setReversing] = useState<number | null>(null)
  return (
    <section className="eg-table-box eg-statement" aria-label={t('statement.title')}>
      {lines.length > 0 && (
        <table className="eg-table">
          <thead>
            <tr>
              <th scope="col">{t('statement.when')}</th>
              <th scope="col">{t('statement.what')}</th>
              <th scope="col">{t('statement.receipt')}</th>
              <th scope="col" className="eg-number">
                {t('statement.amount')}
              </th>
              <th scope="col" className="eg-number">
                {t('statement.balance')}
              </th>
              <th scope="col">
                <span className="sr-only">{t('action.label')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <StatementRow
                key={line.transfer}
                line={line}
                card={card}
                reversing={reversing === line.transfer}
                onReverse={(on) => setReversing(on ? line.transfer : null)}
              />
            ))}
          </tbody>
        </table>
      )}
      {status === 'failed' && (
        <div className="eg-line-note" role="status">
          <span>{t('statement.failed')}</span>
          <button type="button" className="eg-link-button" disabled={!up} onClick={again}>
            <RotateCw size={16} aria-hidden />
            {t('card.again')}
          </button>
        </div>
      )}
      {status === 'ready' && lines.length === 0 && (
        <p className="eg-empty-line" data-testid="statement-empty">
          {t('statement.empty')}
        </p>
      )}
      {nextBefore !== null && (
        <DeskButton testId="statement-older" pending={loading} disabled={!up} onPress={() => void older()}>
          {t('timeline.older')}
        </DeskButton>
      )}
    </section>
  )
}
