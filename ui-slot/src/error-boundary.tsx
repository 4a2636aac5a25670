import { Component, type ReactNode } from 'react'
import { HoldOn } from './screens/hold-on'

interface ErrorBoundaryProps {
  /** What the card says below "Hold on…". */
  line: string
  reload: () => void
  /** How long to wait before that (ms): long enough that a page that fails at once does not flicker. */
  waitMs: () => number
  children: ReactNode
}

/** A fault in the page is never a white page: the card, and a fresh page soon, later each time it fails again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false }
  private timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    console.error('the kiosk page failed and will be loaded again', error)
    this.timer = setTimeout(this.props.reload, this.props.waitMs())
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer)
  }

  override render(): ReactNode {
    return this.state.failed ? <HoldOn line={this.props.line} /> : this.props.children
  }
}
