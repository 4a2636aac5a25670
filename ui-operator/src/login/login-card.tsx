import { LogIn } from 'lucide-react'
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { DeskButton } from '../look/desk-button'
import type { Words } from '../words/words'
import type { Access } from './access'
import { DenialNote } from './denial-note'
import { LoginField } from './login-field'
import { useAdmission } from './use-admission'

/** Name and password. `ended`: whose session is over, and whose work waits behind this card. */
export function LoginCard({ access, t, ended }: { access: Access; t: Words; ended: string | null }) {
  const [name, setName] = useState(ended ?? '')
  const [password, setPassword] = useState('')
  const box = useRef<HTMLFormElement>(null)
  const admission = useAdmission(() => access.login(name.trim(), password))
  useEffect(() => {
    box.current?.querySelector<HTMLInputElement>(ended === null ? '[name=name]' : '[name=password]')?.focus()
  }, [ended])
  const submit = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    if (name.trim() === '' || password === '') return
    if (await admission.ask()) setPassword('')
  }
  return (
    <form ref={box} className="eg-login-card" data-testid="login" onSubmit={(event) => void submit(event)}>
      <h1>{t(ended === null ? 'login.title' : 'login.ended_title')}</h1>
      <p className="eg-dim">{ended === null ? t('login.text') : t('login.ended_text', { name: ended })}</p>
      <LoginField label={t('login.name')} name="name" value={name} autoComplete="username" onChange={setName} />
      <LoginField
        label={t('login.password')}
        name="password"
        type="password"
        value={password}
        autoComplete="current-password"
        onChange={setPassword}
      />
      <DenialNote denial={admission.denial} lockedForS={admission.lockedForS} t={t} />
      <DeskButton
        tone="next"
        Icon={LogIn}
        testId="login-enter"
        pending={admission.pending}
        disabled={name.trim() === '' || password === '' || admission.lockedForS > 0}
        onPress={() => void submit()}
      >
        {t('login.enter')}
      </DeskButton>
      {/* Enter in a field: a form without a submit button ignores it where it has two fields. */}
      <button type="submit" hidden tabIndex={-1} disabled={admission.pending || admission.lockedForS > 0} />
    </form>
  )
}
