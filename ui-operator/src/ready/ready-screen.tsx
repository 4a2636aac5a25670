import { useWords } from '../session/use-session'

export function ReadyScreen() {
  const { t } = useWords()
  return (
    <main className="eg-page" data-testid="ready-screen">
      <header className="eg-page-head">
        <h1>{t('tab.ready')}</h1>
      </header>
    </main>
  )
}
