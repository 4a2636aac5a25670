import { isRehearsal } from '@eg/shared'
import { Drama } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'

/** Always there while the core rehearses. */
export function RehearsalBanner() {
  const { t } = useWords()
  const rehearses = useLive((s) => isRehearsal(s.core))
  if (!rehearses) return null
  return (
    <div className="eg-banner" data-kind="rehearsal" data-testid="rehearsal-banner" role="note">
      <Drama size={18} aria-hidden />
      <strong>{t('rehearsal.title')}</strong>
      <span>{t('rehearsal.line')}</span>
    </div>
  )
}
