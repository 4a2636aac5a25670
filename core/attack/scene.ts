import { expect } from 'vitest'
import { freePorts, memoryOfUnit } from '../../scripts/test/processes.js'
import { type EnrolledCore, createEnrolledCore } from '../test/enrolled-core.js'
import { makeTlsFolder } from '../test/tls-venue.js'
import { v8Memory, watchMemory } from './memory.js'
import { type Measured, run, startWitness } from './players.js'
import { type Latencies, type Times, addRow } from './table.js'
import { type Felt, GROWTH_MB, beyond, verdict } from './verdict.js'

/** `npm run attack` is the long form; the short one is part of `scripts/test.sh`. */
export const isLong = process.env.EG_ATTACK === 'long'
/** How long an attack goes on, in seconds: `short` or, in the long form, `long`. EG_ATTACK_SECONDS says otherwise. */
export const seconds = (short: number, long: number) => Number(process.env.EG_ATTACK_SECONDS) || (isLong ? long : short)
export const seed = Number(process.env.EG_SEED) || Math.floor(Math.random() * 0x7fff_ffff) + 1

type Counters = Record<string, number>

export interface Attacked<Saw> {
  saw: Saw
  measured: Measured
  growthMb: number
  /** By how much each counter of the core rose. */
  counted: Counters
}

/** What an attack over TLS, on a core that asks who somebody is, needs to know. */
export interface Enrolled {
  /** The file of the venue's CA. */
  ca: string
  tlsPort: number
  wssPort: number
  /** Of slot-02: a device that belongs, in the wrong hands. */
  secret: string
}

/**
 * A core of its own, a client that behaves beside it, and attacks, each in another process. In the long form the same client
 * also measures a core that nobody attacks: what it feels is the machine's.
 */
export interface Scene {
  core: EnrolledCore
  attack<Saw>(title: string, name: string, options: object): Promise<Attacked<Saw>>
  /** @throws if the core was restarted, ended, or had a fault */
  close(): Promise<void>
}

/** A core where nobody is asked who he is. */
export async function createScene(env: Record<string, string> = {}): Promise<Scene> {
  const core = await startCore({ EG_AUTH: 'open', ...env })
  return play(core, { port: core.ports.mqtt })
}

/** A core as a venue has it: with enrolment and TLS, which the well-behaved client speaks as an enrolled slot. */
export async function createEnrolledScene(env: Record<string, string> = {}): Promise<Scene & { enrolled: Enrolled }> {
  const folder = await makeTlsFolder()
  const [tlsPort = 0, wssPort = 0] = await freePorts(2)
  const ports = { MQTT_TLS_PORT: String(tlsPort), MQTT_WSS_PORT: String(wssPort) }
  const core = await startCore({ EG_TLS_DIR: folder, ...ports, ...env })
  const own = await core.device('slot-01', 'slot')
  const ca = `${folder}/ca.pem`
  const enrolled = { ca, tlsPort, wssPort, secret: await core.device('slot-02', 'slot') }
  return { ...(await play(core, { port: tlsPort, ca, secret: own })), enrolled }
}

async function startCore(env: Record<string, string>): Promise<EnrolledCore> {
  const asInVenue = { ...memoryOfUnit(), EG_LIMIT_LOOPBACK: 'on', NIGHT_EXPECTED_VOTES: '1000' }
  const core = await createEnrolledCore({ ...asInVenue, ...env })
  await core.start()
  await core.call('POST', '/api/mode', { mode: 'night' }, core.admin())
  const question = { step: 1, question: 'Q', options: ['A', 'B'], expected: 1000 }
  await core.call('POST', '/api/op/night/open', question, core.admin())
  return core
}

async function play(core: EnrolledCore, place: { port: number; ca?: string; secret?: string }): Promise<Scene> {
  const pid = core.pid()
  const witness = await startWitness(place)
  const control = isLong ? await startControl() : null
  const measure = async () => {
    const [measured, machine = null] = await Promise.all([witness.measure(), control?.witness.measure()])
    return { measured, machine }
  }
  await sleep(isLong ? 1500 : 500) // a process that has just started is slow, and its memory still grows
  await measure()
  await sleep(isLong ? 10_000 : 500)
  const quiet = await measure()
  tell('without an attack', quiet, 0, '')
  addRow({
    ...quiet,
    ...NO_GROWTH,
    title: 'without an attack',
    seconds: isLong ? 10 : 0.5,
    held: verdict(quiet, 0),
    saw: '',
  })

  const counters = async () => (await core.call('GET', '/health', undefined, core.admin())).body.counters as Counters
  return {
    core,
    async attack<Saw>(title: string, name: string, options: object): Promise<Attacked<Saw>> {
      const before = await counters()
      const memory = watchMemory(pid)
      const v8Before = await v8Memory(core)
      await measure()
      const began = performance.now()
      const saw = await run<Saw>(name, { port: core.ports.mqtt, ...options })
      const felt = await measure()
      const { measured } = felt
      const seconds = (performance.now() - began) / 1000
      const { peakMb: growthMb, endMb } = memory.stop()
      const v8After = await v8Memory(core)
      const after = await counters()
      const counted = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - (before[key] ?? 0)]))
      const rose = Object.entries(counted).filter(([key, by]) => by > 0 && key !== 'accepted' && key !== 'faults')
      const seen = `${JSON.stringify(saw)} ${rose.map(([key, by]) => `${key} ${by}`).join(', ')}`
      tell(title, felt, growthMb, seen)
      addRow({
        title,
        seconds,
        ...felt,
        growthPeakMb: growthMb,
        growthEndMb: endMb,
        heapMb: v8After.heapMb - v8Before.heapMb,
        externalMb: v8After.externalMb - v8Before.externalMb,
        held: verdict(felt, growthMb),
        saw: seen,
      })
      expect({ running: core.running(), pid: core.pid(), faults: after.faults }).toEqual({
        running: true,
        pid,
        faults: 0,
      })
      expect(measured.connected).toBe(true)
      if (felt.machine) expect(felt.machine.connected).toBe(true)
      // Soft: what one attack did to others hides nothing of the next one.
      expect.soft(growthMb).toBeLessThanOrEqual(GROWTH_MB)
      // In the short form no assertion depends on how fast this machine is: an attack may end before it reached a limit, which
      // the tests of the wire guard reach in their own ways.
      if (isLong) expect.soft(beyond(felt).filter(({ isMachines }) => !isMachines)).toEqual([])
      return { saw, measured, growthMb, counted }
    },
    async close() {
      await witness.end()
      await control?.close()
      expect(core.running()).toBe(true)
      expect(await core.stop()).toBe(0)
    },
  }
}

/** A core that nobody attacks, and the client that behaves, less often: it is not to be what disturbs. */
async function startControl() {
  const core = await startCore({ EG_AUTH: 'open' })
  const witness = await startWitness({ port: core.ports.mqtt, everyMs: 50 })
  return {
    witness,
    async close() {
      await witness.end()
      await core.stop()
    },
  }
}

const NO_GROWTH = { growthPeakMb: 0, growthEndMb: 0, heapMb: 0, externalMb: 0 }

const shown = ({ p50, p99, max }: Times) => [p50, p99, max].map((ms) => ms?.toFixed(1) ?? '-').join('/')

const times = ({ durable, event }: Latencies) => `durable ${shown(durable)} ms, event ${shown(event)} ms`

function tell(title: string, { measured, machine }: Felt, growthMb: number, saw: string): void {
  const beside = machine ? `; where nobody attacks ${times(machine)}` : ''
  console.log(`${title} | ${times(measured)} (p50/p99/worst)${beside}, +${growthMb.toFixed(0)} MB | ${saw}`)
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
