import { Grid3x3, MonitorUp } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '@eg/shared'
import { AnswerNote } from '../devices/answer-note'
import { lastOrder } from '../devices/last-order'
import { type Order, orderState } from '../devices/order-words'
import { useCoreNow } from '../link/use-core-now'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'

/** To walk to the slot and press all six. */
const PRESS_TEST_S = 60
const ICONS = { press_test: Grid3x3, reload_screen: MonitorUp } as const

interface OrderButtonProps {
  deviceId: string
  action: keyof typeof ICONS
}

/** Tells a slot to mend or test something, and says what became of it. */
export function OrderButton({ deviceId, action }: OrderButtonProps) {
  const { sendOrder } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const online = useLive((s) => s.devices.get(deviceId)?.online ?? false)
  const last = useLive((s) => lastOrder(s, deviceId, action))
  const [pending, setPending] = useState(false)
  const [refused, setRefused] = useState<Answer | null>(null)
  const running = last?.status === 'sent' || last?.status === 'accepted'
  const send = async () => {
    setRefused(null)
    setPending(true)
    const order = action === 'press_test' ? { action, seconds: PRESS_TEST_S } : { action }
    const answer = await sendOrder(deviceId, order)
    setPending(false)
    if (answer.status !== 'ok') setRefused(answer)
  }
  return (
    <>
      <DeskButton
        Icon={ICONS[action]}
        testId={`ready-${action}-${deviceId}`}
        name={`${t(`ready.do.${action}`)} · ${deviceId}`}
        disabled={!up || !online || running}
        pending={pending}
        onPress={() => void send()}
      >
        {t(`ready.do.${action}`)}
      </DeskButton>
      {last && <Told order={last} />}
      <AnswerNote answer={refused} testId={`ready-order-failed-${deviceId}`} />
    </>
  )
}

/** What became of it the last time. */
function Told({ order }: { order: Order }) {
  const { t, lang } = useWords()
  const told = orderState(order, useCoreNow(5000), t, lang)
  return (
    told && (
      <span className="eg-order-state" role="status" data-status={order.status}>
        {told}
      </span>
    )
  )
}
