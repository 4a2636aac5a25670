import { Megaphone, Trash2 } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { Segmented } from '../look/segmented'
import { TextField } from '../look/text-field'
import { useCommandState, useLive, useWords } from '../session/use-session'
import { MESSAGE_PRESETS } from './presets'
import { useSaid } from './said'
import { panicCommand, usePanic, type Severity } from './use-panic'

const SEVERITIES = ['info', 'attention', 'alarm'] as const
/** How long a message stays (s). */
const LENGTHS = ['none', '30', '60', '300', 'other'] as const
type Length = (typeof LENGTHS)[number]
const LONGEST_S = 86_400

/** A word to all screens: what they show now, and what they shall show. */
export function MessageForm() {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[panicCommand('message')] ?? false)
  const { show } = usePanic()
  const [text, setText] = useState('')
  const [severity, setSeverity] = useState<Severity>('attention')
  const [length, setLength] = useState<Length>('none')
  const [other, setOther] = useState('')
  const [tried, setTried] = useState(false)
  const seconds = secondsOf(length, other)
  const missing = text.trim() === ''
  const send = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (missing || seconds === 'wrong' || pending || !up) return
    const answer = await show({ text: text.trim(), severity, ...(seconds === null ? {} : { seconds }) })
    if (answer.status !== 'ok') return
    setText('')
    setTried(false)
  }
  return (
    <section className="eg-panic-message" aria-label={t('panic.message')}>
      <h3>{t('panic.message')}</h3>
      <ShownNow />
      <div className="eg-panic-presets" role="group" aria-label={t('panic.presets')}>
        {MESSAGE_PRESETS.flatMap(({ fr, en }) => [
          <Preset key={fr} lang="fr" text={fr} onChoose={setText} />,
          <Preset key={en} lang="en" text={en} onChoose={setText} />,
        ])}
      </div>
      <form onSubmit={send} className="eg-panic-form">
        <TextField
          label={t('panic.message_text')}
          labelHidden
          placeholder={t('panic.message_text')}
          field="panic-text"
          testId="panic-message-text"
          value={text}
          maxLength={200}
          onChange={setText}
          error={tried && missing ? t('panic.message_missing') : undefined}
        />
        <Segmented
          legend={t('panic.severity')}
          value={severity}
          segments={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`), testId: `severity-${value}` }))}
          onChange={setSeverity}
        />
        <Segmented
          legend={t('panic.length')}
          value={length}
          segments={LENGTHS.map((value) => ({ value, label: t(`panic.length_${value}`), testId: `length-${value}` }))}
          onChange={setLength}
        />
        {length === 'other' && (
          <TextField
            label={t('panic.seconds')}
            field="panic-seconds"
            testId="panic-seconds"
            inputMode="numeric"
            suffix="s"
            value={other}
            onChange={setOther}
            error={tried && seconds === 'wrong' ? t('field.duration') : undefined}
          />
        )}
        <FailureNote command={panicCommand('message')} />
        {!missing && (
          <p className="eg-panic-unsent" role="status" data-testid="panic-unsent">
            {t('panic.message_unsent')}
          </p>
        )}
        <DeskButton
          Icon={Megaphone}
          tone={missing ? 'plain' : 'next'}
          testId="panic-message-send"
          disabled={!up}
          pending={pending}
          onPress={() => void send()}
        >
          {t('panic.message_send')}
        </DeskButton>
      </form>
    </section>
  )
}

/** Null: until it is cleared. */
function secondsOf(length: Length, other: string): number | null | 'wrong' {
  if (length === 'none') return null
  if (length !== 'other') return Number(length)
  const seconds = Number(other)
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_S ? seconds : 'wrong'
}

function Preset({ lang, text, onChoose }: { lang: 'fr' | 'en'; text: string; onChoose: (text: string) => void }) {
  return (
    <button type="button" className="eg-chip-button" lang={lang} onClick={() => onChoose(text)}>
      {text}
    </button>
  )
}

function ShownNow() {
  const { t } = useWords()
  const said = useSaid()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[panicCommand('message')] ?? false)
  const { panic, clear } = usePanic()
  const message = panic?.message ?? null
  if (!message) return <p className="eg-dim">{t('panic.message_none')}</p>
  return (
    <div className="eg-panic-shown" data-testid="panic-shown">
      <p>
        <strong>{t('panic.quoted', { text: message.text })}</strong>
        <small>
          {t(`severity.${message.severity}`)} · {said({ ...message, reason: null })}
        </small>
      </p>
      <DeskButton
        Icon={Trash2}
        tone="quiet"
        testId="panic-message-clear"
        disabled={!up}
        pending={pending}
        onPress={() => void clear(message.panic)}
      >
        {t('panic.message_clear')}
      </DeskButton>
    </div>
  )
}
