import { useState, type SyntheticEvent } from 'react'
import type { ReadyCheck } from '@eg/shared'
import { coreNowShown } from '../link/use-core-now'
import { useRole } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { FailureNote } from '../look/failure-note'
import { Segmented } from '../look/segmented'
import { TextField } from '../look/text-field'
import { useLive, useSession, useView, useWords } from '../session/use-session'
import { checkName, subjectName } from './check-words'
import { untilMs, type Until } from './waive-until'
import { useWaive, WAIVE } from './use-waive'

const NAMED = 6

/** Asks why some red checks may be red tonight, who says so, and until when. */
export function WaiveDialog({ checks, onClose }: { checks: readonly ReadyCheck[]; onClose: () => void }) {
  const session = useSession()
  const { t } = useWords()
  const anonymous = useRole() === null
  const up = useLive((s) => s.link.up)
  const myName = useView((v) => v.myName)
  const { give, pending } = useWaive()
  const [reason, setReason] = useState('')
  const [by, setBy] = useState(myName)
  const [until, setUntil] = useState<Until>('morning')
  const [time, setTime] = useState('')
  const [tried, setTried] = useState(false)
  const end = untilMs(until, time, coreNowShown(session))
  const faults = {
    reason: reason.trim() === '' ? t('dialog.reason_missing') : undefined,
    by: anonymous && by.trim() === '' ? t('ready.waive_by_missing') : undefined,
    time: end === undefined ? t('ready.waive_time_missing') : undefined,
  }
  const close = () => {
    session.commands.dismiss(WAIVE)
    onClose()
  }
  const submit = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (faults.reason || faults.by || end === undefined || pending || !up) return
    if (anonymous) session.view.setState({ myName: by.trim() })
    const who = anonymous ? { by: by.trim() } : {}
    const done = await give(checks, { reason: reason.trim(), ...who, ...(end === null ? {} : { until: end }) })
    if (done) onClose()
  }
  const named = checks.slice(0, NAMED).map((check) => `${subjectName(check.subject, t)} · ${checkName(check, t)}`)
  const rest = checks.length - NAMED
  return (
    <Dialog
      open
      onClose={close}
      title={t('ready.waive_title', { count: checks.length })}
      text={t('ready.waive_text')}
      testId="waive-dialog"
    >
      <form className="eg-dialog-form" onSubmit={(event) => void submit(event)}>
        <p className="eg-waive-list">{[...named, ...(rest > 0 ? [`+ ${rest}`] : [])].join(' — ')}</p>
        <div className="eg-dialog-row">
          {(['ready.why_workshop', 'ready.why_by_hand', 'ready.why_spare'] as const).map((key) => (
            <button key={key} type="button" className="eg-chip-button" onClick={() => setReason(t(key))}>
              {t(key)}
            </button>
          ))}
        </div>
        <TextField
          label={t('ready.waive_reason')}
          field="reason"
          testId="waive-reason"
          maxLength={200}
          value={reason}
          error={tried ? faults.reason : undefined}
          onChange={setReason}
        />
        {anonymous && (
          <TextField
            label={t('ready.waive_by')}
            field="by"
            testId="waive-by"
            maxLength={60}
            value={by}
            error={tried ? faults.by : undefined}
            onChange={setBy}
          />
        )}
        <Segmented<Until>
          legend={t('ready.waive_until')}
          value={until}
          segments={(['morning', 'hour', 'time'] as const).map((value) => ({
            value,
            label: t(`ready.waive_until_${value}`),
            testId: `waive-until-${value}`,
          }))}
          onChange={setUntil}
        />
        {until === 'time' && (
          <TextField
            label={t('ready.waive_time')}
            field="until"
            testId="waive-time"
            placeholder="23:30"
            maxLength={5}
            value={time}
            error={tried ? faults.time : undefined}
            onChange={setTime}
          />
        )}
        <FailureNote command={WAIVE} />
        <div className="eg-dialog-row">
          <DeskButton tone="next" testId="waive-confirm" pending={pending} disabled={!up} onPress={() => void submit()}>
            {t('ready.waive_confirm')}
          </DeskButton>
          <DeskButton tone="quiet" keyCap="Esc" onPress={close}>
            {t('dialog.keep')}
          </DeskButton>
        </div>
      </form>
    </Dialog>
  )
}
