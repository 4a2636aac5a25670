import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CORE } from '../../../scripts/test/processes.js'

/**
 * A core in a process of its own that is started again and again on one database. Unlike `createCoreProcess` it listens on
 * whatever port the system gives it: ten thousand starts beside other suites would meet taken ones.
 */
export interface KillableCore {
  readonly dbPath: string
  /** Where the core that runs now is reached. */
  readonly mqttPort: number
  readonly api: string
  /** What the latest core wrote. */
  readonly lines: readonly string[]
  /** Resolves when it is ready; rejects when it ends before. */
  start(): Promise<void>
  kill(): Promise<void>
  stop(): Promise<void>
  running(): boolean
}

export interface CoreOptions {
  /** Absent: in a fresh folder. */
  dbPath?: string | undefined
  /** Absent: what ships. */
  script?: string | undefined
  env?: Record<string, string> | undefined
}

const ANY_PORT = { MQTT_PORT: '0', MQTT_WS_PORT: '0', API_PORT: '0', OPERATOR_UI_PORT: '0' }

export function createKillableCore({ dbPath, script = CORE, env }: CoreOptions = {}): KillableCore {
  const path = dbPath ?? join(realpathSync(mkdtempSync(join(tmpdir(), 'eg-killed-'))), 'core.db')
  const settings = { PATH: process.env.PATH, ...ANY_PORT, DB_PATH: path, EG_BACKUP_SECONDS: '0', ...env }
  let child: ChildProcess | null = null
  let lines: string[] = []
  let [mqttPort, api] = [0, '']

  const end = async (signal: NodeJS.Signals) => {
    const ended = child
    if (!ended || ended.exitCode !== null || ended.signalCode !== null) return
    const exited = once(ended, 'exit')
    ended.kill(signal)
    await exited
  }
  return {
    dbPath: path,
    get mqttPort() {
      return mqttPort
    },
    get api() {
      return api
    },
    get lines() {
      return lines
    },
    start: () =>
      new Promise((resolve, reject) => {
        // By the channel it notices the end of the test, whatever ended it, and goes.
        const started = spawn(process.execPath, [script], { env: settings, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
        child = started
        const { stdout, stderr } = started
        if (!stdout || !stderr) throw new Error('a core without its output')
        const heard: string[] = []
        lines = heard
        const hear = (line: string) => {
          heard.push(line)
          if (!line.includes('"core ready"')) return
          const ready = JSON.parse(line) as { mqtt: string; api: string }
          mqttPort = Number(new URL(ready.mqtt).port)
          api = ready.api
          resolve()
        }
        createInterface({ input: stdout }).on('line', hear)
        createInterface({ input: stderr }).on('line', hear)
        started.once('close', (code) => reject(new Error(`the core ended with ${code}: ${heard.slice(-3).join('\n')}`)))
      }),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    running: () => child !== null && child.exitCode === null && child.signalCode === null,
  }
}
