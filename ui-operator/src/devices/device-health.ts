import { PARTS, type OpDevice, type PartHealth, type Trouble } from '@eg/shared'
import type { Words } from '../words/words'

export type Health = 'ok' | 'attention' | 'problem'
export type PartName = (typeof PARTS)[number]
export type PartWord = PartHealth['status'] | 'unknown'

/** A round trip on a venue's own network; above this somebody should look at the switch or the Wi-Fi. */
const SLOW_MS = 250

export interface DeviceHealth {
  health: Health
  /** The one thing to know, worst first; empty when all is well. */
  why: string
}

/** How a device is in one word, and why. Red only for what needs a hand now; a part that was never fitted is not that. */
export function deviceHealth(device: OpDevice, t: Words): DeviceHealth {
  if (device.troubles) return troubleOf(device, device.troubles[0], t)
  // A core of an earlier release tells no troubles.
  if (!device.online) return { health: 'problem', why: t('why.offline') }
  const broken = partsThat(device, 'fault')[0]
  if (broken) return { health: 'problem', why: t('why.part_fault', { part: t(`part.${broken}`) }) }
  const missing = partsThat(device, 'missing')[0]
  if (missing) return { health: 'attention', why: t('why.part_missing', { part: t(`part.${missing}`) }) }
  if (device.kind === 'slot' && !device.page_online) return { health: 'attention', why: t('why.page') }
  if (device.outbox) return { health: 'attention', why: t('why.outbox', { count: device.outbox }) }
  if (device.link_ms !== null && device.link_ms > SLOW_MS) return { health: 'attention', why: t('why.slow') }
  return { health: 'ok', why: '' }
}

function troubleOf(device: OpDevice, worst: Trouble | undefined, t: Words): DeviceHealth {
  if (worst === undefined) return { health: 'ok', why: '' }
  const why = worst === 'unsent' ? t('why.outbox', { count: device.outbox ?? 0 }) : t(`trouble.${worst}`)
  return { health: isProblem(worst) ? 'problem' : 'attention', why }
}

/** What needs a hand now: nobody can vote or play there, or soon. */
function isProblem(trouble: Trouble): boolean {
  return ['offline', 'agent_dead', 'agent_silent', 'under_voltage'].includes(trouble) || trouble.endsWith('_fault')
}

/** A part's word: what a device that is gone said about its parts is not known to be true any more. */
export function partWord(device: OpDevice, part: PartName): PartWord {
  if (!device.online || !device.parts) return 'unknown'
  return device.parts[part].status
}

function partsThat(device: OpDevice, status: PartHealth['status']): PartName[] {
  return PARTS.filter((part) => device.parts?.[part].status === status)
}
