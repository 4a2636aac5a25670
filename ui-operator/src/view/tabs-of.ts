import type { Mode, OperatorRole } from '@eg/shared'
import { shownTab, TABS, type Tab } from './view-store'

const FOR_ROLE: Record<OperatorRole, readonly Tab[]> = {
  gamemaster: TABS,
  cashier: ['desk', 'floor', 'players', 'tables', 'timeline'],
  technician: ['ready', 'devices', 'night', 'timeline'],
  viewer: ['ready', 'night', 'devices', 'timeline', 'sessions'],
}
/** The screens of a role, in the order of the rail; null: nobody asks who somebody is. */
export function tabsOf(role: OperatorRole | null): readonly Tab[] {
  const shown = role === null ? TABS : FOR_ROLE[role]
  return TABS.filter((tab) => shown.includes(tab))
}

/** Who runs the evening or watches it is shown what goes with the mode; the others their own work, day and night. */
const OWN_WORK: Partial<Record<OperatorRole, Tab>> = { cashier: 'desk', technician: 'devices' }

/** The screen to show: what was chosen, if the role has it, else the one of the role or of the mode. */
export function tabFor(role: OperatorRole | null, chosen: Tab | null, mode: Mode | null): Tab {
  const tabs = tabsOf(role)
  if (chosen !== null && tabs.includes(chosen)) return chosen
  const usual = (role && OWN_WORK[role]) ?? shownTab(null, mode)
  return tabs.includes(usual) ? usual : (tabs[0] ?? 'timeline')
}
