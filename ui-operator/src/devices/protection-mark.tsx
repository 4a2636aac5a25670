import { Shield, ShieldOff, ShieldQuestionMark, type LucideIcon } from 'lucide-react'
import type { Protection } from '@eg/shared'
import { useWords } from '../session/use-session'

const LOOKS: Record<Exclude<Protection, 'open'>, { Icon: LucideIcon; tone: 'dim' | 'attention' }> = {
  enrolled: { Icon: Shield, tone: 'dim' },
  unprotected: { Icon: ShieldOff, tone: 'attention' },
  pending: { Icon: ShieldQuestionMark, tone: 'attention' },
}

/** How the core knows that it is this device. Nothing where it asks nobody. */
export function ProtectionMark({ protection }: { protection: Protection | undefined }) {
  const { t } = useWords()
  if (protection === undefined || protection === 'open') return null
  const { Icon, tone } = LOOKS[protection]
  return (
    <span
      className="eg-protection"
      data-tone={tone}
      data-testid="protection"
      data-protection={protection}
      title={t(`protection_title.${protection}`)}
    >
      <Icon size={14} aria-hidden />
      {t(`protection.${protection}`)}
    </span>
  )
}
