import { Ban, Clock, ClockAlert, EllipsisVertical, Ticket, TriangleAlert } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { useMay } from '../login/may'
import { useMoneyFormat } from '../money/format-money'
import { isReadable } from '../money/payout-number'
import type { WaitingPayout } from '../money/reads'
import { ReasonForm } from '../money/reason-form'
import { useMoneyCommand, useMoneyReady } from '../money/use-money'
import { useWords } from '../session/use-session'
import { PayoutSlip } from '../tables/payout-slip'
import { formatAge } from '../words/format'
import { ageTone } from './floor-slots'

/** `choose`: its slip, and the two ways to take it off the list, are offered. */
export type PayoutAct = 'choose' | 'slip' | 'void' | 'expire'

interface PayoutRowProps {
  payout: WaitingPayout
  /** The core's time. */
  nowMs: number
  /** Its number is shown, because it was looked for by it. */
  withId: boolean
  /** What is being done about this payout. */
  acting: PayoutAct | null
  onAct: (act: PayoutAct | null) => void
}

/** One waiting payout: where from, how much, for how long. */
export function PayoutRow({ payout, nowMs, withId, acting, onAct }: PayoutRowProps) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const ready = useMoneyReady()
  const may = useMay()
  const { payout_id: id, source, table_id: table } = payout
  const mayAct = (act: 'void' | 'expire') => may(act === 'void' ? 'opPayoutVoid' : 'opPayoutExpire')
  return (
    <li className="eg-payout" data-testid={`payout-${id}`} title={id}>
      <div className="eg-payout-line">
        <span className="eg-payout-from">
          {source}
          {table !== null && <small>{table}</small>}
          {(withId || isReadable(id)) && <small>{id}</small>}
        </span>
        <PayoutAge payout={payout} nowMs={nowMs} />
        <b className="eg-payout-amount">{money(payout.amount_cents)}</b>
        <button
          type="button"
          className="eg-icon-button"
          data-testid={`payout-more-${id}`}
          aria-label={t('payouts.more_name', { source, amount: money(payout.amount_cents) })}
          aria-expanded={acting !== null}
          onClick={() => onAct(acting === null ? 'choose' : null)}
        >
          <EllipsisVertical size={18} aria-hidden />
        </button>
      </div>
      {acting === 'void' && <VoidPayout id={id} onClose={() => onAct(null)} />}
      {acting === 'expire' && <ExpirePayout id={id} onClose={() => onAct(null)} />}
      {acting === 'slip' && <PayoutSlip payout={payout} onClose={() => onAct(null)} />}
      {acting === 'choose' && (
        <div className="eg-payout-acts">
          <DeskButton Icon={Ticket} testId={`payout-slip-${id}`} onPress={() => onAct('slip')}>
            {t('slip.show')}
          </DeskButton>
          {(['void', 'expire'] as const).filter(mayAct).map((act) => (
            <DeskButton
              key={act}
              Icon={act === 'void' ? Ban : ClockAlert}
              testId={`payout-${act}-${id}`}
              name={`${t(`payouts.${act}`)} · ${source} · ${money(payout.amount_cents)}`}
              disabled={!ready}
              onPress={() => onAct(act)}
            >
              {t(`payouts.${act}`)}
            </DeskButton>
          ))}
        </div>
      )}
    </li>
  )
}

/** How long it has waited: colour and icon change where somebody should look for the player. */
export function PayoutAge({ payout, nowMs }: { payout: Pick<WaitingPayout, 'created_at'>; nowMs: number }) {
  const { t } = useWords()
  const ageMs = nowMs - payout.created_at
  const tone = ageTone(ageMs)
  const Icon = tone === 'dim' ? Clock : tone === 'attention' ? ClockAlert : TriangleAlert
  return (
    <span className="eg-stated eg-payout-age" data-tone={tone} title={t('payouts.age')}>
      <Icon size={16} aria-hidden />
      {formatAge(ageMs)}
    </span>
  )
}

function VoidPayout({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useWords()
  const giving = useMoneyCommand('payoutVoid', onClose)
  return (
    <ReasonForm
      title={t('payouts.void_title')}
      text={t('payouts.void_text')}
      presets={[t('payouts.why_dealer'), t('payouts.why_twice')]}
      confirm={t('payouts.void')}
      Icon={Ban}
      giving={giving}
      onGive={(reason) => giving.send({ payout_id: id, reason })}
      onKeep={onClose}
      testId="payout-void-form"
    />
  )
}

function ExpirePayout({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useWords()
  const giving = useMoneyCommand('payoutExpire', onClose)
  return (
    <ReasonForm
      title={t('payouts.expire_title')}
      text={t('payouts.expire_text')}
      presets={[t('payouts.why_left'), t('payouts.why_closing')]}
      confirm={t('payouts.expire')}
      Icon={ClockAlert}
      giving={giving}
      onGive={(reason) => giving.send({ payout_id: id, reason })}
      onKeep={onClose}
      testId="payout-expire-form"
    />
  )
}
