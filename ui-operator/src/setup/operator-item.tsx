import { useState } from 'react'
import { Crown, Eye, HandCoins, LogOut, Pencil, UserRoundX, Wrench, type LucideIcon } from 'lucide-react'
import type { Answer, OperatorRole } from '@eg/shared'
import { AnswerNote } from '../devices/answer-note'
import { DeskButton } from '../look/desk-button'
import { useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'
import type { OperatorCalls, OperatorRow } from './operator-calls'
import { OperatorForm } from './operator-form'

const ICONS: Record<OperatorRole, LucideIcon> = {
  gamemaster: Crown,
  cashier: HandCoins,
  technician: Wrench,
  viewer: Eye,
}

interface OperatorItemProps {
  row: OperatorRow
  /** It is who looks at this page. */
  me: boolean
  calls: OperatorCalls
  editing: boolean
  onEdit: (on: boolean) => void
  onChanged: () => void
}

/** One operator: name, role, and what may be done about it. */
export function OperatorItem({ row, me, calls, editing, onEdit, onChanged }: OperatorItemProps) {
  const { t } = useWords()
  const [sure, setSure] = useState(false)
  const settled = useSettled(String(sure))
  const [pending, setPending] = useState<'remove' | 'logout' | null>(null)
  const [refused, setRefused] = useState<Answer | null>(null)
  const Icon = ICONS[row.role]
  const give = async (what: 'remove' | 'logout') => {
    setPending(what)
    const answer = await calls[what](row.name)
    setPending(null)
    setSure(false)
    setRefused(answer.status === 'ok' ? null : answer)
    if (answer.status === 'ok') onChanged()
  }
  const remove = () => {
    if (!sure) setSure(true)
    // The second half of a double press answers nothing.
    else if (settled()) void give('remove')
  }
  return (
    <li className="eg-operator" data-testid={`operator-${row.name}`}>
      <div className="eg-operator-line">
        <Icon size={22} strokeWidth={1.75} aria-hidden />
        <span className="eg-operator-who">
          <strong>
            {row.name}
            {me && <em>{t('setup.you')}</em>}
          </strong>
          <small>
            {t(`role.${row.role}`)} · {t(`role_may.${row.role}`)}
          </small>
        </span>
        <span className="eg-operator-here">
          {row.sessions > 0 ? t('setup.sessions', { count: row.sessions }) : t('setup.away')}
        </span>
        {!editing && !sure && (
          <>
            <DeskButton
              Icon={Pencil}
              testId={`operator-edit-${row.name}`}
              name={`${t('setup.edit')} · ${row.name}`}
              onPress={() => onEdit(true)}
            >
              {t('setup.edit')}
            </DeskButton>
            <DeskButton
              tone="quiet"
              Icon={LogOut}
              testId={`operator-logout-${row.name}`}
              name={`${t('setup.logout')} · ${row.name}`}
              pending={pending === 'logout'}
              disabled={row.sessions === 0}
              onPress={() => void give('logout')}
            >
              {t('setup.logout')}
            </DeskButton>
          </>
        )}
        {!editing && !me && (
          <DeskButton
            tone={sure ? 'danger' : 'quiet'}
            Icon={UserRoundX}
            testId={`operator-remove-${row.name}`}
            name={`${t('setup.remove')} · ${row.name}`}
            pending={pending === 'remove'}
            onPress={remove}
          >
            {t(sure ? 'setup.remove_sure' : 'setup.remove', { name: row.name })}
          </DeskButton>
        )}
        {sure && (
          <DeskButton tone="quiet" testId={`operator-keep-${row.name}`} onPress={() => setSure(false)}>
            {t('form.keep')}
          </DeskButton>
        )}
      </div>
      <AnswerNote answer={refused} testId={`operator-refused-${row.name}`} />
      {editing && <OperatorForm row={row} calls={calls} onDone={onChanged} onClose={() => onEdit(false)} />}
    </li>
  )
}
