import { KeyRound } from 'lucide-react'
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { MIN_PASSWORD } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import type { Words } from '../words/words'
import type { Access } from './access'
import { DenialNote } from './denial-note'
import { LoginField } from './login-field'
import { useAdmission } from './use-admission'

const CODE_DIGITS = 8

/** The first start: nobody is an operator yet. Who can read the core's own log may become the first game master. */
export function FirstStart({ access, t }: { access: Access; t: Words }) {
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const box = useRef<HTMLFormElement>(null)
  const digits = code.replaceAll(/\D/g, '').slice(0, CODE_DIGITS)
  const admission = useAdmission(() => access.setup(spaced(digits), name.trim(), password))
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  const faults = {
    code: digits.length === CODE_DIGITS ? undefined : t('first.code_short'),
    name: name.trim() === '' ? t('form.name_missing') : undefined,
    password: password.length >= MIN_PASSWORD ? undefined : t('login.password_short', { count: MIN_PASSWORD }),
    again: password === again ? undefined : t('login.password_differs'),
  }
  const submit = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (Object.values(faults).every((fault) => fault === undefined)) await admission.ask()
  }
  const fault = (field: keyof typeof faults) =>
    (tried ? faults[field] : undefined) ?? (admission.denial?.field === field ? admission.denial.detail : undefined)
  return (
    <form ref={box} className="eg-login-card" data-testid="first-start" onSubmit={(event) => void submit(event)}>
      <h1>{t('first.title')}</h1>
      <p className="eg-dim">{t('first.text')}</p>
      <LoginField
        label={t('first.code')}
        name="code"
        value={spaced(digits)}
        inputMode="numeric"
        placeholder="0000-0000"
        autoComplete="one-time-code"
        error={fault('code')}
        onChange={setCode}
      />
      <LoginField
        label={t('login.name')}
        name="name"
        value={name}
        autoComplete="username"
        error={fault('name')}
        onChange={setName}
      />
      <div className="eg-login-pair">
        <LoginField
          label={t('login.password_new')}
          name="password"
          type="password"
          value={password}
          autoComplete="new-password"
          hint={t('login.password_short', { count: MIN_PASSWORD })}
          error={fault('password')}
          onChange={setPassword}
        />
        <LoginField
          label={t('login.password_again')}
          name="again"
          type="password"
          value={again}
          autoComplete="new-password"
          error={fault('again')}
          onChange={setAgain}
        />
      </div>
      <DenialNote denial={admission.denial} lockedForS={admission.lockedForS} t={t} />
      <DeskButton
        tone="next"
        Icon={KeyRound}
        testId="first-enter"
        pending={admission.pending}
        disabled={admission.lockedForS > 0}
        onPress={() => void submit()}
      >
        {t('first.enter')}
      </DeskButton>
      <button type="submit" hidden tabIndex={-1} disabled={admission.pending} />
    </form>
  )
}

/** As the core prints it: `4821-9930`. */
function spaced(digits: string): string {
  return digits.length > 4 ? `${digits.slice(0, 4)}-${digits.slice(4)}` : digits
}
