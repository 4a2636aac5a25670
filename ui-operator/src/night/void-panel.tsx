import { useEffect, useId, useRef, useState, type SyntheticEvent } from 'react'
import { Ban } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { FieldError } from '../look/field'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'

const PRESETS = ['void.preset_wrong', 'void.preset_technical', 'void.preset_players'] as const

/** Taking a question back asks why, in place. One tap for the usual reasons, because it is dark and people wait. */
export function VoidPanel({ run }: { run: number }) {
  const { commands, view } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const seen = useLive((s) => (s.night?.run?.run === run ? s.night.run.status : undefined))
  const pending = useCommandState((s) => s.pending.void ?? false)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const errorId = useId()
  useEffect(() => {
    field.current?.focus()
  }, [field])

  const keep = () => {
    commands.dismiss('void')
    view.setState({ voiding: null })
  }
  const confirm = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    const text = reason.trim()
    setMissing(text === '')
    if (text === '' || pending || !up) return
    const answer = await commands.void(run, seen, text)
    if (answer.status === 'ok') view.setState({ voiding: null })
  }
  return (
    <form
      className="eg-void"
      onSubmit={confirm}
      onKeyDown={(e) => e.key === 'Escape' && keep()}
      data-testid="void-panel"
    >
      <div>
        <h2>{t('void.title')}</h2>
        <p className="eg-dim">{t('void.text')}</p>
      </div>
      <div className="eg-void-row">
        {PRESETS.map((preset) => (
          <button key={preset} type="button" className="eg-chip-button" onClick={() => setReason(t(preset))}>
            {t(preset)}
          </button>
        ))}
        <input
          ref={field}
          className="eg-input"
          data-testid="void-reason"
          aria-label={t('void.reason')}
          aria-invalid={missing || undefined}
          aria-describedby={missing ? errorId : undefined}
          placeholder={t('void.reason')}
          maxLength={200}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
        />
      </div>
      {missing && <FieldError id={errorId}>{t('void.missing')}</FieldError>}
      <FailureNote command="void" />
      <div className="eg-void-row">
        <DeskButton tone="danger" Icon={Ban} pending={pending} disabled={!up} testId="void-confirm" onPress={confirm}>
          {t('void.confirm')}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" testId="void-keep" onPress={keep}>
          {t('void.keep')}
        </DeskButton>
      </div>
    </form>
  )
}
