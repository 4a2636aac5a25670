import { ChevronDown, MapPin } from 'lucide-react'
import { memo, useId, useState } from 'react'
import type { Answer } from '@eg/shared'
import { AnswerNote } from '../devices/answer-note'
import { useMay } from '../login/may'
import { useLive, useSession, useWords } from '../session/use-session'
import type { CheckGroup } from './check-groups'
import { CheckList } from './check-list'
import { checkName } from './check-words'
import { LevelCounts } from './level-mark'
import { OrderButton } from './order-button'
import { wantsPressTest } from './remedies'
import type { Pick } from './use-picked'

interface DeviceGroupProps {
  group: CheckGroup
  /** Those of its checks that are selected, one after the other: a text, so that an unchanged one is the same. */
  pickedHere: string
  pick: Pick
  open: boolean
  onOpen: (subject: string, open: boolean) => void
}

/** A slot in one line, with what is wrong there and what mends most of it; its checks below when it is opened. */
export const DeviceGroup = memo(function DeviceGroup(props: DeviceGroupProps) {
  const { group, pickedHere, pick, open, onOpen } = props
  const { sendOrder } = useSession()
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const id = group.subject
  const online = useLive((s) => s.devices.get(id)?.online ?? false)
  const body = useId()
  const [refused, setRefused] = useState<Answer | null>(null)
  const identify = async () => {
    setRefused(null)
    const answer = await sendOrder(id, { action: 'identify' })
    if (answer.status !== 'ok') setRefused(answer)
  }
  const reds = group.checks.filter(({ state }) => state === 'red')
  const picked = new Set(pickedHere.split(' '))
  const all = reds.length > 0 && reds.every(({ check }) => picked.has(check))
  return (
    <li className="eg-device-group" data-testid={`ready-${id}`} data-red={group.red || undefined}>
      <div className="eg-device-line">
        <span className="eg-check-pick">
          {reds.length > 0 && may('opReadyWaive') && (
            <label className="eg-pick">
              <input
                type="checkbox"
                data-testid={`pick-device-${id}`}
                aria-label={t('ready.pick_device', { device: id })}
                checked={all}
                onChange={() => pick(reds, !all)}
              />
            </label>
          )}
        </span>
        <button
          type="button"
          className="eg-device-fold"
          data-testid={`unfold-${id}`}
          aria-expanded={open}
          aria-controls={body}
          onClick={() => onOpen(id, !open)}
        >
          <ChevronDown size={18} aria-hidden />
          <b>{id}</b>
          <LevelCounts {...group} />
          {!open && <span className="eg-dim eg-ellipsis">{reds.map((check) => checkName(check, t)).join(', ')}</span>}
        </button>
        {!open && reds.some(wantsPressTest) && may('opDeviceCommand') && (
          <OrderButton deviceId={id} action="press_test" />
        )}
        {may('opDeviceCommand') && (
          <button
            type="button"
            className="eg-icon-button"
            data-testid={`identify-${id}`}
            aria-label={t('ready.do.identify', { device: id })}
            title={t('ready.do.identify', { device: id })}
            disabled={!up || !online}
            onClick={() => void identify()}
          >
            <MapPin size={20} aria-hidden />
          </button>
        )}
      </div>
      <AnswerNote answer={refused} testId={`identify-failed-${id}`} />
      {open && (
        <div id={body} className="eg-device-checks">
          <CheckList group={group} isPicked={(check) => picked.has(check)} pick={pick} />
        </div>
      )}
    </li>
  )
})
