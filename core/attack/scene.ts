import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post } from '../test/core-process.js'

/** `npm run attack` is the long form; the short one is part of `scripts/test.sh`. */
export const isLong = process.env.EG_ATTACK === 'long'
/** How long an attack goes on, in seconds: `short` or, in the long form, `long`. EG_ATTACK_SECONDS says otherwise. */
export const seconds = (short: number, long: number) => Number(process.env.EG_ATTACK_SECONDS) || (isLong ? long : short)
export const seed = Number(process.env.EG_SEED) || Math.floor(Math.random() * 0x7fff_ffff) + 1

/**
 * What others may feel of an attack: told in both forms, asserted in the long one. In
 * the short form no assertion depends on how fast this machine is: an attack may end before it reached a limit, which the
 * tests of the wire guard reach in their own ways.
 */
const P99_MS = 20
const WORST_MS = 250
const GROWTH_MB = 64

const load = (name: string) => fileURLToPath(new URL(`load/${name}`, import.meta.url))

interface Times {
  count: number
  p50: number
  p99: number
  max: number
}
interface Measured {
  durable: Times
  event: Times
  connected: boolean
}

export interface Attacked<Saw> {
  saw: Saw
  measured: Measured
  growthMb: number
  /** By how much each counter of the core rose. */
  counted: Record<string, number>
}

/** A core of its own, a client that behaves beside it, and attacks, each in another process. */
export interface Scene {
  core: CoreProcess
  attack<Saw>(title: string, name: string, options: object): Promise<Attacked<Saw>>
  /** @throws if the core was restarted, ended, or had a fault */
  close(): Promise<void>
}

export async function createScene(env: Record<string, string> = {}): Promise<Scene> {
  const core = await createCoreProcess({ EG_LIMIT_LOOPBACK: 'on', NIGHT_EXPECTED_VOTES: '1000', ...env })
  await core.start()
  const pid = core.pid()
  await post(core, '/api/mode', { mode: 'night' })
  await post(core, '/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], expected: 1000 })
  const witness = await startWitness(core.ports.mqtt)
  await sleep(1500) // a process that has just started is slow, and its memory still grows
  await witness.measure()
  await sleep(isLong ? 10_000 : 1500)
  const noise = await witness.measure()
  tell('without an attack', noise, 0, '')

  const counters = async () => (await get<{ counters: Record<string, number> }>(core, '/health')).counters
  return {
    core,
    async attack<Saw>(title: string, name: string, options: object): Promise<Attacked<Saw>> {
      const before = await counters()
      const memory = watchMemory(pid)
      await witness.measure()
      const saw = await run<Saw>(name, { port: core.ports.mqtt, ...options })
      const measured = await witness.measure()
      const growthMb = memory.stop()
      const after = await counters()
      const counted = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - (before[key] ?? 0)]))
      const rose = Object.entries(counted).filter(([key, by]) => by > 0 && key !== 'accepted' && key !== 'faults')
      tell(title, measured, growthMb, `${JSON.stringify(saw)} ${rose.map(([key, by]) => `${key} ${by}`).join(', ')}`)
      expect({ running: core.running(), pid: core.pid(), faults: after.faults }).toEqual({
        running: true,
        pid,
        faults: 0,
      })
      expect(measured.connected).toBe(true)
      expect(growthMb).toBeLessThanOrEqual(GROWTH_MB)
      if (isLong) expectUnharmed(measured)
      return { saw, measured, growthMb, counted }
    },
    async close() {
      await witness.end()
      expect(core.running()).toBe(true)
      expect(await core.stop()).toBe(0)
    },
  }
}

/** For a quiet machine: what it does without an attack is told before the first one, and is in these figures. */
function expectUnharmed(measured: Measured): void {
  for (const kind of ['durable', 'event'] as const) {
    expect(measured[kind].p99).toBeLessThanOrEqual(P99_MS)
    expect(measured[kind].max).toBeLessThanOrEqual(WORST_MS)
  }
}

async function startWitness(port: number) {
  const child = spawn(process.execPath, [load('witness.mjs'), JSON.stringify({ port })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  await once(lines, 'line')
  return {
    async measure(): Promise<Measured> {
      child.stdin.write('measure\n')
      const [line] = (await once(lines, 'line')) as [string]
      return JSON.parse(line) as Measured
    },
    async end() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

/** What an attacker computes, it computes on a machine of its own: here it gets what the core and the witness leave. */
const LOWEST_PRIORITY = 19

/** An attack to its end; what it saw. */
async function run<Saw>(name: string, options: object): Promise<Saw> {
  const child: ChildProcess = spawn(process.execPath, [load('main.mjs'), name, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.pid !== undefined) setPriority(child.pid, LOWEST_PRIORITY)
  let output = ''
  child.stdout?.on('data', (text) => (output += String(text)))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the attack "${name}" ended with ${code}`)
  return JSON.parse(output) as Saw
}

/** The resident memory of a process until `stop`, which says how far it rose above where it stood, in MB (10^6 bytes). */
function watchMemory(pid: number): { stop: () => number } {
  const resident = () =>
    (Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6
  const first = resident()
  let peak = first
  const timer = setInterval(() => (peak = Math.max(peak, resident())), 50)
  return {
    stop() {
      clearInterval(timer)
      return Math.max(peak, resident()) - first
    },
  }
}

const shown = ({ p50, p99, max }: Times) => [p50, p99, max].map((ms) => ms.toFixed(1)).join('/')

function tell(title: string, { durable, event }: Measured, growthMb: number, saw: string): void {
  const times = `durable ${shown(durable)} ms, event ${shown(event)} ms (p50/p99/worst)`
  console.log(`${title} | ${times}, +${growthMb.toFixed(0)} MB | ${saw}`)
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
