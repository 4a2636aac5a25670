import { History } from 'lucide-react'
import { useState } from 'react'
import type { OpSession } from '@eg/shared'
import { useMay } from '../login/may'
import { useLive, useWords } from '../session/use-session'
import { CardsPanel } from './cards-panel'
import { PastSessions } from './past-sessions'
import { Report } from './report'
import { ResetPanel } from './reset-panel'
import { SessionNow } from './session-now'
import { SessionStart } from './session-start'

/** The group's evening now, what is between two groups, and the reports of those that are over. */
export function SessionsScreen() {
  const { t } = useWords()
  const evening = useLive((s) => s.evening)
  const [reading, setReading] = useState<number | null>(null)
  if (reading !== null) {
    return (
      <main className="eg-page" data-testid="sessions-screen">
        <Report key={reading} session={reading} onBack={() => setReading(null)} />
      </main>
    )
  }
  return (
    <main className="eg-page" data-testid="sessions-screen">
      <header className="eg-page-head">
        <h1>{t('session.title')}</h1>
      </header>
      {evening ? (
        <div className="eg-sessions">
          <div className="eg-sessions-now">
            {evening.current && <SessionNow current={evening.current} onReport={setReading} />}
            {!evening.current && <Between evening={evening} />}
          </div>
          <PastSessions onReport={setReading} />
        </div>
      ) : (
        <div className="eg-empty" data-testid="empty-sessions">
          <History size={56} strokeWidth={1.25} aria-hidden />
          <h2>{t('session.unknown')}</h2>
          <p>{t('session.unknown_text')}</p>
        </div>
      )}
    </main>
  )
}

function Between({ evening }: { evening: OpSession }) {
  const { t } = useWords()
  const may = useMay()
  const { reset, last } = evening
  const start = may('opSessionStart') && <SessionStart key="start" evening={evening} />
  return (
    <>
      {/* What comes first stands first: the form, or what it still waits for. */}
      {reset.ready && start}
      {(last.length > 0 || reset.devices.length > 0) && (
        <section aria-label={t('reset.title')} className="eg-between">
          <ResetPanel devices={reset.devices} />
          {last[0] && <CardsPanel reset={reset} session={last[0].session} />}
        </section>
      )}
      {!reset.ready && start}
    </>
  )
}
