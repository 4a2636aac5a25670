import { useId, useState, type ReactNode, type SyntheticEvent } from 'react'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import type { Answer } from '@eg/shared'
import { DeskButton } from './desk-button'
import { Dialog } from './dialog'
import { FailureNote } from './failure-note'
import { FieldError } from './field'

interface ReasonDialogProps {
  /** The command's name: what is pending and what failed stands under it (`Commands.give`). */
  command: string
  title: string
  text: string
  /** The verb on the button. */
  confirm: string
  tone?: 'next' | 'danger'
  /** Usual reasons, one tap each. */
  presets?: readonly string[]
  /** What else must be chosen, above the reason. */
  children?: ReactNode
  /** Something of it is not chosen yet: nothing can be confirmed. */
  incomplete?: boolean
  /** Gives the command; the dialog closes when it is answered `ok`. */
  give: (reason: string) => Promise<Answer>
  onClose: () => void
}

/** Asks why before something is done that somebody will ask about later. */
export function ReasonDialog({
  command,
  title,
  text,
  confirm,
  tone = 'danger',
  presets = [],
  children,
  incomplete = false,
  give,
  onClose,
}: ReasonDialogProps) {
  const { commands } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[command] ?? false)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const errorId = useId()
  const close = () => {
    commands.dismiss(command)
    onClose()
  }
  const submit = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    const given = reason.trim()
    setMissing(given === '')
    if (given === '' || incomplete || pending || !up) return
    const answer = await give(given)
    if (answer.status === 'ok') onClose()
  }
  return (
    <Dialog open onClose={close} title={title} text={text} testId="reason-dialog">
      <form className="eg-dialog-form" onSubmit={submit}>
        {children}
        {presets.length > 0 && (
          <div className="eg-dialog-row">
            {presets.map((preset) => (
              <button key={preset} type="button" className="eg-chip-button" onClick={() => setReason(preset)}>
                {preset}
              </button>
            ))}
          </div>
        )}
        <input
          autoFocus
          className="eg-input"
          data-testid="reason"
          aria-label={t('dialog.reason')}
          placeholder={t('dialog.reason')}
          aria-invalid={missing || undefined}
          aria-describedby={missing ? errorId : undefined}
          maxLength={200}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
        />
        {missing && <FieldError id={errorId}>{t('dialog.reason_missing')}</FieldError>}
        <FailureNote command={command} />
        <div className="eg-dialog-row">
          <DeskButton
            tone={tone}
            pending={pending}
            disabled={!up || incomplete}
            testId="reason-confirm"
            onPress={() => void submit()}
          >
            {confirm}
          </DeskButton>
          <DeskButton tone="quiet" keyCap="Esc" testId="reason-keep" onPress={close}>
            {t('dialog.keep')}
          </DeskButton>
        </div>
      </form>
    </Dialog>
  )
}
