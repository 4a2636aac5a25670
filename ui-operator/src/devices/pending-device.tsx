import { useState } from 'react'
import { Tag, X } from 'lucide-react'
import type { Answer, OpPending } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatAge } from '../words/format'
import { AnswerNote } from './answer-note'
import { PendingForm } from './pending-form'

export type Waiting = OpPending['items'][number]

interface PendingDeviceProps {
  device: Waiting
  /** The core's time. */
  nowMs: number
  /** It is being said which device this is. */
  naming: boolean
  onName: (on: boolean) => void
}

/** One device at the door: its code as it shows it, what machine it is, and the way in. */
export function PendingDevice({ device, nowMs, naming, onName }: PendingDeviceProps) {
  const { admit } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const [refused, setRefused] = useState<Answer | null>(null)
  const { key, code, name, model, address, since } = device
  const dismiss = async () => {
    const answer = await admit.dismiss(key)
    setRefused(answer.status === 'ok' ? null : answer)
  }
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
  return (
    <li className="eg-waiting-device" data-testid={`pending-${code}`} data-naming={naming || undefined}>
      <div className="eg-waiting-line">
        <b className="eg-waiting-code">{spaced}</b>
        <span className="eg-waiting-about">
          <strong>{name}</strong>
          <small>
            {model} · {address} · {t('pending.since', { age: formatAge(nowMs - since) })}
          </small>
        </span>
        {!naming && (
          <>
            <DeskButton
              Icon={Tag}
              testId={`pending-name-${code}`}
              name={`${t('pending.this_is')} · ${spaced}`}
              disabled={!up}
              onPress={() => onName(true)}
            >
              {t('pending.this_is')}
            </DeskButton>
            <button
              type="button"
              className="eg-icon-button"
              data-testid={`pending-dismiss-${code}`}
              aria-label={t('pending.dismiss', { code: spaced })}
              title={t('pending.dismiss_short')}
              disabled={!up}
              onClick={() => void dismiss()}
            >
              <X size={20} aria-hidden />
            </button>
          </>
        )}
      </div>
      <AnswerNote answer={refused} testId={`pending-refused-${code}`} />
      {naming && <PendingForm device={device} onClose={() => onName(false)} />}
    </li>
  )
}
