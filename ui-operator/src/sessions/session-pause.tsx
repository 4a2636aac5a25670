import { useState, type SyntheticEvent } from 'react'
import { contracts } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { TextField } from '../look/text-field'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { SessionFailure } from './session-failure'
import { usePerson } from '../login/use-person'

const PAUSE = 'session.pause'

/** Pauses the session; why may be said, and need not. */
export function PauseSession({ session, onClose }: { session: number; onClose: () => void }) {
  const { commands } = useSession()
  const { t } = useWords()
  const { by } = usePerson()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[PAUSE] ?? false)
  const [reason, setReason] = useState('')
  const leave = () => {
    commands.dismiss(PAUSE)
    onClose()
  }
  const pause = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    if (pending || !up) return
    const why = reason.trim() === '' ? {} : { reason: reason.trim() }
    const answer = await commands.give(PAUSE, contracts.opSessionPause, { session, ...why, ...by })
    if (answer.status === 'ok') onClose()
  }
  return (
    <Dialog open onClose={leave} title={t('session.pause_title')} text={t('session.pause_text')} testId="pause-dialog">
      <form className="eg-dialog-form" onSubmit={(event) => void pause(event)}>
        <div className="eg-dialog-row">
          {(['session.pause_why_fire', 'session.pause_why_break', 'session.pause_why_technical'] as const).map(
            (key) => (
              <button key={key} type="button" className="eg-chip-button" onClick={() => setReason(t(key))}>
                {t(key)}
              </button>
            ),
          )}
        </div>
        <TextField
          label={t('session.pause_reason')}
          field="reason"
          testId="pause-reason"
          maxLength={200}
          value={reason}
          onChange={setReason}
        />
        <SessionFailure command={PAUSE} />
        <div className="eg-dialog-row">
          <DeskButton tone="next" testId="pause-confirm" pending={pending} disabled={!up} onPress={() => void pause()}>
            {t('session.pause_confirm')}
          </DeskButton>
          <DeskButton tone="quiet" keyCap="Esc" onPress={leave}>
            {t('dialog.keep')}
          </DeskButton>
        </div>
      </form>
    </Dialog>
  )
}
