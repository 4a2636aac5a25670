import { useState, type SyntheticEvent } from 'react'
import { contracts } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { TextField } from '../look/text-field'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { SessionFailure } from './session-failure'
import { usePerson } from '../login/use-person'

const CLOSE = 'session.close'
/** What a reason overrules; other refusals stand. */
const OVERRULED = new Set(['run_open', 'bets_open', 'show_running'])

interface CloseSessionProps {
  session: number
  name: string
  onClose: () => void
}

/** Closes the session. Where something stands open the core says what, and it is closed all the same only with a reason. */
export function CloseSession({ session, name, onClose }: CloseSessionProps) {
  const { commands } = useSession()
  const { t } = useWords()
  const { by } = usePerson()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[CLOSE] ?? false)
  const failed = useCommandState((s) => s.failed[CLOSE])
  const [reason, setReason] = useState('')
  const [though, setThough] = useState(false)
  const [tried, setTried] = useState(false)
  const leave = () => {
    commands.dismiss(CLOSE)
    onClose()
  }
  const close = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(though)
    if (pending || !up || (though && reason.trim() === '')) return
    const why = though ? { reason: reason.trim() } : {}
    const answer = await commands.give(CLOSE, contracts.opSessionClose, { session, ...why, ...by })
    if (answer.status === 'ok') onClose()
    else if (OVERRULED.has(answer.reason ?? '')) setThough(true)
  }
  return (
    <Dialog
      open
      onClose={leave}
      title={t('session.close_title', { name })}
      text={t('session.close_text')}
      testId="close-dialog"
    >
      <form className="eg-dialog-form" onSubmit={(event) => void close(event)}>
        {failed && <SessionFailure command={CLOSE} />}
        {though && (
          <TextField
            label={t('session.close_reason')}
            field="reason"
            testId="close-reason"
            maxLength={200}
            value={reason}
            error={tried && reason.trim() === '' ? t('dialog.reason_missing') : undefined}
            onChange={setReason}
          />
        )}
        <div className="eg-dialog-row">
          <DeskButton
            tone={though ? 'danger' : 'next'}
            testId="close-confirm"
            pending={pending}
            disabled={!up}
            onPress={() => void close()}
          >
            {t(though ? 'session.close_though' : 'session.close_confirm')}
          </DeskButton>
          <DeskButton tone="quiet" keyCap="Esc" onPress={leave}>
            {t('dialog.keep')}
          </DeskButton>
        </div>
      </form>
    </Dialog>
  )
}
