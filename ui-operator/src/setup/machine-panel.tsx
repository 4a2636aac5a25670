import { useMemo } from 'react'
import { AppearanceChoice } from '../dock/appearance-choice'
import { usePerson } from '../login/use-person'
import { SelectField } from '../look/select-field'
import { TextField } from '../look/text-field'
import { useLive, useSession, useView, useWords } from '../session/use-session'

const byName = new Intl.Collator('en', { numeric: true })

/**
 * What this machine remembers by itself: language, theme, the desk it stands at; and, where nobody logs in, the name it
 * writes into the books.
 */
export function MachinePanel() {
  const { view, clientId } = useSession()
  const { t } = useWords()
  const deskId = useView((v) => v.deskId)
  const { anonymous, typed, setName } = usePerson()
  const desks = useLive((s) => s.desks)
  const ids = useMemo(() => {
    const known = [...desks.keys(), ...(deskId === null ? [] : [deskId])]
    return [...new Set(known)].sort(byName.compare)
  }, [desks, deskId])
  return (
    <section className="eg-setup-panel" aria-label={t('setup.machine')} data-testid="setup-machine">
      <h2>{t('setup.machine')}</h2>
      <p className="eg-dim">{t('setup.machine_text')}</p>
      <div className="eg-setup-fields">
        <AppearanceChoice testIds={{ lang: 'setup-lang', theme: 'setup-theme' }} />
        <SelectField
          label={t('setup.desk')}
          testId="setup-desk"
          value={deskId ?? ''}
          onChange={(id) => view.setState({ deskId: id || null, deskCard: null })}
        >
          <option value="">{t('setup.desk_none')}</option>
          {ids.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </SelectField>
        {anonymous && (
          <TextField
            label={t('setup.my_name')}
            field="my_name"
            value={typed}
            onChange={setName}
            maxLength={60}
            testId="setup-name"
          />
        )}
      </div>
      <p className="eg-dim">{t('setup.page_id', { id: clientId })}</p>
    </section>
  )
}
