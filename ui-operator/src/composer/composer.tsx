import { useEffect, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react'
import { Send, TriangleAlert, X } from 'lucide-react'
import type { Answer } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { RunHeader } from '../night/run-header'
import { currentRun } from '../night/suggestion'
import { VoteMeter } from '../night/vote-meter'
import type { Night } from '../session/live-store'
import { useCommandState, useLive, useSession, useView, useWords } from '../session/use-session'
import { useKeys } from '../view/use-keys'
import { useSettled } from '../view/use-settled'
import { explainAnswer } from '../words/explain'
import { checkDraft } from './check-draft'
import { nextDraft, type Draft } from './draft'
import { OptionFields } from './option-fields'
import { RuleFields } from './rule-fields'
import { TextField } from '../look/text-field'

const WORD_FIELDS = '[data-field="step"], [data-field="question"], [data-field^="options."]'

/** Where a new question is written. Closing it keeps the draft; opening the question clears it. */
export function Composer({ night }: { night: Night }) {
  const { commands, view } = useSession()
  const { t } = useWords()
  const draft = useView((v) => v.draft)
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending.open ?? false)
  const refused = useCommandState((s) => s.failed.open)
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const current = currentRun(night)
  // It opens where "New" was pressed, with what was kept of the draft, and may replace a question.
  const settled = useSettled(String(current?.run), { fresh: true })

  const { next_step: step, expected_default: expected, expects_default: expects } = night
  const checked = checkDraft(draft, { step, expected, expects })
  const errorAt = (field: string): string | undefined => {
    const own = tried && !checked.ok ? checked.errors[field] : undefined
    if (own) return t(own)
    return isOwn(refused) && refused.field === field ? explainAnswer(refused, t) : undefined
  }
  const change = (next: Draft) => view.setState({ draft: next })
  const leave = () => {
    commands.dismiss('open')
    view.setState({ composing: false })
  }
  const open = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (pending || !up || !settled()) return
    if (!checked.ok) {
      focusFirst(form.current, Object.keys(checked.errors))
      return
    }
    // What the core calls current: a run that is over is nobody's to void.
    const answer = await commands.open({ ...checked.step, expect_run: current?.run ?? null })
    if (answer.status === 'ok') view.setState({ composing: false, draft: nextDraft(draft) })
    else if (answer.field) focusFirst(form.current, [answer.field])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void open(event)
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type === 'text')
      goOn(event, event.target)
  }
  useKeys({ enter: () => void open(), escape: leave })
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[data-field="question"]')?.focus()
  }, [form])

  return (
    <form ref={form} className="eg-composer" data-testid="composer" onSubmit={open} onKeyDown={onKeyDown} noValidate>
      {current && (
        <div className="eg-composer-current">
          <RunHeader run={current} compact />
          <VoteMeter run={current} />
        </div>
      )}
      <div className="eg-composer-head">
        <h2>{t('composer.title')}</h2>
        <button type="button" className="eg-icon-button" aria-label={t('composer.close')} onClick={leave}>
          <X size={20} aria-hidden />
        </button>
      </div>
      <div className="eg-composer-body">
        <div className="eg-composer-question">
          <TextField
            label={t('composer.step')}
            field="step"
            inputMode="numeric"
            value={draft.step ?? String(night.next_step)}
            error={errorAt('step')}
            onChange={(step) => change({ ...draft, step })}
          />
          <TextField
            label={t('composer.question')}
            field="question"
            placeholder={t('composer.question_hint')}
            value={draft.question}
            error={errorAt('question')}
            onChange={(question) => change({ ...draft, question })}
          />
        </div>
        <OptionFields draft={draft} errorAt={errorAt} onChange={change} />
        <RuleFields
          draft={draft}
          usual={{ expected, expects: expects ?? 'number' }}
          errorAt={errorAt}
          onChange={change}
        />
      </div>
      <div className="eg-composer-foot">
        {current && (
          <p className="eg-warning" data-testid="composer-replaces" role="note">
            <TriangleAlert size={18} aria-hidden />
            {t(current.status === 'open' ? 'composer.replaces' : 'composer.replaces_closed', { step: current.step })}
          </p>
        )}
        {!isOwn(refused) && <FailureNote command="open" />}
        <DeskButton
          tone="next"
          Icon={Send}
          keyCap="Ctrl ⏎"
          testId="composer-open"
          pending={pending}
          disabled={!up}
          onPress={open}
        >
          {t('composer.open')}
        </DeskButton>
      </div>
    </form>
  )
}

/** Said at a field of the form. What came too late is not: it is about the night, and says who was faster. */
function isOwn(refused: Answer | undefined): refused is Answer & { field: string } {
  return refused?.field !== undefined && refused.status !== 'stale'
}

/** Enter in a field goes to the next field of words, and after the last one to the button: never opens half a question. */
function goOn(event: KeyboardEvent, from: HTMLInputElement): void {
  event.preventDefault()
  const form = from.form
  const fields = [...(form?.querySelectorAll<HTMLElement>(WORD_FIELDS) ?? [])]
  const at = fields.indexOf(from)
  const next = at < 0 ? undefined : fields[at + 1]
  const button = form?.querySelector<HTMLElement>('[data-testid="composer-open"]')
  ;(next ?? button)?.focus()
}

function focusFirst(form: HTMLFormElement | null, fields: readonly string[]): void {
  const inputs = [...(form?.querySelectorAll<HTMLElement>('[data-field]') ?? [])]
  inputs.find((input) => fields.includes(input.dataset['field'] ?? ''))?.focus()
}
