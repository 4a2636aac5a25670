import { CircleCheck, Hand, Hourglass, RotateCcw, Send, type LucideIcon } from 'lucide-react'
import { contracts, type OpSession } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { isTextKey, type Words } from '../words/words'
import { usePerson } from '../login/use-person'

type Device = OpSession['reset']['devices'][number]

const LOOKS: Record<Device['status'], { Icon: LucideIcon; tone: string }> = {
  needs_reset: { Icon: RotateCcw, tone: 'attention' },
  manual: { Icon: Hand, tone: 'attention' },
  sent: { Icon: Send, tone: 'night' },
  waiting: { Icon: Hourglass, tone: 'night' },
  ready: { Icon: CircleCheck, tone: 'ok' },
}

/** Whether the common reset is not enough: it cannot do it by command, or it did not come off. */
export function needsHand({ status, reason }: Device): boolean {
  return status === 'manual' || (status === 'needs_reset' && reason !== null)
}

/** One device between two groups: where it stands, why, and what somebody can do about it. */
export function ResetRow({ device }: { device: Device }) {
  const { commands } = useSession()
  const { t } = useWords()
  const may = useMay()
  const { name } = usePerson()
  const up = useLive((s) => s.link.up)
  const { device_id: id, status } = device
  const command = `session.reset/${id}`
  const pending = useCommandState((s) => s.pending[command] ?? false)
  const { Icon, tone } = LOOKS[status]
  const why = whyText(device, t)
  const again = t(needsHand(device) ? 'reset.retry' : 'reset.one')
  const retry = () => void commands.give(command, contracts.opSessionReset, { targets: [id] })
  const confirm = () => void commands.give(command, contracts.opSessionConfirm, { target_id: id, by: name })
  return (
    <li className="eg-reset-row" data-testid={`reset-${id}`} data-status={status}>
      <b>{id}</b>
      <span className="eg-level" data-tone={tone}>
        <Icon size={18} aria-hidden />
        {t(`reset.status_${status}`)}
      </span>
      <span className="eg-dim eg-reset-why">{why}</span>
      <span className="eg-check-acts">
        {(status === 'needs_reset' || status === 'manual') && may('opSessionReset') && (
          <DeskButton
            tone="quiet"
            Icon={RotateCcw}
            testId={`reset-retry-${id}`}
            name={`${again} · ${id}`}
            disabled={!up}
            pending={pending}
            onPress={retry}
          >
            {again}
          </DeskButton>
        )}
        {needsHand(device) && may('opSessionConfirm') && (
          <DeskButton
            Icon={Hand}
            testId={`reset-confirm-${id}`}
            name={`${t('reset.by_hand')} · ${id}`}
            disabled={!up || name === ''}
            pending={pending}
            onPress={confirm}
          >
            {t('reset.by_hand')}
          </DeskButton>
        )}
      </span>
      <FailureNote command={command} />
    </li>
  )
}

/** Why it is not ready, or who has looked at it. The device's own word where there is none of ours. */
function whyText({ status, reason, detail, by }: Device, t: Words): string | null {
  if (status === 'ready') return by === null ? null : t('reset.confirmed_by', { by })
  if (reason === null) return null
  const key = [`reset.why_${reason}`, `order_why.${reason}`].find(isTextKey)
  return key && isTextKey(key) ? t(key) : (detail ?? reason)
}
