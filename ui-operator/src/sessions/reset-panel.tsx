import { CircleCheck, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { contracts, type OpSession } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { TextField } from '../look/text-field'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { needsHand, ResetRow } from './reset-row'
import { usePerson } from '../login/use-person'

const RESET = 'session.reset'
/** More rows than these are folded down to the devices that wait for a hand. */
const FEW = 12
const ORDER = { manual: 0, needs_reset: 1, waiting: 2, sent: 3, ready: 4 } as const

/** The devices between two groups: what each still has to do, and who has looked at those that cannot say it. */
export function ResetPanel({ devices }: { devices: OpSession['reset']['devices'] }) {
  const { commands } = useSession()
  const { t } = useWords()
  const may = useMay()
  const { anonymous, typed, setName } = usePerson()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[RESET] ?? false)
  const [unfolded, setUnfolded] = useState(false)
  const sorted = devices.toSorted(
    (a, b) => ORDER[a.status] - ORDER[b.status] || a.device_id.localeCompare(b.device_id, 'en', { numeric: true }),
  )
  const left = sorted.filter(({ status }) => status !== 'ready')
  const ready = sorted.filter(({ status }) => status === 'ready')
  const shown = left.length <= FEW ? left : left.filter(needsHand)
  const folded = sorted.length - shown.length
  const needing = left.filter(({ status }) => status === 'needs_reset').length
  const send = () => void commands.give(RESET, contracts.opSessionReset, { targets: 'needed' })
  const offered = needing > 0 && may('opSessionReset')
  const label = t('reset.send', { count: needing })
  useActions(offered ? [{ id: RESET, label, key: 'Z', run: send, disabled: !up || pending }] : [])
  const asksName = anonymous && may('opSessionConfirm') && left.some(({ status }) => status === 'manual')
  return (
    <section className="eg-session-card" data-testid="reset-panel">
      <header className="eg-session-card-head">
        <h2>{t('reset.devices')}</h2>
        {left.length > 0 && <span className="eg-dim">{t('reset.left', { count: left.length })}</span>}
        {ready.length > 0 && <span className="eg-dim">{t('reset.ready', { count: ready.length })}</span>}
      </header>
      {devices.length === 0 && <p className="eg-dim">{t('reset.none')}</p>}
      {devices.length > 0 && left.length === 0 && (
        <p className="eg-level" data-tone="ok">
          <CircleCheck size={18} aria-hidden />
          {t('reset.all_ready')}
        </p>
      )}
      {offered && (
        <DeskButton
          tone="next"
          Icon={RotateCcw}
          keyCap="Z"
          testId="reset-needed"
          disabled={!up}
          pending={pending}
          onPress={send}
        >
          {label}
        </DeskButton>
      )}
      <FailureNote command={RESET} />
      {asksName && (
        <TextField
          label={t('session.your_name')}
          field="by"
          testId="reset-by"
          maxLength={60}
          value={typed}
          onChange={setName}
        />
      )}
      <ul className="eg-reset-list">
        {(unfolded ? sorted : shown).map((device) => (
          <ResetRow key={device.device_id} device={device} />
        ))}
      </ul>
      {folded > 0 && (
        <button
          type="button"
          className="eg-link-button"
          data-testid="reset-unfold"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? t('reset.fold') : t('reset.unfold', { count: folded })}
        </button>
      )}
    </section>
  )
}
