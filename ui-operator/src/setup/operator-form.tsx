import { Check } from 'lucide-react'
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { MIN_PASSWORD, OPERATOR_ROLES, type Answer, type OperatorRole } from '@eg/shared'
import { AnswerNote } from '../devices/answer-note'
import { LoginField } from '../login/login-field'
import { DeskButton } from '../look/desk-button'
import { Segmented } from '../look/segmented'
import { useWords } from '../session/use-session'
import type { OperatorCalls, OperatorRow } from './operator-calls'

interface OperatorFormProps {
  /** Null: somebody new. */
  row: OperatorRow | null
  calls: OperatorCalls
  onDone: () => void
  onClose: () => void
}

/** Name, role and password of an operator. Of one who is there already an empty password stays as it is. */
export function OperatorForm({ row, calls, onDone, onClose }: OperatorFormProps) {
  const { t } = useWords()
  const [name, setName] = useState(row?.name ?? '')
  const [role, setRole] = useState<OperatorRole>(row?.role ?? 'cashier')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [pending, setPending] = useState(false)
  const [refused, setRefused] = useState<Answer | null>(null)
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  const faults = {
    name: name.trim() === '' ? t('setup.name_missing') : undefined,
    password:
      (row !== null && password === '') || password.length >= MIN_PASSWORD
        ? undefined
        : t('login.password_short', { count: MIN_PASSWORD }),
  }
  const save = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (faults.name || faults.password || pending) return
    setPending(true)
    const answer = await calls.set(name.trim(), role, row?.role ?? null, password === '' ? undefined : password)
    setPending(false)
    if (answer.status === 'ok') onDone()
    else setRefused(answer)
  }
  return (
    <form
      ref={box}
      className="eg-operator-form"
      data-testid="operator-form"
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="eg-operator-fields">
        {row === null && (
          <LoginField
            label={t('login.name')}
            name="operator-name"
            value={name}
            autoComplete="off"
            error={tried ? faults.name : undefined}
            onChange={setName}
          />
        )}
        <LoginField
          label={t(row === null ? 'login.password_new' : 'setup.password_change')}
          name="operator-password"
          type="password"
          value={password}
          autoComplete="new-password"
          hint={t('login.password_short', { count: MIN_PASSWORD })}
          error={tried ? faults.password : undefined}
          onChange={setPassword}
        />
      </div>
      <Segmented
        legend={t('setup.role')}
        value={role}
        segments={OPERATOR_ROLES.map((each) => ({ value: each, label: t(`role.${each}`), testId: `role-${each}` }))}
        onChange={setRole}
      />
      <p className="eg-dim">{t(`role_may.${role}`)}</p>
      <AnswerNote answer={refused} testId="operator-refused" />
      <div className="eg-form-row">
        <DeskButton tone="next" Icon={Check} testId="operator-save" pending={pending} onPress={() => void save()}>
          {t(row === null ? 'setup.add_confirm' : 'setup.save')}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" testId="operator-keep" onPress={onClose}>
          {t('form.keep')}
        </DeskButton>
      </div>
      <button type="submit" hidden tabIndex={-1} />
    </form>
  )
}
