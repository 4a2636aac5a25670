import type { Clock, EnrolHello, EnrolState, OpPending } from '@eg/shared'
import { enrolmentCode, enrolmentKey, isEnrolmentKey } from '@eg/shared/enrol-seal'
import { isLoopback } from '../addresses.js'
import { callerName } from '../broker/wire/addresses.js'
import type { Directory } from './directory.js'
import type { Applicant } from './records.js'

const MAX_PENDING = 100
const MAX_PER_ADDRESS = 5
/** A device says hello every 10 s; one that has not for this long has gone. */
const IDLE_MS = 10 * 60_000
const MAX_DISMISSED = 1000

interface Waiting {
  item: OpPending['items'][number]
  publicKey: string
  was: string | undefined
  /** Where its state is told: under the client id of its last hello. */
  clientId: string
  heardAt: number
}

/** The devices that wait to be enrolled: in memory only, they say hello again after a restart of the core. */
export interface Pending {
  hello(from: { clientId: string; address: string }, hello: EnrolHello): EnrolState
  /** Who waits under a key. */
  applicant(key: string): Applicant | null
  /** Nobody wants it, or it has been let in: the client id that is told so. */
  remove(key: string, how: 'dismissed' | 'enrolled'): string | undefined
  items(): OpPending['items']
  /** Drops those that have not been heard of for a while. */
  sweep(): void
}

export interface PendingOptions {
  clock: Clock
  directory: Pick<Directory, 'byPublicKey'>
  onChange: () => void
}

export function createPending({ clock, directory, onChange }: PendingOptions): Pending {
  /** By key, longest waiting first. */
  const waiting = new Map<string, Waiting>()
  const dismissed = new Set<string>()

  const admitted = (publicKey: string): EnrolState | null => {
    const enrolment = directory.byPublicKey(publicKey)
    if (!enrolment || enrolment.role === 'script' || enrolment.coreKey === null || enrolment.sealed === null)
      return null
    const { deviceId: device_id, role, coreKey: core_key, sealed } = enrolment
    return { status: 'enrolled', device_id, role, core_key, sealed }
  }
  const drop = (key: string) => {
    if (waiting.delete(key)) onChange()
  }
  const sweep = () => {
    const since = clock.monotonic() - IDLE_MS
    for (const [key, { heardAt }] of waiting) if (heardAt < since) drop(key)
  }

  return {
    hello({ clientId, address }, hello) {
      const { public_key: publicKey, name, model, version, was, wish = null } = hello
      const done = admitted(publicKey)
      if (done) return done
      const key = enrolmentKey(publicKey)
      if (dismissed.has(key)) {
        return refused('dismissed', 'An operator has taken this device off the list. It must ask with a new key pair.')
      }
      const code = enrolmentCode(publicKey)
      const before = waiting.get(key)
      if (!before) {
        sweep()
        const problem = noRoom(code, address)
        if (problem) return problem
        if (!isEnrolmentKey(publicKey)) {
          return refused('bad_key', 'The public key cannot be used. Make a new key pair.')
        }
      }
      const item = { key, name, model, version, address, code, wish, since: before?.item.since ?? clock.now() }
      waiting.set(key, { item, publicKey, was, clientId, heardAt: clock.monotonic() })
      if (JSON.stringify(before?.item) !== JSON.stringify(item)) onChange()
      return { status: 'pending', code }
    },
    applicant(key) {
      const found = waiting.get(key)
      if (!found) return null
      const { item, publicKey, was } = found
      return { name: item.name, model: item.model, publicKey, ...(was !== undefined && { was }) }
    },
    remove(key, how) {
      const found = waiting.get(key)
      drop(key)
      if (how === 'dismissed') {
        if (dismissed.size >= MAX_DISMISSED) dismissed.clear()
        dismissed.add(key)
      }
      return found?.clientId
    },
    items: () => [...waiting.values()].map(({ item }) => item),
    sweep,
  }

  /** Strangers may say hello too: they must neither fill the list nor wait in it under the code of a device. */
  function noRoom(code: string, address: string): EnrolState | null {
    const all = [...waiting.values()]
    if (all.some(({ item }) => item.code === code)) {
      return refused('code_taken', 'Another device that waits shows the same code. Make a new key pair.')
    }
    // On the core's own machine a simulator is many devices.
    const sameAddress = isLoopback(address)
      ? []
      : all.filter(({ item }) => callerName(item.address) === callerName(address))
    if (sameAddress.length >= MAX_PER_ADDRESS) {
      return refused('full', `${MAX_PER_ADDRESS} devices of this address wait already. Enrol or dismiss one.`)
    }
    if (all.length < MAX_PENDING || makeRoom(all, sameAddress.length)) return null
    return refused('full', `${MAX_PENDING} devices wait already. Enrol or dismiss some.`)
  }

  /** The last of those who wait from the address with the most gives its place to an address that has fewer. */
  function makeRoom(all: Waiting[], ofAddress: number): boolean {
    const byAddress = new Map<string, Waiting[]>()
    for (const each of all) {
      const name = callerName(each.item.address)
      byAddress.set(name, [...(byAddress.get(name) ?? []), each])
    }
    const most = [...byAddress.values()].reduce((a, b) => (b.length > a.length ? b : a))
    const last = most.at(-1)
    if (last === undefined || most.length <= ofAddress + 1) return false
    drop(last.item.key)
    return true
  }
}

export function refused(reason: string, detail: string): EnrolState {
  return { status: 'refused', reason, detail }
}
