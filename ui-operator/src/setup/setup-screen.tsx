import { useStore } from 'zustand'
import { useSession, useWords } from '../session/use-session'
import { FilesPanel } from './files-panel'
import { MachinePanel } from './machine-panel'
import { OperatorsPanel } from './operators-panel'
import { RulesPanel } from './rules-panel'
import { useHealth } from './use-health'
import { VenuePanel } from './venue-panel'

/** Who may come in, what this machine remembers, what the core says of itself, and which variable sets what. */
export function SetupScreen() {
  const { access } = useSession()
  const { t } = useWords()
  const nobodyAsks = useStore(access.store, (state) => state.is === 'open')
  const health = useHealth()
  return (
    <main className="eg-page eg-setup" data-testid="setup-screen">
      <header className="eg-page-head">
        <h1>{t('tab.setup')}</h1>
      </header>
      <div className="eg-setup-panels">
        {nobodyAsks ? (
          <section className="eg-setup-panel" data-wide aria-label={t('setup.title')} data-testid="operators-open">
            <h2>{t('setup.title')}</h2>
            <p>{t('setup.open_mode')}</p>
          </section>
        ) : (
          <OperatorsPanel />
        )}
        <div className="eg-setup-column">
          <MachinePanel />
          <RulesPanel />
        </div>
        <div className="eg-setup-column">
          <VenuePanel health={health} />
          <FilesPanel />
        </div>
      </div>
    </main>
  )
}
