import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Artefact, ROOT } from './artefact.js'
import { type Host, inventory, onUnbooted } from './boot.js'

/** The folder with the playbook, in the sources. */
export const ANSIBLE = join(ROOT, 'deploy/ansible')

/** Has Debian's package that brings a command, or says in one line why not; as root it is installed. */
export function whyNoCommand(command: string, debianPackage: string): string | null {
  const isThere = () => spawnSync(command, ['--version'], { env: ENV }).status === 0
  if (isThere()) return null
  const apt = (...words: string[]) =>
    spawnSync('apt-get', [...words, '-qq'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
  if (process.getuid?.() === 0) {
    apt('update')
    if (apt('install', '-y', '--no-install-recommends', debianPackage) && isThere()) return null
  }
  return `skipped: there is no ${command} here (Debian: apt-get install ${debianPackage})`
}

// Ansible refuses to start where texts are not UTF-8.
const ENV = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ANSIBLE_NOCOLOR: '1' }

/** What the last lines of a run say of one host. */
export interface Recap {
  ok: number
  changed: number
  unreachable: number
  failed: number
}

export interface Played {
  status: number | null
  /** Line by line, as it was written. */
  output: string
  /** The same as one line: Ansible breaks long messages where it likes. */
  said: string
  recap: Record<string, Recap>
  seconds: number
}

/** A machine beside a venue's hosts, with a release unpacked and the playbook that is in it. */
export interface Controller {
  /** The inventory's variables for all hosts, in its own notation; may be changed between runs. */
  vars: Record<string, string>
  /** Another release that it may bring. */
  offer(file: string): void
  play(...words: string[]): Promise<Played>
  remove(): void
}

/** `groups`: the inventory's, by name. */
export function createController(
  made: Artefact,
  groups: Record<string, Host[]>,
  vars: Record<string, string>,
): Controller {
  const folder = mkdtempSync(join(tmpdir(), 'eg-controller-'))
  const releases = join(folder, 'releases')
  mkdirSync(releases)
  const book = join(made.dir, 'deploy/ansible')
  // What is tested is the playbook of the sources; a release that EG_RELEASE names may have an older one.
  cpSync(ANSIBLE, book, { recursive: true })
  const offer = (file: string) => symlinkSync(file, join(releases, basename(file)))
  offer(made.file)
  const file = join(folder, 'venue.ini')
  const members = Object.entries(groups).flatMap(([name, its]) => [`[${name}]`, ...its])
  const head = [inventory(...Object.values(groups).flat()), ...members, '[all:vars]', `eg_releases=${releases}`]
  return {
    vars,
    offer,
    play(...words) {
      const lines = [...head, ...Object.entries(vars).map(([name, value]) => `${name}=${value}`)]
      writeFileSync(file, `${lines.join('\n')}\n`)
      return playOn('fresh', ['-i', file, 'site.yml', ...words], book, folder)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs ansible-playbook on a host that is not booted. It does not block: a run takes longer than vitest waits for a sign of life. */
async function playOn(host: Host, words: string[], cwd: string, home: string): Promise<Played> {
  const began = performance.now()
  const how = onUnbooted(host, ['ansible-playbook', ...words])
  const child = spawn(how.file, how.words, {
    cwd,
    env: { ...ENV, ...how.env, HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    // Not `close`: the ssh that Ansible keeps for its next run holds the pipes open.
    child.on('exit', resolve)
  })
  const said = output.replaceAll(/\s+/g, ' ')
  return { status, output, said, recap: recapOf(output), seconds: (performance.now() - began) / 1000 }
}

function recapOf(output: string): Record<string, Recap> {
  const lines = output.slice(output.lastIndexOf('PLAY RECAP')).matchAll(/^(\S+)\s+: (ok=.*)$/gm)
  return Object.fromEntries(
    [...lines].map(([, host, counts]) => [
      host,
      Object.fromEntries([...(counts ?? '').matchAll(/(\w+)=(\d+)/g)].map(([, name, n]) => [name, Number(n)])),
    ]),
  ) as Record<string, Recap>
}
