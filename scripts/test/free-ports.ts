import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Ports for tests lie below those that the system hands to outgoing connections, which would take one between here and there. */
const FIRST_PORT = 20_000
const LAST_PORT = 32_000
/** One file a port that is taken, with the process that took it: tests run beside each other, in one process and in several. */
const TAKEN = join(tmpdir(), 'eg-test-ports')

const ours = new Set<string>()
process.once('exit', () => {
  for (const file of ours) rmSync(file, { force: true })
})

/**
 * `count` ports that are free now and that no other test is given while this process lives: a core that stands still for a
 * moment, or is not started yet, finds its port free.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT))
    if (take(port) && (await isFree(port))) ports.push(port)
  }
  return ports
}

function take(port: number): boolean {
  mkdirSync(TAKEN, { recursive: true })
  const file = join(TAKEN, String(port))
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (!isLeftBehind(file)) return false
    writeFileSync(file, String(process.pid))
  }
  ours.add(file)
  return true
}

/** Whether the process that took it was killed, and could not give it back. */
function isLeftBehind(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // Just made, and not written yet.
    if (!pid) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
