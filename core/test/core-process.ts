import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CORE, freePorts } from '../../scripts/test/processes.js'

export { until } from '../../scripts/test/processes.js'

export interface Ports {
  mqtt: number
  ws: number
  api: number
  operator: number
}

/** A core in a process of its own, as it ships, on a database in a fresh folder. Keeps its ports over restarts. */
export interface CoreProcess {
  ports: Ports
  dbPath: string
  api: string
  lines: string[]
  start(): Promise<void>
  /** A clean stop; the exit code. */
  stop(): Promise<number | null>
  /** kill -9. */
  kill(): Promise<void>
  /** Stands still as a machine that hangs does: connections stay, nothing answers. Only kill ends it. */
  hang(): void
  running(): boolean
  /** @throws while it is not running */
  pid(): number
}

/** `script` is the core's main file: the one that ships, if no other is given. */
export async function createCoreProcess(env: Record<string, string> = {}, script = CORE): Promise<CoreProcess> {
  const [mqtt = 0, ws = 0, api = 0, operator = 0] = await freePorts(4)
  const dbPath = join(mkdtempSync(join(tmpdir(), 'eg-core-')), 'core.db')
  const lines: string[] = []
  let child: ChildProcess | null = null
  const settings = {
    MQTT_PORT: String(mqtt),
    MQTT_WS_PORT: String(ws),
    API_PORT: String(api),
    OPERATOR_UI_PORT: String(operator),
    DB_PATH: dbPath,
  }
  const gone = async (running: ChildProcess, signal: NodeJS.Signals) => {
    if (running.exitCode !== null || running.signalCode !== null) return running.exitCode
    const exited = once(running, 'exit')
    running.kill(signal)
    await exited
    return running.exitCode
  }
  return {
    ports: { mqtt, ws, api, operator },
    dbPath,
    api: `http://127.0.0.1:${api}`,
    lines,
    async start() {
      const started = spawn(process.execPath, [script], { env: { PATH: process.env.PATH, ...settings, ...env } })
      child = started
      await new Promise<void>((resolve, reject) => {
        const hear = (line: string) => {
          lines.push(line)
          if (line.includes('core ready')) resolve()
        }
        createInterface({ input: started.stdout }).on('line', hear)
        createInterface({ input: started.stderr }).on('line', hear)
        started.once('exit', (code) => reject(new Error(`the core ended with ${code}: ${lines.slice(-3).join('\n')}`)))
      })
    },
    stop: async () => (child ? gone(child, 'SIGTERM') : null),
    async kill() {
      if (child) await gone(child, 'SIGKILL')
    },
    hang: () => void child?.kill('SIGSTOP'),
    running: () => child !== null && child.exitCode === null && child.signalCode === null,
    pid() {
      if (child?.pid === undefined) throw new Error('the core is not running')
      return child.pid
    },
  }
}

/** POSTs JSON to the core's API. */
export async function post(
  core: CoreProcess,
  path: string,
  body: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${core.api}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

export async function get<T = Record<string, unknown>>(core: CoreProcess, path: string): Promise<T> {
  return (await (await fetch(`${core.api}${path}`)).json()) as T
}
