import { ArrowRight, TriangleAlert } from 'lucide-react'
import type { OpSession } from '@eg/shared'
import { useSession, useWords } from '../session/use-session'
import { isTextKey } from '../words/words'

/** What no reason overrules. */
const BLOCKING = new Set(['session_open', 'run_open', 'cards_running'])

export function isBlocked({ missing }: OpSession['reset']): boolean {
  return missing.some((word) => BLOCKING.has(word))
}

/** What is in the way of the next session, each in a sentence. */
export function MissingList({ reset }: { reset: OpSession['reset'] }) {
  const { view } = useSession()
  const { t } = useWords()
  if (reset.missing.length === 0) return null
  const notReady = reset.devices.filter(({ status }) => status !== 'ready').length
  const say = (word: string) => {
    if (word === 'devices') return t('session.missing_devices', { count: notReady })
    const key = `session.missing_${word}`
    return isTextKey(key) ? t(key) : word
  }
  return (
    <div className="eg-missing" data-testid="session-missing">
      <p>{t(isBlocked(reset) ? 'session.start_blocked' : 'session.start_missing')}</p>
      <ul>
        {reset.missing.map((word) => (
          <li key={word} data-missing={word}>
            <TriangleAlert size={16} aria-hidden />
            {say(word)}
            {word === 'run_open' && (
              <button type="button" className="eg-link-button" onClick={() => view.setState({ tab: 'night' })}>
                {t('session.go_night')}
                <ArrowRight size={16} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
