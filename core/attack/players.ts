import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Latencies } from './table.js'

const load = (name: string) => fileURLToPath(new URL(`load/${name}`, import.meta.url))

/** What the well-behaved client measured since it was last asked. */
export interface Measured extends Latencies {
  connected: boolean
}

/** The client that behaves, in a process of its own. */
export async function startWitness(place: object) {
  const child = spawn(process.execPath, [load('witness.mjs'), JSON.stringify(place)], {
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

/**
 * What an attacker computes, it computes on a machine of its own: here it gets what the core and the witness leave, and gives a
 * processor back at once when one of them wants it (`SCHED_IDLE`, sched(7); without util-linux's `chrt` the lowest priority).
 */
const LEFTOVERS = ['chrt', '--idle', '0'] as const
const hasChrt = spawnSync(LEFTOVERS[0], [...LEFTOVERS.slice(1), 'true']).status === 0
const LOWEST_PRIORITY = 19

/** An attack to its end; what it saw. */
export async function run<Saw>(name: string, options: object): Promise<Saw> {
  const attack = [process.execPath, load('main.mjs'), name, JSON.stringify(options)]
  const [program = process.execPath, ...args] = hasChrt ? [...LEFTOVERS, ...attack] : attack
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!hasChrt && child.pid !== undefined) setPriority(child.pid, LOWEST_PRIORITY)
  let output = ''
  child.stdout?.on('data', (text) => (output += String(text)))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the attack "${name}" ended with ${code}`)
  return JSON.parse(output) as Saw
}
