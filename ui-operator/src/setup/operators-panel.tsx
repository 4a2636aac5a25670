import { useState } from 'react'
import { RotateCw, UserRoundPlus } from 'lucide-react'
import { useStore } from 'zustand'
import { DeskButton } from '../look/desk-button'
import { useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { OperatorForm } from './operator-form'
import { OperatorItem } from './operator-item'
import { useOperators } from './use-operators'

/** Who may come to the console, and as what. */
export function OperatorsPanel() {
  const { access } = useSession()
  const { t } = useWords()
  const me = useStore(access.store, (state) => (state.is === 'in' ? state.name : null))
  const { state, calls, again } = useOperators()
  /** Whose form is open: a name, or nobody's yet. One at a time. */
  const [editing, setEditing] = useState<{ name: string | null } | null>(null)
  const done = () => {
    setEditing(null)
    again()
  }
  const add = () => setEditing({ name: null })
  useActions(editing === null ? [{ id: 'setup.add', label: t('setup.add'), key: 'N', run: add }] : [])
  return (
    <section className="eg-setup-panel" data-wide aria-label={t('setup.title')}>
      <header>
        <h2>{t('setup.title')}</h2>
        <p className="eg-dim">{t('setup.text')}</p>
      </header>
      {state.is === 'failed' && (
        <div className="eg-line-note" role="status">
          <span>{t('setup.failed')}</span>
          <button type="button" className="eg-link-button" onClick={again}>
            <RotateCw size={16} aria-hidden />
            {t('card.again')}
          </button>
        </div>
      )}
      {state.is === 'read' && (
        <ul className="eg-operators" data-testid="operators">
          {state.rows.map((row) => (
            <OperatorItem
              key={row.name}
              row={row}
              me={row.name === me}
              calls={calls}
              editing={editing?.name === row.name}
              onEdit={(on) => setEditing(on ? { name: row.name } : null)}
              onChanged={done}
            />
          ))}
        </ul>
      )}
      {editing?.name === null ? (
        <section className="eg-operator-new" aria-label={t('setup.add')}>
          <OperatorForm row={null} calls={calls} onDone={done} onClose={() => setEditing(null)} />
        </section>
      ) : (
        <DeskButton Icon={UserRoundPlus} keyCap="N" testId="operator-add" onPress={add}>
          {t('setup.add')}
        </DeskButton>
      )}
    </section>
  )
}
