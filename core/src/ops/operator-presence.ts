import { type Answer, type Clock, type Identity, MAX_PRESENT, OPERATOR_ROLES, type OpPresence } from '@eg/shared'
import type { Publication } from '../commit/command.js'

/** At most one update in this time (ms), however many pages come, go and turn. */
const PUBLISH_EVERY_MS = 250
/** So often `seen` is told anew while nothing else changes (ms). */
const SEEN_EVERY_MS = 10_000
/** A page pings every 2 s; in a tab that nobody looks at browsers let it ping once a minute. */
const SILENT_AFTER_MS = 90_000

type Item = OpPresence['items'][number]

export interface OperatorPresence {
  /** A page pinged. */
  heard(who: Identity): void
  /** A page says which tab it shows. */
  screen(who: Identity, asked: { req_id: string; screen: NonNullable<Item['screen']> }): Answer
  /** Nobody is connected under a client id any more. */
  gone(clientId: string): void
  stop(): void
}

export interface OperatorPresenceOptions {
  clock: Clock
  isConnected: (clientId: string) => boolean
  publish: (publication: Publication) => void
}

interface Present {
  item: Item
  /** When it was last heard, on the monotonic clock. */
  heardAt: number
}

/**
 * Which operators' pages are connected and what they look at (U80–U83). Nothing of it is stored: pages ping and say their tab
 * when they connect, so a core that starts knows all of them as soon as they are back.
 */
export function createOperatorPresence({ clock, isConnected, publish }: OperatorPresenceOptions): OperatorPresence {
  const pages = new Map<string, Present>()
  let dirty = true
  let toldAt = Number.NEGATIVE_INFINITY
  let told = ''

  const note = (who: Identity): Present | null => {
    const { clientId } = who
    if (!isOperatorPage(who) || !isConnected(clientId)) return null
    const person = { name: who.operator ?? null, role: who.operator === undefined ? null : roleOf(who) }
    const known = pages.get(clientId)
    const now = clock.now()
    // Another one has logged in on the same page.
    const same = known?.item.name === person.name && known.item.role === person.role
    const item = known && same ? known.item : { client_id: clientId, ...person, screen: null, since: now, seen: now }
    if (!known || !same) dirty = true
    const present = { item: { ...item, seen: now }, heardAt: clock.monotonic() }
    pages.set(clientId, present)
    return present
  }
  const look = () => {
    const now = clock.monotonic()
    for (const [clientId, { heardAt }] of pages) {
      if (now - heardAt <= SILENT_AFTER_MS) continue
      pages.delete(clientId)
      dirty = true
    }
    if (!dirty && now - toldAt < SEEN_EVERY_MS) return
    dirty = false
    toldAt = now
    const items = [...pages.values()].slice(0, MAX_PRESENT).map(({ item }) => item)
    const text = JSON.stringify(items)
    if (text === told) return
    told = text
    publish({ contract: 'opPresence', params: {}, payload: { items } })
  }
  const stop = clock.every(PUBLISH_EVERY_MS, look)

  return {
    heard: (who) => void note(who),
    screen(who, { req_id, screen }) {
      const present = note(who)
      if (present && present.item.screen !== screen) {
        present.item.screen = screen
        dirty = true
      }
      return { req_id, type: 'screen', status: 'ok' }
    },
    gone(clientId) {
      if (pages.delete(clientId)) dirty = true
    },
    stop,
  }
}

/** Kiosks ping too: they are a device's, or (EG_AUTH=open, before their slot is known) say so in their client id. */
function isOperatorPage({ operator, device, roles, clientId }: Identity): boolean {
  if (operator !== undefined) return true
  return device === undefined && roles.includes('gamemaster') && !clientId.endsWith('-ui')
}

function roleOf({ roles }: Identity): Item['role'] {
  return OPERATOR_ROLES.find((role) => roles.includes(role)) ?? null
}
