import type { BecomeOrder, Clock } from '@eg/shared'
import type { Refusal } from '@eg/shared/bus/mqtt'
import { enrolmentCode, openSecret } from '@eg/shared/enrol-seal'
import type { Logger } from 'pino'
import type { Admission, Becoming, RunningDevice, Standing } from './admission.js'
import { type EnrolLink, openEnrolLink, type Verdict } from './enrol-link.js'
import type { Application, Enrolment, EnrolmentStore } from './enrolment-store.js'
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
  wait?: (code: string, replaced: boolean) => () => void
  /** Forgets what waited to be sent under a name: it is from before somebody else had it. */
  forget?: ((deviceId: string) => void) | undefined
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
  /** The device that runs is about to be another one. */
  let placed = false
  /** One change after another: what ran has ended before anything else begins. */
  let changes = Promise.resolve()

  const become = (next: Standing) => {
    changes = changes.then(async () => {
      if (stopped) return
      await endPhase?.()
      endPhase = null
      standing = next
      if (next.is === 'in') endPhase = runAs(next.deviceId, next.enrolment)
      if (next.is === 'pending') endPhase = waitWith(next.code, next.replaced ?? false)
    })
    return changes
  }
  const runAs = (deviceId: string, enrolment: Enrolment | null) => {
    const credentials = enrolment ? { username: enrolment.device_id, password: enrolment.secret } : null
    let own = enrolment
    const onRefused = (refusal: Refusal) => refusedAs(refusal, own)
    // Who does not forget what another one left under a name takes no other name.
    const installKey = options.forget ? (store.installKeys()?.publicKey ?? null) : null
    placed = false
    const running = options.run({
      deviceId,
      credentials: () => credentials,
      onRefused,
      installKey,
      become: (order) => (placed ? 'taken' : takePlace(order, enrolment)),
    })
    device = running
    const stops = [
      own ? onceConnected(running.bus, () => (own = own && comeIn(own))) : whenUnheard(running.bus, clock, ask),
    ]
    return async () => {
      for (const stop of stops) stop()
      device = null
      await running.stop()
    }
  }
  /** The core has let it in: what it was before and the key that it asked with have done their work. */
  const comeIn = ({ before, ...now }: Enrolment): Enrolment => {
    store.applicationDone()
    if (!before) return now
    try {
      store.save(now)
    } catch (error) {
      log.warn({ err: error }, 'what this device was before could not be forgotten; it is not used any more')
    }
    return now
  }
  /**
   * The operator has this spare take the place of another device. What it was is kept until the core has let it in under the new
   * name: a swap that is cancelled meanwhile leaves it what it was.
   */
  const takePlace = (order: BecomeOrder, enrolment: Enrolment | null): Becoming => {
    const { device_id: deviceId, role } = order
    const next = enrolment ? unsealed(order, enrolment) : null
    if (enrolment && !next) return 'unreadable'
    try {
      options.forget?.(deviceId)
      if (next) store.save(next)
      else store.takeName(deviceId)
    } catch (error) {
      log.error({ err: error }, `this spare could not keep the identity of ${deviceId}; check the disk`)
      return 'storage'
    }
    placed = true
    log.warn({ device: deviceId, role }, `this spare takes the place of ${deviceId}`)
    void become({ is: 'in', deviceId, enrolment: next })
    return 'taken'
  }
  const unsealed = ({ device_id, role, core_key, sealed }: BecomeOrder, enrolment: Enrolment): Enrolment | null => {
    const keys = store.installKeys()
    if (!keys || core_key === undefined || sealed === undefined) return null
    const { device_id: name, role: as, secret } = enrolment
    try {
      return {
        device_id,
        role,
        secret: openSecret({ core_key, sealed }, keys),
        before: { device_id: name, role: as, secret },
      }
    } catch (error) {
      log.error({ err: error }, 'the identity that the core sent was not made for this device’s key and is not used')
      return null
    }
  }
  const waitWith = (code: string, replaced: boolean) => {
    const end = options.wait?.(code, replaced)
    return async () => end?.()
  }
  const refusedAs = (refusal: Refusal, enrolment: Enrolment | null): Promise<void> => {
    if (enrolment?.before && refusal === 'credentials') {
      // The swap was cancelled, or another spare was named, before this one came in.
      const { before } = enrolment
      log.warn(
        { device: before.device_id },
        `${enrolment.device_id} is not this device’s to be: it is ${before.device_id} again`,
      )
      try {
        store.save(before)
      } catch (error) {
        log.error({ err: error }, 'what this device is again could not be stored; check the disk')
      }
      void become({ is: 'in', deviceId: before.device_id, enrolment: before })
      return forEver()
    }
    if (enrolment && refusal === 'credentials') {
      const current = store.application()
      const { keys } = current.revoked ? current : store.beginAnew(true, enrolment.device_id)
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
      onVerdict: (verdict) => take(verdict, enrolmentCode(application.keys.publicKey), application),
    })
  }
  const endAsking = () => {
    void link?.close()
    link = null
  }
  const take = (verdict: Verdict, code: string, { revoked, was }: Pick<Application, 'revoked' | 'was'>) => {
    if (verdict.is === 'pending') return waitUnder(code, revoked, verdict.replaced)
    if (verdict.is === 'enrolled') return admitted(verdict.enrolment, revoked)
    endAsking()
    if (verdict.is === 'dismissed') {
      // Started again it asks once more, with another key: this one is refused as long as the core runs.
      store.applicationDone()
      log.warn('an operator turned this device away. Start it again for it to ask once more')
      return void become({ is: 'dismissed' })
    }
    if (verdict.is === 'no_key') {
      store.beginAnew(revoked, was)
      return ask()
    }
    store.applicationDone()
    const runs = standing.is === 'in' && standing.enrolment === null
    if (!runs) void become({ is: 'in', deviceId: openName(), enrolment: null })
  }
  const waitUnder = (code: string, revoked: boolean, replaced: boolean | null) => {
    const waits = standing.is === 'pending' && standing.code === code ? standing : null
    if (waits && (replaced === null || (waits.replaced ?? false) === replaced)) return
    if (waits?.replaced) return tryAgain()
    const where = 'Say which one it is on the operator’s page, Devices'
    log.info({ code: spaced(code) }, `this device waits to be enrolled: its code is ${spaced(code)}. ${where}`)
    if (replaced) log.warn('another device has taken the place of this one: it can be enrolled anew, as a spare')
    void become({ is: 'pending', code, revoked, ...(replaced ? { replaced } : {}) })
  }
  /** The swap was cancelled: what this device was holds again. */
  const tryAgain = () => {
    const enrolment = store.load()
    if (!enrolment) return
    endAsking()
    void become(asEnrolled(enrolment))
  }
  const admitted = (enrolment: Enrolment, revoked: boolean) => {
    try {
      store.save(enrolment)
      // What it wanted to say under this name when it was put out is nobody's word any more.
      if (revoked) options.forget?.(enrolment.device_id)
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

  /** Who it is where no secret is needed. */
  const openName = () => store.takenName() ?? options.deviceId

  const begin = async () => {
    const enrolment = options.auth === 'open' ? null : store.load()
    if (enrolment) await become(asEnrolled(enrolment))
    else if (options.auth === 'open') await become({ is: 'in', deviceId: openName(), enrolment: null })
    else {
      ask()
      await link?.attempted
      await changes
      // A core that is away says nothing: until it does, this is a slot as it always was, and goes on asking.
      if (standing.is === 'asking' && options.auth === 'ask')
        await become({ is: 'in', deviceId: openName(), enrolment: null })
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
