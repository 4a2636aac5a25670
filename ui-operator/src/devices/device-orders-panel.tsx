import { Clock, CreditCard, MapPin, MonitorUp, RotateCcw, TriangleAlert, type LucideIcon, Grid3x3 } from 'lucide-react'
import { useState } from 'react'
import { DEVICE_ACTIONS, type Answer, type DeviceAction, type OpDevice } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Why } from '../look/failure-note'
import { TextField } from '../look/text-field'
import { useLive, useSession, useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'
import type { DeviceOrder } from './device-orders'
import { orderState } from './order-words'

const ICONS: Record<DeviceAction, LucideIcon> = {
  identify: MapPin,
  press_test: Grid3x3,
  reload_screen: MonitorUp,
  set_clock: Clock,
  restart_agent: RotateCcw,
  simulate_card: CreditCard,
}

/** What a slot can be told to do, each with what became of it the last time. */
export function DeviceOrders({ device, nowMs }: { device: OpDevice; nowMs: number }) {
  const { sendOrder } = useSession()
  const { t, lang } = useWords()
  const up = useLive((s) => s.link.up)
  const orders = useLive((s) => s.orders.get(device.device_id))
  const [pending, setPending] = useState<DeviceAction | null>(null)
  const [refused, setRefused] = useState<{ action: DeviceAction; answer: Answer } | null>(null)
  const [sure, setSure] = useState(false)
  const settled = useSettled(String(sure))
  const [card, setCard] = useState('')

  const send = async (order: DeviceOrder) => {
    setRefused(null)
    setPending(order.action)
    const answer = await sendOrder(device.device_id, order)
    setPending(null)
    if (answer.status !== 'ok') setRefused({ action: order.action, answer })
  }
  const press = (action: DeviceAction) => {
    // Players may be in the middle of something: a restart is asked twice.
    if (action === 'restart_agent' && !sure) return setSure(true)
    // The second half of a double press answers nothing.
    if (action === 'restart_agent' && !settled()) return
    setSure(false)
    if (action === 'simulate_card') return void send({ action, tag_uid: card.trim() })
    void send({ action })
  }
  return (
    <section className="eg-orders">
      <h3>{t('device.orders')}</h3>
      <ul>
        {DEVICE_ACTIONS.map((action) => {
          const last = orders?.items.find((item) => item.action === action)
          const running = last?.status === 'sent' || last?.status === 'accepted'
          const state = last && orderState(last, nowMs, t, lang)
          return (
            <li key={action}>
              {action === 'simulate_card' && (
                <TextField
                  label={t('device.card')}
                  labelHidden
                  field="tag_uid"
                  testId={`order-card-${device.device_id}`}
                  placeholder="04A37C91"
                  maxLength={64}
                  value={card}
                  onChange={setCard}
                />
              )}
              <DeskButton
                tone={action === 'restart_agent' && sure ? 'danger' : 'plain'}
                Icon={ICONS[action]}
                testId={`order-${action}-${device.device_id}`}
                name={`${t(`order.${action}`)} · ${device.device_id}`}
                disabled={!up || running || (action === 'simulate_card' && card.trim() === '')}
                pending={pending === action}
                onPress={() => press(action)}
              >
                {t(action === 'restart_agent' && sure ? 'order.restart_confirm' : `order.${action}`)}
              </DeskButton>
              <span
                className="eg-order-state"
                role="status"
                data-testid={`order-state-${action}-${device.device_id}`}
                data-status={refused?.action === action ? 'refused' : last?.status}
              >
                {refused?.action === action ? (
                  <>
                    <TriangleAlert size={16} aria-hidden />
                    <Why answer={refused.answer} />
                  </>
                ) : (
                  state
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
