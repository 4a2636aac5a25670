import { RadioTower, Unplug } from 'lucide-react'
import { useState } from 'react'
import { useLive, useSession, useWords } from '../session/use-session'
import { LostAgo, useWallNow } from './lost-ago'

/** How long the first search may take before it is worth a word about where the page is looking. */
const PATIENCE_MS = 3000

/** Shown while the core cannot be heard: how old the truth on the screen is, counting up. */
export function LinkBanner() {
  const { up, heardAt } = useLive((s) => s.link)
  if (up) return null
  return heardAt === null ? <Connecting /> : <Lost heardAt={heardAt} />
}

function Connecting() {
  const { brokerUrl } = useSession()
  const { t } = useWords()
  const now = useWallNow()
  const [since] = useState(now)
  return (
    <div className="eg-banner" data-kind="connecting" data-testid="link-banner" role="status">
      <RadioTower size={20} aria-hidden />
      <strong>{t('link.connecting')}</strong>
      {now - since > PATIENCE_MS && <span>{t('link.connecting_hint', { url: brokerUrl })}</span>}
    </div>
  )
}

function Lost({ heardAt }: { heardAt: number }) {
  const { t } = useWords()
  return (
    <div className="eg-banner" data-kind="lost" data-testid="link-banner">
      <Unplug size={20} aria-hidden />
      {/* Said once to a screen reader, not again with every second. */}
      <span className="sr-only" role="alert">
        {t('dock.link_down')}
      </span>
      <strong>
        <LostAgo heardAt={heardAt} />
      </strong>
      <span>{t('link.lost_hint')}</span>
    </div>
  )
}
