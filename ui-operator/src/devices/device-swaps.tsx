import { ArrowLeftRight, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { contracts, type OpSwaps } from '@eg/shared'
import { ReasonDialog } from '../look/reason-dialog'
import { DeskButton } from '../look/desk-button'
import { useMay } from '../login/may'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatMoment } from '../words/format'

type Swap = OpSwaps['items'][number]

/** A swap that is not through, or one whose old slot came back: somebody has to know, whatever is on show. */
export function SwapsUnderWay() {
  const items = useLive((s) => s.swaps?.items)
  const shown = items?.filter(
    ({ status, returned_at: back }) => status === 'sent' || (status === 'done' && back !== null),
  )
  if (!shown?.length) return null
  return (
    <ul className="eg-swaps" data-testid="swaps">
      {shown.map((swap) => (
        <SwapLine key={swap.swap} swap={swap} />
      ))}
    </ul>
  )
}

/** The way to a spare, and what became of the swaps of this slot. */
export function DeviceSwaps({ slotId }: { slotId: string }) {
  const { fleet } = useSession()
  const { t } = useWords()
  const may = useMay()('opSwap')
  const up = useLive((s) => s.link.up)
  const items = useLive((s) => s.swaps?.items)
  const own = items?.filter(({ slot_id: id }) => id === slotId).slice(0, 3) ?? []
  if (!may && own.length === 0) return null
  return (
    <section className="eg-device-swaps">
      <h3>{t('fleet_swap.title')}</h3>
      {may && (
        <DeskButton
          Icon={ArrowLeftRight}
          testId={`swap-${slotId}`}
          disabled={!up}
          onPress={() => fleet.view.setState({ swapping: slotId })}
        >
          {t('fleet_swap.start')}
        </DeskButton>
      )}
      <ul className="eg-swaps">
        {own.map((swap) => (
          <SwapLine key={swap.swap} swap={swap} />
        ))}
      </ul>
    </section>
  )
}

function SwapLine({ swap }: { swap: Swap }) {
  const { commands } = useSession()
  const { t, lang } = useWords()
  const may = useMay()('opSwapCancel')
  const up = useLive((s) => s.link.up)
  const [asking, setAsking] = useState(false)
  const { slot_id: slot, spare_id: spare, status, problem } = swap
  const name = `swap.cancel/${swap.swap}`
  const alarm = swap.returned_at !== null
  return (
    <li data-testid={`swap-line-${swap.swap}`} data-tone={alarm || problem ? 'attention' : 'dim'}>
      {alarm ? <TriangleAlert size={18} aria-hidden /> : <ArrowLeftRight size={18} aria-hidden />}
      <span>
        {alarm
          ? t('fleet_swap.returned', { slot, address: swap.returned_from ?? '?' })
          : t(`fleet_swap.${status}`, { slot, spare: spare ?? t('fleet_swap.unnamed') })}
        {problem && status === 'sent' && ` · ${t('fleet_swap.problem', { problem })}`}
        <small>
          {t('fleet_swap.by', { by: swap.by, why: swap.reason })} · {formatMoment(swap.at, lang)}
          {!swap.fenced && status === 'done' && ` · ${t('fleet_swap.not_fenced')}`}
        </small>
      </span>
      {status === 'sent' && may && (
        <DeskButton
          tone="quiet"
          Icon={X}
          testId={`swap-cancel-${swap.swap}`}
          disabled={!up}
          onPress={() => setAsking(true)}
        >
          {t('fleet_swap.cancel')}
        </DeskButton>
      )}
      {asking && (
        <ReasonDialog
          command={name}
          title={t('fleet_swap.cancel_title', { slot })}
          text={t('fleet_swap.cancel_text')}
          confirm={t('fleet_swap.cancel_confirm')}
          give={(reason) => commands.give(name, contracts.opSwapCancel, { swap: swap.swap, reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  )
}
