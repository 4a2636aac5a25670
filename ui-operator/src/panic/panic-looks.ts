import { Banknote, Gamepad2, Info, Megaphone, MonitorOff, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { HeldScope, Severity } from './use-panic'

export const SCOPE_ICONS: Record<HeldScope, LucideIcon> = { money: Banknote, game: Gamepad2, blackout: MonitorOff }

/** A message's severity as it looks: the icon, and the tone of the state's colours. */
export const SEVERITY_LOOKS: Record<Severity, { Icon: LucideIcon; tone: 'ok' | 'attention' | 'problem' | 'night' }> = {
  info: { Icon: Info, tone: 'night' },
  attention: { Icon: Megaphone, tone: 'attention' },
  alarm: { Icon: TriangleAlert, tone: 'problem' },
}
