import { useState } from 'react'
import { useMay } from '../login/may'
import { useLive, useWords } from '../session/use-session'
import { SwapDialog } from '../swap/swap-dialog'
import { SwapLine } from '../swap/swap-progress'

/** Swaps that are not settled: under way, or with the old slot trying to come back. */
export function SwapNotes() {
  const { t } = useWords()
  const may = useMay()('opSwap')
  const swaps = useLive((s) => s.swaps)
  const [open, setOpen] = useState<string | null>(null)
  const unsettled = (swaps?.items ?? []).filter(({ status }) => status === 'sent')
  return (
    <>
      {unsettled.map((swap) => (
        <div key={swap.swap} className="eg-swap-note" data-testid={`swap-${swap.slot_id}`}>
          <div>
            <SwapLine swap={swap} />
          </div>
          {may && (
            <button type="button" className="eg-link-button" onClick={() => setOpen(swap.slot_id)}>
              {t('swap.details')}
            </button>
          )}
        </div>
      ))}
      {open !== null && <SwapDialog slotId={open} onClose={() => setOpen(null)} />}
    </>
  )
}
