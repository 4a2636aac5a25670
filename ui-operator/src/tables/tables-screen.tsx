import { useWords } from '../session/use-session'

export function TablesScreen() {
  const { t } = useWords()
  return (
    <main className="eg-page" data-testid="tables-screen">
      <header className="eg-page-head">
        <h1>{t('tab.tables')}</h1>
      </header>
    </main>
  )
}
