import { Component, type ErrorInfo, type ReactNode } from 'react'
import { wordsFor } from './words/words'
import type { Lang } from './words/language'

interface Props {
  /** Asked when it is needed: the language may have been changed since. */
  lang: () => Lang
  children: ReactNode
}

/** The last floor: never a white page. The evening goes on at the core; this page only has to come back. */
export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override render() {
    if (!this.state.broken) return this.props.children
    const t = wordsFor(this.props.lang())
    return (
      <main className="eg-crash" role="alert" data-testid="crash">
        <h1>{t('crash.title')}</h1>
        <p>{t('crash.text')}</p>
        <button type="button" className="eg-button" data-tone="next" onClick={() => window.location.reload()}>
          {t('crash.reload')}
        </button>
      </main>
    )
  }
}
