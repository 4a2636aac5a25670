import { type ChildProcess, spawn } from 'node:child_process'
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

/** What an attacker computes, it computes on a machine of its own: here it gets what the core and the witness leave. */
const LOWEST_PRIORITY = 19

/** An attack to its end; what it saw. */
export async function run<Saw>(name: string, options: object): Promise<Saw> {
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
