import { FileWarning } from 'lucide-react'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { DeskButton } from '../look/desk-button'
import { useWords } from '../session/use-session'
import { forgetScreen } from './screens'
import type { Tab } from './view-store'

interface Props {
  tab: Tab
  children: ReactNode
}

/**
 * One screen that cannot be read, or that breaks, takes nothing else with it: dock, rail and the other screens stay. Its `key`
 * is the tab, so that another screen begins without the fault.
 */
export class ScreenBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(this.props.tab, error, info.componentStack)
    forgetScreen(this.props.tab)
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return <BrokenScreen onAgain={() => this.setState({ broken: false })} />
  }
}

function BrokenScreen({ onAgain }: { onAgain: () => void }) {
  const { t } = useWords()
  return (
    <main className="eg-page" data-testid="screen-broken">
      <div className="eg-empty" role="alert">
        <FileWarning size={48} strokeWidth={1.5} aria-hidden />
        <h1>{t('screen.broken')}</h1>
        <p>{t('screen.broken_text')}</p>
        <div className="eg-dialog-row">
          <DeskButton tone="next" testId="screen-again" onPress={onAgain}>
            {t('screen.again')}
          </DeskButton>
          <DeskButton tone="quiet" testId="screen-reload" onPress={() => window.location.reload()}>
            {t('crash.reload')}
          </DeskButton>
        </div>
      </div>
    </main>
  )
}
