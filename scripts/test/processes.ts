import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export { freePorts } from './free-ports.js'

const MAIN = (workspace: string, script: string) =>
  fileURLToPath(new URL(`../../${workspace}/dist/${script}`, import.meta.url))

/** What ships: the built programs. */
export const CORE = MAIN('core', 'bundle/main.js')
export const AGENT = MAIN('slot-agent', 'main.js')
export const SIMULATOR = MAIN('slot-agent', 'simulator/main.js')

/** What a venue's unit tells the core's process about memory and V8's helpers: MALLOC_ARENA_MAX and NODE_OPTIONS. */
export function memoryOfUnit(): Record<string, string> {
  const unit = readFileSync(new URL('../../deploy/systemd/eg-core.service', import.meta.url), 'utf8')
  const set = unit.matchAll(/^Environment="?(MALLOC_ARENA_MAX|NODE_OPTIONS)=([^"\n]+)"?$/gm)
  return Object.fromEntries(Array.from(set, ([, name = '', value = '']) => [name, value]))
}

/** A program of ours as a child process. */
export interface Program {
  pid: number | undefined
  /** Everything it wrote on stdout and stderr. */
  output(): string
  type(line: string): void
  /** Ends it and resolves with its exit status (null: killed). */
  end(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>
  ended: Promise<number | null>
}

const running = new Set<Program>()

/** Starts a program and waits until it wrote `ready`; rejects with its output if it ends before. */
export async function startProgram(script: string, env: Record<string, string>, ready: string): Promise<Program> {
  const program = runProgram(script, env)
  const end = program.ended.then((status) => {
    throw new Error(`${script} ended with ${status} before "${ready}":\n${program.output()}`)
  })
  await Promise.race([until(`"${ready}" from ${script}`, () => program.output().includes(ready)), end])
  return program
}

/** Starts a program and does not wait for anything. */
export function runProgram(script: string, env: Record<string, string>): Program {
  const child: ChildProcess = spawn(process.execPath, [script], { env: { PATH: process.env.PATH, ...env } })
  let output = ''
  child.stdout?.on('data', (text) => (output += String(text)))
  child.stderr?.on('data', (text) => (output += String(text)))
  const ended = new Promise<number | null>((resolve) => child.once('close', (status) => resolve(status)))
  const program: Program = {
    pid: child.pid,
    output: () => output,
    type: (line) => void child.stdin?.write(`${line}\n`),
    end(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
    ended,
  }
  running.add(program)
  void ended.then(() => running.delete(program))
  return program
}

/** Ends whatever a test left running. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((program) => program.end('SIGKILL')))
}

/** Waits until `check` gives something, and returns it; fails after `timeoutMs` naming what was waited for. */
export async function until<T>(
  what: string,
  check: () => Falsy<T> | Promise<Falsy<T>>,
  timeoutMs = 60_000,
): Promise<T> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const value = await check()
    if (value) return value
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

type Falsy<T> = T | undefined | null | false
