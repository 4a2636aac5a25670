import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

// A set of hosts of its own, beside whatever else is tested on this machine. The packages that install.sh asks for are in
// the tree that they boot from: a booted host has no way out.
const PACKAGES = 'avahi-daemon,libnss-mdns'
const ENV = {
  PATH: process.env.PATH,
  TEST_HOSTS_NAME: process.env.TEST_HOSTS_NAME ?? 'egdeploy',
  TEST_HOSTS_NET: process.env.TEST_HOSTS_NET ?? '198.18.80',
  BOOT_HOSTS_PACKAGES: PACKAGES,
}
const FOLDER = process.env.EG_TEST_TOOLS && join(process.env.EG_TEST_TOOLS, 'test-hosts')
/** What the tools end with where the machine cannot have hosts. */
const CANNOT = 77

export const HOSTS = ['eg-core', 'slot-01', 'slot-02', 'spare', 'fresh'] as const
export type Host = (typeof HOSTS)[number]

/** How a command on a host ended; `output` is what it wrote, both ways. */
export interface Ran {
  status: number | null
  output: string
  seconds: number
}

/** Why nothing can be booted here, in one line; null if it can. */
export function whyNoBoot(): string | null {
  if (!FOLDER) return 'skipped: EG_TEST_TOOLS does not say where test-hosts and boot-hosts are'
  for (const words of [
    ['test-hosts', 'check'],
    ['boot-hosts', 'install'],
  ] as const) {
    const { status, stderr, error } = spawnSync(join(FOLDER, words[0]), [words[1]], { env: ENV, encoding: 'utf8' })
    if (status === CANNOT) return `skipped: ${stderr.trim()}`
    if (status !== 0) throw error ?? new Error(`${words.join(' ')} ended with ${status}: ${stderr}`)
  }
  return null
}

function tool(name: 'test-hosts' | 'boot-hosts', ...words: string[]): string {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
  return execFileSync(join(FOLDER as string, name), words, { env: ENV, encoding: 'utf8', stdio })
}

/** Bare hosts, booted, with further packages of Debian's in their tree. */
export function bootAll(hosts: readonly Host[] = HOSTS, packages: readonly string[] = []): void {
  downAll()
  ENV.BOOT_HOSTS_PACKAGES = [PACKAGES, ...packages].join(',')
  tool('test-hosts', 'up', ...HOSTS)
  boot(...hosts)
}

/** Switches hosts on. None has a Node of its own. */
export function boot(...hosts: Host[]): void {
  // Two lanes may start at once from a tree that has yet to be made: once.
  const tree = [join(tmpdir(), 'eg-boot-tree.lock'), join(FOLDER as string, 'boot-hosts'), 'root']
  execFileSync('flock', tree, { env: ENV, stdio: ['ignore', 'ignore', 'inherit'] })
  tool('boot-hosts', 'boot', ...hosts)
  for (const host of hosts) rmSync(disk(host, '/usr/bin/node'), { force: true })
}

/** Cuts the power of hosts. */
export function crash(...hosts: Host[]): void {
  for (const host of hosts) tool('boot-hosts', 'crash', host)
}

export function downAll(): void {
  tool('boot-hosts', 'down')
  tool('test-hosts', 'down')
}

/** How a command runs on a host that was made and is not booted: with this machine's disk and that host's network. */
export function onUnbooted(host: Host, words: readonly string[]) {
  return { file: join(FOLDER as string, 'test-hosts'), words: ['exec', host, '--', ...words], env: ENV }
}

/** How ssh reaches booted hosts, as lines of an Ansible inventory. */
export function inventory(...hosts: Host[]): string {
  return tool('boot-hosts', 'inventory', ...hosts)
}

/** A path of a host's disk, as this machine sees it. */
export function disk(host: Host, path: string): string {
  return join(tool('boot-hosts', 'disk', host).trim(), path)
}

export function copyIn(host: Host, file: string): string {
  mkdirSync(disk(host, '/root/in'), { recursive: true })
  cpSync(file, disk(host, `/root/in/${basename(file)}`))
  return `/root/in/${basename(file)}`
}

/** Runs a command on a host as root. English, unless `env` says otherwise. */
export function run(host: Host, words: readonly string[], env: Record<string, string> = {}): Ran {
  const began = performance.now()
  const settings = Object.entries({ LANG: 'C.UTF-8', ...env }).map(([name, value]) => `${name}=${value}`)
  const { status, stdout, stderr } = spawnSync(
    join(FOLDER as string, 'boot-hosts'),
    ['sh', host, 'env', ...settings, ...words],
    { env: ENV, encoding: 'utf8' },
  )
  return { status, output: stdout + stderr, seconds: (performance.now() - began) / 1000 }
}

/** Runs a line of shell on a host and returns what it wrote; fails if it fails. */
export function sh(host: Host, line: string): string {
  const { status, output } = run(host, ['bash', '-c', line])
  if (status !== 0) throw new Error(`${host}: ${line} ended with ${status}: ${output}`)
  return output.trim()
}

/** A script of the installed release. */
export function script(host: Host, name: string, ...words: string[]): Ran {
  return run(host, [`/opt/eg/current/scripts/${name}.sh`, ...words])
}
