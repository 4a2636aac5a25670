import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './artefact.js'

// Hosts with a Docker engine each, and one engine that builds. They share this machine's files, so what a script would write
// on its host lies in a folder of the host's own.
const ENV = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TEST_HOSTS_NAME: 'egdocker',
  TEST_HOSTS_NET: '198.18.82',
  DOCKER_HERE_NODE: '24',
}
const TOOLS = process.env.EG_TEST_TOOLS
/** What the tools end with where the machine cannot have hosts or an engine. */
const CANNOT = 77
export const BASE = 'node:24-bookworm-slim'

export const ENGINES = ['core', 'slot-01', 'slot-02'] as const
export type EngineHost = (typeof ENGINES)[number]
export type Host = EngineHost | 'ctl'

/** How a command ended; `output` is what it wrote, both ways. */
export interface Ran {
  status: number | null
  output: string
  seconds: number
}

/** Why no engine runs here, in one line; null if it can. Starts the engine that builds. */
export function whyNoDocker(): string | null {
  if (!TOOLS) return 'skipped: EG_TEST_TOOLS does not say where docker-here and test-hosts are'
  for (const [name, word] of [
    ['test-hosts', 'check'],
    ['docker-here', 'install'],
    ['docker-here', 'up'],
  ] as const) {
    const { status, stderr, error } = spawnSync(join(TOOLS, name, name), [word], { env: ENV, encoding: 'utf8' })
    if (status === CANNOT) return `skipped: ${stderr.trim()}`
    if (status !== 0) throw error ?? new Error(`${name} ${word} ended with ${status}: ${stderr}`)
  }
  return null
}

export function tool(name: 'test-hosts' | 'docker-here', ...words: string[]): string {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
  return execFileSync(join(TOOLS as string, name, name), words, { env: ENV, encoding: 'utf8', stdio }).trim()
}

/** What `docker` needs to find an engine: that of a host, or the one that builds. */
function engine(host?: EngineHost): Record<string, string> {
  const said = tool('docker-here', 'env', ...(host ? ['--on', host] : []))
  return Object.fromEntries([...said.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]))
}

export function run(words: readonly string[], env: Record<string, string | undefined> = {}, input?: string): Ran {
  const began = performance.now()
  const { status, stdout, stderr, error } = spawnSync(words[0] as string, words.slice(1), {
    cwd: ROOT,
    env: { ...ENV, LANG: 'C.UTF-8', ...env },
    encoding: 'utf8',
    input,
    maxBuffer: 64 * 1024 * 1024,
    // Nothing here takes longer, but the first build on a slow machine.
    timeout: 840_000,
    killSignal: 'SIGKILL',
  })
  if (error) throw error
  return { status, output: stdout + stderr, seconds: (performance.now() - began) / 1000 }
}

export function must({ status, output }: Ran): string {
  if (status !== 0) throw new Error(`ended with ${status}: ${output}`)
  return output.trim()
}

/** `docker WORDS` on the engine that builds. */
export const docker = (...words: string[]) => must(run(['docker', ...words], engine()))
/** A command on a host, with its engine. */
export function onHost(host: Host, words: readonly string[], env: Record<string, string> = {}, input?: string): Ran {
  const settings = { ...(host === 'ctl' ? {} : engine(host)), ...env }
  return run([join(TOOLS as string, 'test-hosts/test-hosts'), 'exec', host, '--', ...words], settings, input)
}
export const dockerOn = (host: EngineHost, ...words: string[]) => must(onHost(host, ['docker', ...words]))

export const address = (host: Host) => tool('test-hosts', 'addr', host)

/** The folders that deploy scripts and engines write or make on their host. */
const THEIRS = ['/etc/eg', '/opt/eg', '/var/lib/eg', '/etc/systemd/system', '/etc/udev/rules.d', '/etc/avahi/services']
const MADE = [...THEIRS, '/etc/avahi', '/run/avahi-daemon', '/mnt/eg-backup']
let folder = ''
let missing: string[] = []

/** Hosts with engines that have `images`. */
export function upHosts(images: string[], engines: readonly EngineHost[] = ENGINES): void {
  downHosts()
  tool('docker-here', 'up')
  tool('test-hosts', 'up', ...ENGINES, 'ctl')
  folder = mkdtempSync(join(tmpdir(), 'eg-docker-'))
  missing = MADE.filter((path) => !existsSync(path))
  for (const host of engines) {
    tool('docker-here', 'up', '--on', host)
    if (images.length > 0) tool('docker-here', 'copy', host, ...images)
  }
}

export function downHosts(): void {
  tool('docker-here', 'down')
  tool('test-hosts', 'down')
  if (folder) rmSync(folder, { recursive: true, force: true })
  if (missing.length > 0) run(['rmdir', '--ignore-fail-on-non-empty', ...missing])
  folder = ''
  missing = []
}

/** A folder of a host's own. */
export function folderOf(host: Host, name = ''): string {
  const path = join(folder, host, name)
  mkdirSync(path, { recursive: true })
  return path
}

const WITH_ITS_OWN = `
set -e; state=$1; shift
for dir in ${THEIRS.join(' ')}; do mkdir -p "$state$dir" "$dir"; mount --bind "$state$dir" "$dir"; done
exec "$@"`

/** A command on a host that sees the host's own /etc/eg, /opt/eg and so on. */
export function onOwnDisk(host: EngineHost, words: readonly string[], env: Record<string, string> = {}): Ran {
  const inside = ['unshare', '--mount', 'bash', '-c', WITH_ITS_OWN, 'host', folderOf(host, 'disk'), ...words]
  return onHost(host, inside, env)
}

/** A file of a host's own disk, as this machine sees it. */
export const ownDisk = (host: EngineHost, path: string) => join(folderOf(host, 'disk'), path)

/** Builds both images (npm run images); what it printed. */
export function buildImages(...words: string[]): string {
  tool('docker-here', 'base')
  return must(run(['bash', 'scripts/images.sh', ...words], engine()))
}

/** Where in an image its program begins. */
export const PROGRAM = { core: 'core/dist/bundle/main.js', slot: 'slot-agent/dist/main.js' } as const

/** Another version of a part's image, which differs in what `line` does when it has begun. */
export function buildVariant(part: 'core' | 'slot', from: string, version: string, line = ''): void {
  const folder = part === 'core' ? 'core' : 'slot-agent'
  const change = `sed -i 's/"version": "[^"]*"/"version": "${version}"/' package.json ${folder}/package.json`
  const text = `FROM eg-${part}:${from}\nUSER root\nRUN ${change} && printf '\\n%s\\n' '${line}' >>${PROGRAM[part]}\nUSER 10001:10001\n`
  must(run(['docker', 'build', '-q', '-t', `eg-${part}:${version}`, '-'], engine(), text))
}
