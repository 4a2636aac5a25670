import { useState } from 'react'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { FailureNote } from '../look/failure-note'
import { HoldButton } from '../look/hold-button'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { useSaid } from './said'
import { panicCommand, usePanic, type HeldScope } from './use-panic'

interface ReleaseDialogProps {
  scope: HeldScope
  /** Of the press that is taken back. */
  number: number
  onClose: () => void
}

/** Lets go on what was stopped: says once more why it was, and takes a reason if there is one. */
export function ReleaseDialog({ scope, number, onClose }: ReleaseDialogProps) {
  const { commands } = useSession()
  const { t } = useWords()
  const said = useSaid()
  const up = useLive((s) => s.link.up)
  const { panic, release } = usePanic()
  const pending = useCommandState((s) => s.pending[panicCommand(scope)] ?? false)
  const [reason, setReason] = useState('')
  const held = panic?.[scope]
  const close = () => {
    commands.dismiss(panicCommand(scope))
    onClose()
  }
  const go = async () => {
    const answer = await release(scope, number, reason)
    if (answer.status === 'ok') onClose()
  }
  return (
    <Dialog
      open
      onClose={close}
      title={t(`panic.${scope}_release`)}
      text={held ? `${t(`panic.${scope}_is`)} ${said(held)}` : undefined}
      testId="release-dialog"
    >
      <div className="eg-dialog-form">
        <input
          className="eg-input"
          data-testid="release-reason"
          aria-label={t('panic.reason')}
          placeholder={t('panic.reason')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FailureNote command={panicCommand(scope)} />
        <div className="eg-dialog-row">
          <HoldButton tone="next" testId="release-confirm" disabled={!up} pending={pending} onHeld={() => void go()}>
            {t(`panic.${scope}_release`)}
          </HoldButton>
          <DeskButton tone="quiet" keyCap="Esc" testId="release-keep" onPress={close}>
            {t('dialog.keep')}
          </DeskButton>
        </div>
      </div>
    </Dialog>
  )
}
