import { isRehearsal } from '@eg/shared'
import { useKiosk } from '../kiosk/kiosk-context'
import { useWords } from '../words/words'

/** Over every screen while the core rehearses. It stays while the link is lost: nothing else has been said since. */
export function RehearsalBanner() {
  const words = useWords()
  const rehearses = useKiosk(({ game }) => isRehearsal(game))
  if (!rehearses) return null
  return (
    <p className="rehearsal-banner" data-testid="rehearsal-banner">
      <strong>{words('rehearsal')}</strong>
      <span>{words('rehearsal_line')}</span>
    </p>
  )
}
