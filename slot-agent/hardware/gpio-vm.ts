import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer, type Server, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

export type Board = 'pi4' | 'pi5' | 'old'

/** A small virtual machine with the GPIO chips of a board, this project in it, and a shell that does what a test says. */
export interface Machine {
  /** Runs a line of shell and gives what it printed; rejects if its status is not 0. */
  run(line: string, timeoutMs?: number): Promise<string>
  /** The same, whatever its status. */
  attempt(line: string, timeoutMs?: number): Promise<{ status: number; output: string }>
  /** Presses the button on a BCM number and keeps it down, whatever a program asks of that line, until it is released. */
  hold(pin: number | undefined): Promise<void>
  release(pin: number | undefined): Promise<void>
  end(): Promise<void>
}

const SKIPPED = 77
/** Emulated, everything takes ten to twenty times as long, and other work may share the processors. */
export const PATIENCE_MS = 120_000
const BOOT_MS = 240_000
const GUEST = fileURLToPath(new URL('guest.sh', import.meta.url))
const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** The tool that runs the machine; null and why, where it cannot be had here. */
export function findGpioVm(): { tool: string; reason: null } | { tool: null; reason: string } {
  const folder = process.env.EG_TEST_TOOLS
  if (!folder) return { tool: null, reason: 'EG_TEST_TOOLS is not set: it names the folder with gpio-vm' }
  const tool = `${folder}/gpio-vm/gpio-vm`
  const { status, stderr, error } = spawnSync(tool, ['--prepare'], { encoding: 'utf8' })
  if (status === 0) return { tool, reason: null }
  const said = stderr?.trim().split('\n').at(-1) ?? error?.message
  if (status === SKIPPED || error) return { tool: null, reason: said ?? 'gpio-vm cannot be had here' }
  throw new Error(`${tool} --prepare ended with ${status}: ${said}`)
}

/** Starts a machine; `options` are further ones of gpio-vm, such as `--plug reader`. */
export async function startMachine(tool: string, board: Board, options: string[] = []): Promise<Machine> {
  const { server, port, joined } = await listen()
  const args = ['--board', board, '--timeout', '900', ...options, '--', 'bash', GUEST, String(port)]
  const child = spawn('nice', ['-n', '10', tool, ...args], { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const early = ended.then(() => Promise.reject(new Error(`gpio-vm ended: ${said.trim()}`)))
  const socket = await Promise.race([within(BOOT_MS, 'the machine to start', joined), early])
  early.catch(() => undefined) // it ends some time: then whoever waits for an answer is told
  return createMachine(child, server, socket, ended)
}

function createMachine(child: ChildProcess, server: Server, socket: Socket, ended: Promise<void>): Machine {
  let text = ''
  let answered: (() => void) | null = null
  let turn: Promise<unknown> = Promise.resolve()
  socket.on('data', (bytes) => {
    text += String(bytes)
    answered?.()
  })
  socket.on('error', () => undefined) // `close` follows: the machine is gone, and each wait has its end
  const ask = async (line: string, timeoutMs: number) => {
    text = ''
    const answer = new Promise<{ status: number; output: string }>((resolve) => {
      answered = () => {
        const [whole, output = '', status] = /^([\s\S]*)\n= (\d+)\n$/.exec(text) ?? []
        if (whole !== undefined) resolve({ status: Number(status), output: output.trim() })
      }
    })
    socket.write(`${line}\n`)
    return within(timeoutMs, `"${line}" in the machine`, answer)
  }
  const attempt = (line: string, timeoutMs = PATIENCE_MS) => {
    const mine = turn.then(() => ask(line, timeoutMs))
    turn = mine.catch(() => undefined)
    return mine
  }
  const run = async (line: string, timeoutMs?: number) => {
    const { status, output } = await attempt(line, timeoutMs)
    if (status !== 0) throw new Error(`"${line}" ended with ${status}: ${output}`)
    return output
  }
  return {
    attempt,
    run,
    async hold(pin) {
      await run(
        `bash slot-agent/hardware/hold-button.sh ${pin} >/dev/null 2>&1 </dev/null & echo $! >/tmp/hand-${pin}.pid`,
      )
      await run(`until [ "$(led ${pin})" = 0 ]; do sleep 0.1; done`)
    },
    async release(pin) {
      await run(`kill $(cat /tmp/hand-${pin}.pid); pull ${pin} up`)
    },
    async end() {
      socket.end() // the shell in the machine ends, and the machine with it
      server.close()
      const cancel = setTimeout(() => child.kill('SIGTERM'), 20_000)
      await ended
      clearTimeout(cancel)
    },
  }
}

async function listen(): Promise<{ server: Server; port: number; joined: Promise<Socket> }> {
  const server = createServer()
  const joined = new Promise<Socket>((resolve) => server.once('connection', resolve))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port for the machine')
  return { server, port: address.port, joined }
}

function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited ${ms} ms in vain for ${what}`)), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
