import { Check, Grid3x3, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Answer, OpDevice } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { OptionMark } from '../look/option-mark'
import { useLive, useSession, useWords } from '../session/use-session'
import { AnswerNote } from './answer-note'
import { lastOrder } from './last-order'
import { orderWhy } from './order-words'

/** How long somebody has to press all six (s). */
const SECONDS = 60
const NONE = [false, false, false, false, false, false]

/** Press 1 to 6: each is ticked when the slot has heard it. */
export function ButtonsTest({ device: { device_id: id } }: { device: OpDevice }) {
  const { sendOrder } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const last = useLive((s) => lastOrder(s, id, 'press_test'))
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<Answer | null>(null)
  const running = last?.status === 'sent' || last?.status === 'accepted'
  const pressed = last?.result?.pressed ?? NONE
  const missing = pressed.flatMap((is, index) => (is ? [] : [index + 1]))
  const start = async () => {
    setSending(true)
    const answer = await sendOrder(id, { action: 'press_test', seconds: SECONDS })
    setSending(false)
    setRefused(answer.status === 'ok' ? null : answer)
  }
  return (
    <>
      <ol className="eg-marks" data-running={running || undefined}>
        {pressed.map((is, index) => (
          <li
            key={index}
            data-pressed={is || undefined}
            data-next={(running && missing[0] === index + 1) || undefined}
            data-testid={`pressed-${index + 1}-${id}`}
            aria-label={t(is ? 'test.pressed' : 'test.not_pressed', { button: index + 1 })}
          >
            <OptionMark index={index} size={26} />
            {is && <Check size={16} strokeWidth={3} aria-hidden />}
          </li>
        ))}
      </ol>
      <p role="status" data-testid={`buttons-say-${id}`} data-tone={sayTone(last?.status)}>
        {last?.status === 'failed' && <TriangleAlert size={16} aria-hidden />}
        {say()}
      </p>
      <AnswerNote answer={refused} testId={`buttons-refused-${id}`} />
      <DeskButton
        Icon={Grid3x3}
        testId={`buttons-start-${id}`}
        disabled={!up || running}
        pending={sending}
        onPress={() => void start()}
      >
        {t('test.buttons_start')}
      </DeskButton>
    </>
  )

  function say(): string {
    if (running)
      return missing[0] === undefined ? t('test.buttons_done') : t('test.buttons_next', { button: missing[0] })
    if (last?.status === 'done') return t('test.buttons_done')
    if (last?.status !== 'failed') return t('test.buttons_hint')
    if (last.reason === 'not_all_pressed') return t('test.buttons_missing', { buttons: missing.join(', ') })
    return orderWhy(last.reason, last.detail, t)
  }
}

function sayTone(status: string | undefined): string {
  if (status === 'done') return 'ok'
  return status === 'failed' ? 'attention' : 'dim'
}
