// Every process and every folder of a run, so that nothing is left behind: not after a failure, not after Ctrl-C.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What the kernel counts processor time in, for every architecture of Linux. */
const TICKS_PER_SECOND = 100
const READY_WITHIN_MS = 120_000
const children = new Set()
const folders = new Set()

/** Milliseconds on the clock that all processes of this machine share. */
export const now = () => Number(process.hrtime.bigint()) / 1e6
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Beside the results, on the disk of the project: /tmp lies in memory on many machines, where an fsync costs nothing. */
export const WORK = process.env.EG_BENCH_DIR ?? fileURLToPath(new URL('../results/', import.meta.url))

export function temporaryFolder() {
  mkdirSync(WORK, { recursive: true })
  const folder = mkdtempSync(join(WORK, 'work-'))
  folders.add(folder)
  return folder
}

export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.delete(folder)
}

function leaveNothing() {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) removeFolder(folder)
}
process.on('exit', leaveNothing)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130))

// Below the ports the kernel gives to clients: one of a thousand that reconnect must not sit on its server's port.
const FIRST_PORT = 20_000
const LAST_PORT = 32_000
let lastPort = FIRST_PORT + Math.floor(Math.random() * 10_000)

export async function freePort() {
  for (;;) {
    lastPort = lastPort >= LAST_PORT ? FIRST_PORT : lastPort + 1
    if (await isFree(lastPort)) return lastPort
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/**
 * Starts a program. `heard(test)` is the first line of its output, past or to come, of which `test` makes something;
 * it rejects when the program ends without. `stop()` kills it and waits until it is gone. `ipc`: a channel on which it
 * hears when the bench is gone.
 */
export function start(command, args, env = {}, { ipc = false } = {}) {
  const began = now()
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe', ...(ipc ? ['ipc'] : [])],
  })
  children.add(child)
  const lines = []
  const waiting = new Set()
  let ended = null
  const end = (why) => {
    ended ??= new Error(
      `${command} ${args[0] ?? ''} ended (${why}): ${lines.slice(-8).join(' | ') || 'it said nothing'}`,
    )
    for (const { reject } of waiting) reject(ended)
    waiting.clear()
  }
  const hear = (line) => {
    if (lines.push(line) > 1000) lines.shift()
    for (const waiter of waiting) waiter.hear(line)
  }
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear)
  child.stdin.on('error', () => end('its input was closed'))
  child.once('error', (error) => end(error.message))
  const gone = new Promise((resolve) => {
    child.once('close', (code, signal) => {
      children.delete(child)
      end(signal ?? code)
      resolve()
    })
    child.once('error', resolve)
  })
  const heard = (test) =>
    new Promise((resolve, reject) => {
      for (const line of lines) {
        const found = test(line)
        if (found) return resolve(found)
      }
      if (ended) return reject(ended)
      const done = (settle, value) => {
        clearTimeout(timer)
        waiting.delete(waiter)
        settle(value)
      }
      const waiter = {
        hear(line) {
          const found = test(line)
          if (found) done(resolve, found)
        },
        reject: (error) => done(reject, error),
      }
      const late = new Error(`${command} ${args[0] ?? ''} was silent for too long: ${lines.slice(-5).join(' | ')}`)
      const timer = setTimeout(() => done(reject, late), READY_WITHIN_MS)
      waiting.add(waiter)
    })
  return {
    pid: child.pid,
    began,
    heard,
    /** Waits for a word; milliseconds from the start of the program to it. */
    ready: (word) => heard((line) => line.includes(word)).then(() => now() - began),
    say: (line) => child.stdin.write(`${line}\n`),
    stop(signal = 'SIGKILL') {
      child.kill(signal)
      return gone
    },
  }
}

/** Processor seconds a process has used, all its threads, in the kernel too. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) / TICKS_PER_SECOND
}

/** Processor seconds that the whole machine has used. */
function machineSeconds() {
  const [, user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8').split(/\s+/).map(Number)
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND
}

/**
 * Runs `work` and says how many cores each of the processes kept busy meanwhile (`cpu: {load: 0.4, core: 1.5}`), and how
 * many were kept busy by what has nothing to do with it (`others`): the noise that somebody else makes. `seconds`: how long.
 */
export async function withCpu(pids, work) {
  const names = Object.keys(pids)
  const used = () => names.map((name) => cpuSeconds(pids[name]))
  const before = used()
  const machineBefore = machineSeconds()
  const began = now()
  const result = await work()
  const seconds = (now() - began) / 1000
  const after = used()
  const spent = names.map((_, i) => after[i] - before[i])
  const others = machineSeconds() - machineBefore - spent.reduce((all, each) => all + each, 0)
  const cpu = Object.fromEntries(names.map((name, i) => [name, spent[i] / seconds]))
  return { ...result, seconds, cpu, others: Math.max(0, others / seconds) }
}

/** Resident memory of a process, in MB (10^6 bytes). */
export function residentMb(pid) {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kb) * 1024) / 1e6
}

/** Memory of a process in MB: what is resident, and what of it no other process has too (shared libraries, node itself). */
export function memoryMb(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const of = (field) => (Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) * 1024) / 1e6
  return { residentMb: of('Rss'), proportionalMb: of('Pss'), privateMb: of('Private_Clean') + of('Private_Dirty') }
}

/** Looks at a process's memory until `stop()`, which says how far it rose above where it stood. */
export function watchMemory(pid) {
  const first = residentMb(pid)
  let peak = first
  const look = () => (peak = Math.max(peak, residentMb(pid)))
  const timer = setInterval(look, 20)
  return {
    stop() {
      clearInterval(timer)
      look()
      return { peakMb: peak, growthMb: peak - first }
    },
  }
}
