import type { Clock } from '@eg/shared'
import type { Refusal } from '@eg/shared/bus/mqtt'
import { enrolmentCode } from '@eg/shared/enrol-seal'
import type { Logger } from 'pino'
import type { Admission, RunningDevice, Standing } from './admission.js'
import { type EnrolLink, openEnrolLink, type Verdict } from './enrol-link.js'
import type { Enrolment, EnrolmentStore } from './enrolment-store.js'
import { spaced } from './spaced.js'
import { onceConnected, whenUnheard } from './watch-bus.js'
import type { TlsOptions } from '../tls-settings.js'

/** Before a connection whose client id was refused is tried again (ms). */
const TAKEN_MS = 5000

export interface DeviceLifeOptions {
  url: string
  tls?: TlsOptions | undefined
  store: EnrolmentStore
  /** Who it is where no secret is needed. */
  deviceId: string
  /** Which device it would like to be, if somebody has said so. */
  wish: string | null
  model: string
  /** `open`: never asks for a secret · `enrolled`: never runs without one · `ask`: as the core says. */
  auth: 'open' | 'enrolled' | 'ask'
  clock: Clock
  log: Logger
  /** Lets the device run. */
  run: (admission: Admission) => RunningDevice
  /** The device waits to be enrolled under a code; returns what ends that. */
  wait?: (code: string) => () => void
  /** How often it asks while it waits (ms). */
  helloMs?: number
}

/** One device from its first word to the core until it is put out, and again. */
export interface DeviceLife {
  standing(): Standing
  /** The device while it runs. */
  device(): RunningDevice | null
  /** Resolves when it runs and has tried to connect, or waits to be enrolled. */
  started: Promise<void>
  stop(): Promise<void>
}

export function startDeviceLife(options: DeviceLifeOptions): DeviceLife {
  const { store, clock, log } = options
  let standing: Standing = { is: 'asking' }
  let device: RunningDevice | null = null
  let link: EnrolLink | null = null
  let endPhase: (() => Promise<void>) | null = null
  let stopped = false
  /** One change after another: what ran has ended before anything else begins. */
  let changes = Promise.resolve()

  const become = (next: Standing) => {
    changes = changes.then(async () => {
      if (stopped) return
      await endPhase?.()
      endPhase = null
      standing = next
      if (next.is === 'in') endPhase = runAs(next.deviceId, next.enrolment)
      if (next.is === 'pending') endPhase = waitWith(next.code)
    })
    return changes
  }
  const runAs = (deviceId: string, enrolment: Enrolment | null) => {
    const credentials = enrolment ? { username: enrolment.device_id, password: enrolment.secret } : null
    const onRefused = (refusal: Refusal) => refusedAs(refusal, enrolment)
    const running = options.run({ deviceId, credentials: () => credentials, onRefused })
    device = running
    const stops = [enrolment ? onceConnected(running.bus, store.applicationDone) : whenUnheard(running.bus, clock, ask)]
    return async () => {
      for (const stop of stops) stop()
      device = null
      await running.stop()
    }
  }
  const waitWith = (code: string) => {
    const end = options.wait?.(code)
    return async () => end?.()
  }
  const refusedAs = (refusal: Refusal, enrolment: Enrolment | null): Promise<void> => {
    if (enrolment && refusal === 'credentials') {
      const current = store.application()
      const { keys } = current.revoked ? current : store.beginAnew(true)
      const code = enrolmentCode(keys.publicKey)
      log.error(
        { device: enrolment.device_id, code: spaced(code) },
        `the core does not take the secret of ${enrolment.device_id} any more: it was revoked. Enrol this device again on the operator’s page, Devices`,
      )
      void become({ is: 'pending', code, revoked: true })
      ask()
      return forEver()
    }
    if (!enrolment) ask()
    else
      log.error(
        { device: enrolment.device_id },
        'the core has another connection under this device’s name; trying again',
      )
    return new Promise((resolve) => clock.after(TAKEN_MS, resolve))
  }

  const ask = () => {
    if (link || stopped || options.auth === 'open') return
    const application = store.application()
    const { url, tls, model, wish, helloMs } = options
    link = openEnrolLink({
      url,
      tls,
      application,
      model,
      wish,
      helloMs,
      clock,
      log,
      onVerdict: (verdict) => take(verdict, enrolmentCode(application.keys.publicKey), application.revoked),
    })
  }
  const endAsking = () => {
    void link?.close()
    link = null
  }
  const take = (verdict: Verdict, code: string, revoked: boolean) => {
    if (verdict.is === 'pending') return waitUnder(code, revoked)
    if (verdict.is === 'enrolled') return admitted(verdict.enrolment)
    endAsking()
    if (verdict.is === 'dismissed') {
      // Started again it asks once more, with another key: this one is refused as long as the core runs.
      store.applicationDone()
      log.warn('an operator turned this device away. Start it again for it to ask once more')
      return void become({ is: 'dismissed' })
    }
    if (verdict.is === 'no_key') {
      store.beginAnew(revoked)
      return ask()
    }
    store.applicationDone()
    const runs = standing.is === 'in' && standing.enrolment === null
    if (!runs) void become({ is: 'in', deviceId: options.deviceId, enrolment: null })
  }
  const waitUnder = (code: string, revoked: boolean) => {
    if (standing.is === 'pending' && standing.code === code) return
    const where = 'Say which one it is on the operator’s page, Devices'
    log.info({ code: spaced(code) }, `this device waits to be enrolled: its code is ${spaced(code)}. ${where}`)
    void become({ is: 'pending', code, revoked })
  }
  const admitted = (enrolment: Enrolment) => {
    try {
      store.save(enrolment)
    } catch (error) {
      // The core sends it again until the device has come in with it.
      log.error({ err: error }, 'the secret could not be stored, so this device still waits; check the disk')
      return
    }
    endAsking()
    log.info({ device: enrolment.device_id, role: enrolment.role }, `enrolled as ${enrolment.device_id}`)
    void become(asEnrolled(enrolment))
  }
  const asEnrolled = (enrolment: Enrolment): Standing => {
    const { device_id: deviceId } = enrolment
    if (options.wish !== null && options.wish !== deviceId)
      log.warn(`SLOT_ID says ${options.wish}, the operator says ${deviceId}: this is ${deviceId}`)
    return { is: 'in', deviceId, enrolment }
  }

  const begin = async () => {
    const enrolment = options.auth === 'open' ? null : store.load()
    if (enrolment) await become(asEnrolled(enrolment))
    else if (options.auth === 'open') await become({ is: 'in', deviceId: options.deviceId, enrolment: null })
    else {
      ask()
      await link?.attempted
      await changes
      // A core that is away says nothing: until it does, this is a slot as it always was, and goes on asking.
      if (standing.is === 'asking' && options.auth === 'ask')
        await become({ is: 'in', deviceId: options.deviceId, enrolment: null })
    }
    await device?.attempted
  }
  return {
    standing: () => standing,
    device: () => device,
    started: begin(),
    async stop() {
      stopped = true
      const closing = link?.close()
      await changes
      await Promise.all([closing, endPhase?.()])
    },
  }
}

/** The connection is given up by whoever stops the device. */
function forEver(): Promise<void> {
  return new Promise(() => undefined)
}
