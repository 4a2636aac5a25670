import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'

// A set of hosts of its own, beside whatever else is tested on this machine.
const ENV = { PATH: process.env.PATH, TEST_HOSTS_NAME: 'egnet', TEST_HOSTS_NET: '198.18.78' }
const TOOL = process.env.EG_TEST_TOOLS && join(process.env.EG_TEST_TOOLS, 'test-hosts', 'test-hosts')
/** What the tool ends with where the machine cannot have hosts. */
const CANNOT = 77

export type HostName = 'core' | 'slot-01' | 'slot-02' | 'ctl'

/** Why there can be no hosts here, in one line; null if there can. */
export function whyNoHosts(): string | null {
  if (!TOOL) return 'skipped: EG_TEST_TOOLS does not say where test-hosts is'
  const { status, stderr, error } = spawnSync(TOOL, ['check'], { env: ENV, encoding: 'utf8' })
  if (status === 0) return null
  if (status === CANNOT) return `skipped: ${stderr.trim()}`
  throw error ?? new Error(`test-hosts check ended with ${status}: ${stderr}`)
}

/** Says something to the tool and waits until it is done. */
export function hosts(...words: string[]): string {
  return execFileSync(TOOL as string, words, { env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

/** A program on a host; its pid, signals and pipes are its own. */
export function runOn(host: HostName, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  return spawn(TOOL as string, ['exec', host, '--', 'env', ...settings, process.execPath, ...args], { env: ENV })
}
