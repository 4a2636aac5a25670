import { type Bus, type Clock, contracts } from '@eg/shared'
import { createMqttBus, type MqttBusOptions } from '@eg/shared/bus/mqtt'
import type { Logger } from 'pino'
import { tlsHint } from '../tls-settings.js'

/** mqtt.js gives up an attempt to connect after 4 s; a bit later it counts as made, whatever came of it. */
const ATTEMPT_MS = 4500
/** The core's clock comes every second; after this long without it, or anything else, the connection is made anew. */
const SILENT_MS = 4000

export interface BrokerLink {
  bus: Bus
  /** Resolves when the first attempt to connect has ended, well or not. */
  attempted: Promise<void>
}

/** What proves who a device is, where a secret is needed, and how it speaks TLS, where it does. */
export type LinkOptions = Pick<MqttBusOptions, 'credentials' | 'onRefused' | 'tls'>

/** Connects a slot to the core's broker and keeps trying; an absent core is logged once, not at every attempt. */
export function openBrokerLink(
  url: string,
  deviceId: string,
  clock: Clock,
  log: Logger,
  how: LinkOptions = {},
): BrokerLink {
  const attempt = createAttempt(clock)
  let complained = false
  let closing = false
  const reported = new Set<string>()

  const bus = createMqttBus({
    url,
    clientId: deviceId,
    silentMs: SILENT_MS,
    // Not one that the core hands a device by itself when it connects (B16), before anything was asked for.
    lastState: contracts.sessionState,
    ...how,
    will: { contract: contracts.deviceStatus, params: { device_id: deviceId }, payload: 'offline' },
    onError(error) {
      attempt.end()
      // A refusal is told by whoever knows what it means for this device (`onRefused`).
      if (complained || ('code' in error && typeof error.code === 'number')) return
      complained = true
      const why = error.message || ('code' in error ? String(error.code) : error.name)
      const hint = tlsHint(error)
      log.warn({ url, why }, `the core cannot be reached${hint}. Trying again until it can; votes are kept meanwhile`)
    },
    onBadInput(topic, reason) {
      if (reported.has(topic)) return
      reported.add(topic)
      log.warn({ topic, reason }, 'a message that does not fit its contract was dropped (said once per topic)')
    },
  })
  bus.onConnection((connected) => {
    attempt.end()
    complained = false
    if (connected) log.info({ url }, 'connected to the core')
    else if (!closing) log.warn({ url }, 'the connection to the core is gone; trying again')
  })
  // Heard for its own sake: a desk that nobody speaks to would else be taken for one that hears nothing.
  bus.subscribe(contracts.clockState, {}, () => undefined)
  const close = () => {
    closing = true
    return bus.close()
  }
  return { bus: { ...bus, close }, attempted: attempt.ended }
}

function createAttempt(clock: Clock): { ended: Promise<void>; end: () => void } {
  let resolve: (() => void) | null = null
  const ended = new Promise<void>((done) => {
    resolve = done
  })
  const cancel = clock.after(ATTEMPT_MS, () => resolve?.())
  const end = () => {
    cancel()
    resolve?.()
  }
  return { ended, end }
}
