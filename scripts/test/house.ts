import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts, until } from './processes.js'

const START = fileURLToPath(new URL('../start.sh', import.meta.url))

/** What one run of scripts/start.sh gives: its words, its addresses, and how it ended. */
export interface House {
  output(): string
  env: Record<string, string>
  api: string
  type(line: string): void
  /** Sends a signal to start.sh alone, as Ctrl-C in another terminal would, and waits for its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
  ended: Promise<number | null>
}

/** Ports and a database of its own for one house. */
export async function houseEnv(): Promise<Record<string, string>> {
  const [mqtt, ws, api, operator, slot] = (await freePorts(5)).map(String) as [string, string, string, string, string]
  return {
    MQTT_PORT: mqtt,
    MQTT_WS_PORT: ws,
    API_PORT: api,
    OPERATOR_UI_PORT: operator,
    SLOT_UI_PORT: slot,
    DB_PATH: join(mkdtempSync(join(tmpdir(), 'eg-house-')), 'core.db'),
    EG_SIM_MIN_MS: '20',
    EG_SIM_MAX_MS: '200',
  }
}

/** Runs scripts/start.sh; with `ready` it resolves once the house stands. */
export async function startHouse(args: string[], env: Record<string, string>, ready = true): Promise<House> {
  const child = spawn('bash', [START, ...args], { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } })
  let output = ''
  child.stdout.on('data', (text) => (output += String(text)))
  child.stderr.on('data', (text) => (output += String(text)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const house: House = {
    output: () => output,
    env,
    api: `http://127.0.0.1:${env.API_PORT}`,
    type: (line) => void child.stdin.write(`${line}\n`),
    end(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
    ended,
  }
  if (ready) {
    const failed = ended.then((code) => {
      throw new Error(`start.sh ended with ${code}:\n${output}`)
    })
    await Promise.race([until('EG ready', () => output.includes('EG ready'), 60_000), failed])
  }
  return house
}
