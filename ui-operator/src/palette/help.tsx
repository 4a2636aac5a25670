import { Dialog } from '../look/dialog'
import { KeyCap } from '../look/key-cap'
import { useSession, useView, useWords } from '../session/use-session'
import { useTab } from '../view/rail'
import { useOffered } from './offered'
import { paletteKeys } from './palette-keys'

/** The keys that work on this screen now. */
export function Help() {
  const { view } = useSession()
  const { t } = useWords()
  const open = useView((v) => v.cover === 'help')
  return (
    <Dialog
      open={open}
      onClose={() => view.setState({ cover: null })}
      title={t('help.title')}
      size="wide"
      testId="help"
    >
      <Keys />
    </Dialog>
  )
}

function Keys() {
  const { t } = useWords()
  const atDesk = useTab() === 'desk'
  const groups = useOffered()
    .map(({ name, actions }) => ({ name, actions: actions.filter(({ key }) => key !== undefined) }))
    .filter(({ actions }) => actions.length > 0)
  return (
    <>
      {atDesk && <p className="eg-dim">{t('help.desk')}</p>}
      <div className="eg-help">
        {groups.map(({ name, actions }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {actions.map(({ id, label, key = '', disabled }) => (
                <HelpKey key={id} label={label} keyName={key} disabled={disabled} />
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>{t('help.everywhere')}</h3>
          <dl>
            <HelpKey label={t('palette.open')} keyName={paletteKeys()} />
            <HelpKey label={t('help.close')} keyName="Esc" />
            <HelpKey label={t('help.hold')} keyName="⏎" />
            {!atDesk && <HelpKey label={t('help.unlock')} keyName="L" />}
          </dl>
        </section>
      </div>
    </>
  )
}

function HelpKey({ label, keyName, disabled }: { label: string; keyName: string; disabled?: boolean }) {
  return (
    <div data-off={disabled || undefined}>
      <dt>{label}</dt>
      <dd>
        <span className="sr-only">{keyName}</span>
        <KeyCap label={keyName} />
      </dd>
    </div>
  )
}
