import { useMemo } from 'react'
import { useCoreNow } from '../link/use-core-now'
import { useLive, useSession, useWords } from '../session/use-session'
import { FactPanel } from './facts'
import type { CoreSays } from './use-health'
import { venueFacts } from './venue-facts'

/** The venue as the core tells of it: what runs, who may come, what is safe. */
export function VenuePanel({ health }: { health: CoreSays }) {
  const { brokerUrl } = useSession()
  const { t, lang } = useWords()
  const core = useLive((s) => s.core)
  const devices = useLive((s) => s.devices)
  const night = useLive((s) => s.night)
  const undoable = useLive((s) => s.undoable)
  const desks = useLive((s) => s.desks)
  const nowMs = useCoreNow(5000)
  const facts = useMemo(() => {
    const live = { devices, night, undoable, desks }
    const addresses = { page: window.location.origin, broker: brokerUrl }
    return core === null ? [] : venueFacts({ core, health, live, nowMs, ...addresses }, t, lang)
  }, [core, health, devices, night, undoable, desks, nowMs, brokerUrl, t, lang])
  return (
    <FactPanel title={t('setup.venue')} text={t('setup.venue_text')} facts={facts} testId="setup-venue">
      {core === null && <p className="eg-dim">{t('setup.venue_unknown')}</p>}
    </FactPanel>
  )
}
