import { useEffect, useId, useRef, useState, type ReactNode, type SyntheticEvent } from 'react'
import type { LucideIcon } from 'lucide-react'
import { useSignature } from '../login/use-signature'
import { DeskButton } from '../look/desk-button'
import { TextField } from '../look/text-field'
import { useWords } from '../session/use-session'
import type { MoneyDone } from './money-commands'
import { MoneyFailure } from './money-failure'

/** Of `useMoneyCommand`. */
interface Giving {
  ready: boolean
  pending: boolean
  failed: MoneyDone | null
}

interface ReasonFormProps {
  title: string
  text?: string
  /** Usual reasons, one tap each. */
  presets: readonly string[]
  confirm: string
  Icon: LucideIcon
  tone?: 'danger' | 'plain' | 'next'
  /** The books want a name beside the reason: asked for where nobody logs in. */
  withName?: boolean
  giving: Giving
  /** False: the form's own fields are not complete, and nothing is given. */
  onGive: (reason: string, name: string) => unknown
  onKeep: () => void
  testId: string
  /** What else must be said, above the reason. */
  children?: ReactNode
}

/** Something that is done by hand asks why, in place: the books keep it. */
export function ReasonForm(props: ReasonFormProps) {
  const { asked, typed, setTyped, name, keep } = useSignature()
  const { t } = useWords()
  const { giving, withName = false } = props
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const box = useRef<HTMLFormElement>(null)
  const titleId = useId()
  useEffect(() => {
    // All of the question into sight, then the hand into its first field.
    box.current?.scrollIntoView({ block: 'nearest' })
    box.current?.querySelector('input')?.focus({ preventScroll: true })
  }, [box])
  const missing = { reason: tried && reason.trim() === '', name: tried && withName && name === '' }
  const give = (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (reason.trim() === '' || (withName && name === '') || !giving.ready) return
    if (withName) keep()
    props.onGive(reason.trim(), name)
  }
  return (
    <form
      ref={box}
      className="eg-reason-form"
      data-testid={props.testId}
      aria-labelledby={titleId}
      onSubmit={give}
      onKeyDown={(e) => e.key === 'Escape' && props.onKeep()}
    >
      <div>
        <h3 id={titleId}>{props.title}</h3>
        {props.text && <p className="eg-dim">{props.text}</p>}
      </div>
      {props.children}
      <div className="eg-presets">
        {props.presets.map((preset) => (
          <button key={preset} type="button" className="eg-chip-button" onClick={() => setReason(preset)}>
            {preset}
          </button>
        ))}
      </div>
      <div className="eg-form-row">
        <TextField
          label={t('form.reason')}
          field="reason"
          value={reason}
          onChange={setReason}
          maxLength={200}
          error={missing.reason ? t('form.reason_missing') : undefined}
          testId={`${props.testId}-reason`}
        />
        {withName && asked && (
          <TextField
            label={t('form.name')}
            field="name"
            value={typed}
            onChange={setTyped}
            maxLength={60}
            error={missing.name ? t('form.name_missing') : undefined}
            testId={`${props.testId}-name`}
          />
        )}
      </div>
      <MoneyFailure failed={giving.failed} />
      <div className="eg-form-row">
        <DeskButton
          tone={props.tone ?? 'danger'}
          Icon={props.Icon}
          pending={giving.pending}
          disabled={!giving.ready}
          testId={`${props.testId}-confirm`}
          onPress={give}
        >
          {props.confirm}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" testId={`${props.testId}-keep`} onPress={props.onKeep}>
          {t('form.keep')}
        </DeskButton>
        {/* Enter in a field gives the command: a form without a submit button ignores it where it has two fields. */}
        <button type="submit" hidden tabIndex={-1} disabled={!giving.ready} />
      </div>
    </form>
  )
}
