import { PARTS, type OpDevice, type PartHealth, type Trouble } from '@eg/shared'
import { isTextKey, type Words } from '../words/words'

export type Health = 'ok' | 'attention' | 'problem'
export type PartName = (typeof PARTS)[number]
export type PartWord = PartHealth['status'] | 'unknown'

/** A round trip on a venue's own network; above this somebody should look at the switch or the Wi-Fi. */
const SLOW_MS = 250

/** What a line names when it is not as it should be: a part, or something of the machine. */
export type Concern = PartName | 'temperature' | 'power' | 'disk' | 'clock' | 'unsent'
export interface NamedConcern {
  concern: Concern
  tone: 'attention' | 'problem'
  /** The part's own word, where it is a part. */
  status: PartWord | null
}

/** What of a machine each trouble is about. Offline and a slow link have places of their own in the line. */
const OF_MACHINE: Partial<Record<Trouble, Concern>> = {
  hot: 'temperature',
  throttled: 'power',
  under_voltage: 'power',
  disk_low: 'disk',
  clock_off: 'clock',
  unsent: 'unsent',
}

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

const concerns = new WeakMap<OpDevice, readonly NamedConcern[]>()

/** Everything that is not well, by name; nothing of a device that is gone, which tells nothing any more. */
export function concernsOf(device: OpDevice): readonly NamedConcern[] {
  const known = concerns.get(device)
  if (known) return known
  const found: NamedConcern[] = []
  const add = (named: NamedConcern) => {
    if (!found.some(({ concern }) => concern === named.concern)) found.push(named)
  }
  if (device.online) {
    for (const part of PARTS) {
      const status = partWord(device, part)
      if (status === 'fault') add({ concern: part, tone: 'problem', status })
      if (status === 'missing') add({ concern: part, tone: 'attention', status })
    }
    for (const trouble of troublesOf(device)) {
      if (trouble === 'screen_dead') add({ concern: 'screen', tone: 'attention', status: null })
      const concern = OF_MACHINE[trouble]
      if (concern) add({ concern, tone: isProblem(trouble) ? 'problem' : 'attention', status: null })
    }
  }
  concerns.set(device, found)
  return found
}

/** What is wrong, worst first; for a core of an earlier release what can be told from its parts. */
export function troublesOf(device: OpDevice): readonly Trouble[] {
  if (device.troubles) return device.troubles
  if (!device.online) return ['offline']
  return [
    ...partsThat(device, 'fault').map((part) => `${part}_fault`),
    ...partsThat(device, 'missing').map((part) => `${part}_missing`),
    ...(device.kind === 'slot' && !device.page_online ? ['screen_dead'] : []),
    ...(device.outbox ? ['unsent'] : []),
    ...(device.link_ms !== null && device.link_ms > SLOW_MS ? ['link_slow'] : []),
  ].filter(isTrouble)
}

const isTrouble = (word: string): word is Trouble => isTextKey(`trouble.${word}`)

/** A part's word: what a device that is gone said about its parts is not known to be true any more. */
export function partWord(device: OpDevice, part: PartName): PartWord {
  if (!device.online || !device.parts) return 'unknown'
  return device.parts[part].status
}

function partsThat(device: OpDevice, status: PartHealth['status']): PartName[] {
  return PARTS.filter((part) => device.parts?.[part].status === status)
}
