import { ClipboardCheck } from 'lucide-react'
import type { OpReady } from '@eg/shared'
import { useLive, useWords } from '../session/use-session'
import { DoorsPanel } from './doors-panel'
import { ReadyChecks } from './ready-checks'
import { ReadySummary } from './ready-summary'
import { useClockReading } from './use-clock-reading'

/** Everything looked at before doors open: what is red first, what mends it, and the doors. */
export function ReadyScreen() {
  const { t } = useWords()
  const ready = useLive((s) => s.ready)
  return (
    <main className="eg-page eg-ready" data-testid="ready-screen">
      {ready ? (
        <Known ready={ready} />
      ) : (
        <div className="eg-empty" data-testid="empty-ready">
          <ClipboardCheck size={56} strokeWidth={1.25} aria-hidden />
          <h1>{t('ready.unknown')}</h1>
          <p>{t('ready.unknown_text')}</p>
        </div>
      )}
    </main>
  )
}

function Known({ ready }: { ready: OpReady }) {
  const { t } = useWords()
  useClockReading(ready)
  return (
    <>
      <header className="eg-ready-head">
        <div>
          <h1>{t('ready.title')}</h1>
          <ReadySummary ready={ready} />
        </div>
        <DoorsPanel ready={ready} />
      </header>
      <ReadyChecks ready={ready} />
    </>
  )
}
