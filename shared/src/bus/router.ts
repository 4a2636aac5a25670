import type { Contract } from '../contracts/contract.js'
import { decodePayload } from '../payload.js'
import { filterOf, matchTopic } from '../topics.js'
import type { Listener, SubscribeParams } from './bus.js'

interface Entry {
  contract: Contract
  filter: string
  listener: Listener<Contract>
  /** What the subscription pinned: `{ device_id: 'slot-01' }`. */
  pinned: Record<string, string | undefined>
  /** The last bytes of each retained state this listener was given on the present connection. */
  heard: Map<string, Uint8Array>
}

/** A state as it was last heard. */
interface Kept {
  bytes: Uint8Array
  payload: unknown
}

/** A listener of a topic, with what the topic says of its parameters. */
interface Match {
  entry: Entry
  params: Record<string, string>
}

/** Who hears a topic is looked up once for so many topics; then anew. Far more than a venue has. */
const MOST_TOPICS = 4096
/** The payload of a state that is cleared. */
const CLEARED = new Uint8Array()

export type BadInput = (topic: string, reason: string) => void

/**
 * Who listens to what, and the last retained state of each topic, so that a second listener to the same filter also
 * gets it (the broker sends it only to a new subscription). A retained state that the broker sends because somebody
 * else subscribed is not given again to a listener that knows it. Listeners share one payload: they read it and
 * change nothing.
 */
export class Router {
  private readonly entries = new Set<Entry>()
  private readonly kept = new Map<string, Kept>()
  /** States of an earlier connection that were not heard on the present one: still there, or cleared meanwhile. */
  private readonly unheard = new Set<string>()
  /** By topic, until somebody comes or goes: with 200 slots a thousand messages come in a second. */
  private readonly matches = new Map<string, readonly Match[]>()

  constructor(private readonly onBadInput: BadInput) {}

  /** Adds a listener; `first` tells whether the broker has to be asked for this filter. */
  add<C extends Contract>(
    contract: C,
    params: SubscribeParams<C>,
    listener: Listener<C>,
  ): { filter: string; first: boolean; remove: () => boolean } {
    const pinned = params as Record<string, string | undefined>
    const filter = filterOf(contract.topic, pinned)
    const entry: Entry = { contract, filter, listener: listener as Listener<Contract>, pinned, heard: new Map() }
    const first = !this.wants(filter)
    this.entries.add(entry)
    this.matches.clear()
    if (!first) queueMicrotask(() => this.handKept(entry))
    return {
      filter,
      first,
      remove: () => {
        if (!this.entries.delete(entry)) return false
        this.matches.clear()
        if (this.wants(filter)) return false
        // Nobody hears of changes any more: what was kept would be old news for the next listener.
        for (const topic of [...this.kept.keys(), ...this.unheard]) {
          if (this.heardBySomebody(topic)) continue
          this.kept.delete(topic)
          this.unheard.delete(topic)
        }
        return true
      },
    }
  }

  filters(): string[] {
    return [...new Set([...this.entries].map((e) => e.filter))]
  }

  contractOf(filter: string): Contract | undefined {
    return [...this.entries].find((e) => e.filter === filter)?.contract
  }

  /** Forgets what was kept: after a reconnect the broker sends it again, to every listener. */
  forget(): void {
    for (const topic of this.kept.keys()) this.unheard.add(topic)
    this.kept.clear()
    for (const entry of this.entries) entry.heard.clear()
  }

  /** The broker has handed over every state it keeps: what was not among them was cleared while the link was down. */
  handedOver(): void {
    for (const topic of Array.from(this.unheard)) this.dispatch(topic, CLEARED, false)
  }

  /** Gives a message to its listeners; `retained`: it was kept by the broker and is handed over on subscribing. */
  dispatch(topic: string, bytes: Uint8Array, retained: boolean): void {
    // Those who listen now: a listener that is added by another one's callback is handed the state by `add`.
    const matching = this.listenersOf(topic)
    const contract = matching[0]?.entry.contract
    if (!contract) return
    const isState = contract.kind === 'state'
    if (isState) this.unheard.delete(topic)
    const cleared = isState && bytes.length === 0
    let payload: unknown = null
    if (!cleared) {
      const decoded = decodePayload(contract, bytes)
      if (!decoded.ok) {
        this.onBadInput(topic, decoded.field ? `${decoded.field}: ${decoded.reason}` : decoded.reason)
        return
      }
      payload = decoded.value
    }
    if (cleared) this.kept.delete(topic)
    else if (isState) this.kept.set(topic, { bytes, payload })
    for (const match of matching) {
      if (retained && isState && same(match.entry.heard.get(topic), bytes)) continue
      this.give(match, topic, { bytes, payload }, retained)
    }
  }

  private listenersOf(topic: string): readonly Match[] {
    const known = this.matches.get(topic)
    if (known) return known
    const found = [...this.entries].flatMap((entry): Match[] => {
      const params = paramsOf(entry, topic)
      return params ? [{ entry, params }] : []
    })
    if (this.matches.size >= MOST_TOPICS) this.matches.clear()
    this.matches.set(topic, found)
    return found
  }

  private handKept(entry: Entry): void {
    for (const [topic, kept] of this.kept) {
      const params = entry.heard.has(topic) ? null : paramsOf(entry, topic)
      if (params) this.give({ entry, params }, topic, kept, true)
    }
  }

  private give({ entry, params }: Match, topic: string, { bytes, payload }: Kept, retained: boolean): void {
    // It may have been removed by the callback of another listener of the same message.
    if (!this.entries.has(entry)) return
    if (entry.contract.kind === 'state') entry.heard.set(topic, bytes)
    entry.listener({ payload: payload as never, params: params as never, retained })
  }

  private wants(filter: string): boolean {
    return [...this.entries].some((e) => e.filter === filter)
  }

  private heardBySomebody(topic: string): boolean {
    return [...this.entries].some((entry) => paramsOf(entry, topic) !== null)
  }
}

/** The parameters of a topic that an entry listens to, else null. */
function paramsOf(entry: Entry, topic: string): Record<string, string> | null {
  const params = matchTopic(entry.contract.topic, topic)
  if (!params) return null
  for (const [name, value] of Object.entries(entry.pinned)) {
    if (value !== undefined && params[name] !== value) return null
  }
  return params
}

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i])
}
