import { hostname } from 'node:os'
import { type Clock, contracts, type Payload } from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import { openSecret } from '@eg/shared/enrol-seal'
import type { Logger } from 'pino'
import { type TlsOptions, tlsHint } from '../tls-settings.js'
import { VERSION } from '../version.js'
import type { Application, Enrolment } from './enrolment-store.js'

/** Said on each connect, and then this often until there is an answer that ends it (ms). */
export const HELLO_MS = 10_000
/** mqtt.js gives up an attempt to connect after 4 s; a bit later it counts as made, whatever came of it. */
const ATTEMPT_MS = 4500
/** What the field calls the machine, where the kernel does not say. */
const NAME_LENGTH = 60

/** Refusals that another key pair mends: another device shows the same code, or this one is no key. */
const NO_KEY: ReadonlySet<string> = new Set(['code_taken', 'bad_key'])

/**
 * What the core says to a device that asks to be let in. `open`: no secret is needed here · `pending`: an operator has to say
 * which device this is · `enrolled`: it is said · `no_key`: this key cannot be used, make another ·
 * `dismissed`: an operator turned it away.
 */
export type Verdict =
  | { is: 'open' | 'no_key' | 'dismissed' }
  /** `replaced`: another one has taken the place of what this device was; null: the core did not say. */
  | { is: 'pending'; replaced: boolean | null }
  | { is: 'enrolled'; enrolment: Enrolment }

export interface EnrolLinkOptions {
  url: string
  tls?: TlsOptions | undefined
  application: Application
  /** What kind of machine this is, for the operator (`Raspberry Pi 4 Model B`). */
  model: string
  /** Which device it would like to be (SLOT_ID), if somebody has said so. */
  wish: string | null
  /** How often it asks (ms). Default: HELLO_MS. */
  helloMs?: number
  clock: Clock
  log: Logger
  onVerdict: (verdict: Verdict) => void
}

export interface EnrolLink {
  /** Resolves when the core has spoken, or the first attempt to reach it has failed. */
  attempted: Promise<void>
  close(): Promise<void>
}

/** Asks the core to be let in, and goes on asking until closed. It has no secret yet, so it may say and hear nothing else. */
export function openEnrolLink(options: EnrolLinkOptions): EnrolLink {
  const { url, application, clock, log, onVerdict } = options
  const { clientId, keys } = application
  const own = { client_id: clientId }
  const attempt = createGate()
  let complained = false
  let closed = false

  const bus = createMqttBus({
    url,
    clientId,
    ...(options.tls && { tls: options.tls }),
    onError(error) {
      attempt.open()
      if (complained) return
      complained = true
      const why = error.message || ('code' in error ? String(error.code) : error.name)
      log.warn(
        { url, why },
        `the core cannot be asked whether this device may come in${tlsHint(error)}. Trying again until it can`,
      )
    },
  })
  const tell = (verdict: Verdict) => {
    if (!closed) onVerdict(verdict)
    attempt.open()
  }
  const hello = async () => {
    if (!bus.connected()) return
    const name = hostname().slice(0, NAME_LENGTH) || 'slot'
    const wish = options.wish === null ? {} : { wish: options.wish }
    const was = application.was === null ? {} : { was: application.was }
    const about = { name, model: options.model, version: VERSION, public_key: keys.publicKey, ...wish, ...was }
    const taken = await bus.publish(contracts.enrolHello, own, about)
    // A core of an earlier release knows no enrolment and does not take the word: there nobody needs a secret.
    if (!taken && bus.connected()) tell({ is: 'open' })
  }
  const hear = (state: Payload<typeof contracts.enrolState>) => {
    if (state.status === 'refused') {
      log.warn(
        { reason: state.reason, detail: state.detail },
        'the core does not take this device’s word; asking again',
      )
      if (state.reason === 'dismissed') return tell({ is: 'dismissed' })
      return tell(NO_KEY.has(state.reason) ? { is: 'no_key' } : { is: 'pending', replaced: null })
    }
    if (state.status === 'open') return tell({ is: 'open' })
    if (state.status === 'pending') return tell({ is: 'pending', replaced: state.replaced ?? false })
    const enrolment = unsealed(state)
    if (enrolment) tell({ is: 'enrolled', enrolment })
  }
  const unsealed = ({ device_id, role, core_key, sealed }: Sealed): Enrolment | null => {
    try {
      return { device_id, role, secret: openSecret({ core_key, sealed }, keys) }
    } catch (error) {
      log.error({ err: error }, 'the secret that the core sent was not made for this device’s key and is not used')
      return null
    }
  }
  const stops = [
    bus.subscribe(contracts.enrolState, own, ({ payload }) => payload && hear(payload)),
    bus.onConnection((connected) => connected && void hello()),
    clock.every(options.helloMs ?? HELLO_MS, () => void hello()),
    clock.after(ATTEMPT_MS, () => attempt.open()),
  ]
  return {
    attempted: attempt.passed,
    async close() {
      closed = true
      for (const stop of stops) stop()
      attempt.open()
      await bus.close()
    },
  }
}

/** Something that is waited for once. */
function createGate(): { passed: Promise<void>; open: () => void } {
  let pass: (() => void) | null = null
  const passed = new Promise<void>((resolve) => {
    pass = resolve
  })
  return { passed, open: () => pass?.() }
}

type Sealed = Extract<Payload<typeof contracts.enrolState>, { status: 'enrolled' }>
