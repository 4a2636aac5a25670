import { useWords } from '../session/use-session'

export function SessionsScreen() {
  const { t } = useWords()
  return (
    <main className="eg-page" data-testid="sessions-screen">
      <header className="eg-page-head">
        <h1>{t('tab.sessions')}</h1>
      </header>
    </main>
  )
}
