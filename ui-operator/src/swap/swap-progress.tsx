import { BadgeCheck, CircleSlash, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { contracts, type OpSwaps } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { ReasonDialog } from '../look/reason-dialog'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatTime } from '../words/format'
import { isTextKey, type Words } from '../words/words'

export type Swap = OpSwaps['items'][number]

const ICONS: Record<Swap['status'], LucideIcon> = {
  sent: LoaderCircle,
  done: BadgeCheck,
  cancelled: CircleSlash,
  superseded: CircleSlash,
}

interface SwapProgressProps {
  swap: Swap
  onAnother: () => void
  onClose: () => void
}

/** How far a swap has come; while the spare has not come in it can be cancelled, or another one named. */
export function SwapProgress({ swap, onAnother, onClose }: SwapProgressProps) {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const [cancelling, setCancelling] = useState(false)
  return (
    <div className="eg-swap-progress" data-testid="swap-status" data-status={swap.status}>
      <SwapLine swap={swap} />
      <div className="eg-dialog-row">
        {swap.status === 'sent' && (
          <>
            <DeskButton disabled={!up} testId="swap-another" onPress={onAnother}>
              {t('swap.another')}
            </DeskButton>
            <DeskButton tone="danger" disabled={!up} testId="swap-cancel" onPress={() => setCancelling(true)}>
              {t('swap.cancel')}
            </DeskButton>
          </>
        )}
        <DeskButton tone="quiet" keyCap="Esc" testId="swap-close" onPress={onClose}>
          {t('dialog.close')}
        </DeskButton>
      </div>
      {cancelling && <CancelSwap swap={swap} onClose={() => setCancelling(false)} />}
    </div>
  )
}

/** One swap in a sentence or two: where it stands, what is in its way, what to look at. */
export function SwapLine({ swap }: { swap: Swap }) {
  const { t, lang } = useWords()
  const Icon = ICONS[swap.status]
  return (
    <>
      <p className="eg-swap-line" data-status={swap.status}>
        <Icon size={20} aria-hidden />
        <span>{t(`swap.is_${swap.status}`, { slot: swap.slot_id, spare: spareName(swap, t) })}</span>
      </p>
      {swap.status === 'sent' && swap.problem !== null && (
        <p className="eg-swap-line" data-status="problem">
          <TriangleAlert size={20} aria-hidden />
          <span>{problemText(swap.problem, t)}</span>
        </p>
      )}
      {swap.returned_at !== null && (
        <p className="eg-swap-line" data-status="problem" data-testid="swap-returned">
          <TriangleAlert size={20} aria-hidden />
          <span>
            {t(swap.fenced ? 'swap.returned' : 'swap.returned_open', {
              slot: swap.slot_id,
              time: formatTime(swap.returned_at, lang),
              address: swap.returned_from ?? '?',
            })}
          </span>
        </p>
      )}
    </>
  )
}

function CancelSwap({ swap, onClose }: { swap: Swap; onClose: () => void }) {
  const { commands } = useSession()
  const { t } = useWords()
  return (
    <ReasonDialog
      command="swap.cancel"
      title={t('swap.cancel_title', { slot: swap.slot_id })}
      text={t('swap.cancel_text', { slot: swap.slot_id, spare: spareName(swap, t) })}
      confirm={t('swap.cancel')}
      presets={[t('swap.why_back'), t('swap.why_wrong')]}
      give={(reason) => commands.give('swap.cancel', contracts.opSwapCancel, { swap: swap.swap, reason })}
      onClose={onClose}
    />
  )
}

export function spareName({ spare_id: id }: Pick<Swap, 'spare_id'>, t: Words): string {
  return id ?? t('swap.new_device')
}

function problemText(problem: string, t: Words): string {
  const key = `swap.problem_${problem}`
  return isTextKey(key) ? t(key) : t('swap.problem', { problem })
}
