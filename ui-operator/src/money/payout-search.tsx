import { RotateCw, Search } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'
import type { usePayoutSearch } from './use-payout-search'

type PayoutSearchProps = Pick<ReturnType<typeof usePayoutSearch>, 'typed' | 'setTyped' | 'look' | 'again'>

/** Where a payout's number is typed, and what became of it when there is no such payout to show. */
export function PayoutSearch({ typed, setTyped, look, again }: PayoutSearchProps) {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  return (
    <>
      <label className="eg-search eg-payout-search">
        <Search size={18} aria-hidden />
        <input
          type="search"
          data-testid="payout-find"
          aria-label={t('payouts.find')}
          placeholder={t('payouts.find')}
          autoComplete="off"
          spellCheck={false}
          maxLength={128}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {look !== 'list' && look !== 'found' && (
        <div className="eg-line-note" role="status" data-testid="payout-find-note" data-look={look}>
          <span>{t(`payouts.find_${look}`)}</span>
          {look === 'failed' && (
            <button type="button" className="eg-link-button" disabled={!up} onClick={again}>
              <RotateCw size={16} aria-hidden />
              {t('card.again')}
            </button>
          )}
        </div>
      )}
    </>
  )
}
