import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

const TOOLS = ['gpiodetect', 'gpioinfo', 'gpioget', 'gpiomon', 'gpioset']
const SUITE = 'trixie'
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'eg-libgpiod2')

/**
 * A folder for PATH with the tools of libgpiod 2: this system's own, or those of Debian 13, fetched with apt into a folder
 * of their own together with the C library that they need. Null and why, where they cannot be had.
 */
export function findLibgpiod2(): { path: string; reason: null } | { path: null; reason: string } {
  const { stdout } = spawnSync('gpiodetect', ['--version'], { encoding: 'utf8' })
  if (/ v[2-9]/.test(stdout ?? '')) return { path: dirname(which('gpiodetect')), reason: null }
  const path = join(CACHE, 'bin')
  if (existsSync(path)) return { path, reason: null }
  try {
    mkdirSync(CACHE, { recursive: true })
    const making = mkdtempSync(join(CACHE, 'making-'))
    fetchPackages(making)
    mkdirSync(join(making, 'bin'))
    for (const tool of TOOLS) writeFileSync(join(making, 'bin', tool), wrapper(tool), { mode: 0o755 })
    for (const part of ['root', 'bin']) renameSync(join(making, part), join(CACHE, part))
    rmSync(making, { recursive: true })
    return { path, reason: null }
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { path: null, reason: `libgpiod 2 is not installed, and cannot be fetched from Debian's ${SUITE}: ${said}` }
  }
}

function fetchPackages(folder: string): void {
  for (const part of ['lists/partial', 'cache/archives/partial', 'root'])
    mkdirSync(join(folder, part), { recursive: true })
  const keys = '/usr/share/keyrings/debian-archive-keyring.gpg'
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${keys}] http://deb.debian.org/debian ${SUITE} main\n`)
  const options = [
    `Dir::Etc::SourceList=${folder}/sources.list`,
    'Dir::Etc::SourceParts=/nonexistent',
    `Dir::State::Lists=${folder}/lists`,
    `Dir::Cache=${folder}/cache`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option])
  const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: folder, stdio: 'pipe' })
  run('apt-get', ['-qq', ...options, 'update'])
  run('apt-get', ['-qq', ...options, 'download', 'gpiod', 'libgpiod3', 'libc6'])
  run('sh', ['-c', 'for package in *.deb; do dpkg-deb -x "$package" root; done'])
}

/** The tool with the C library of its own Debian: this one's may be older. The process is the tool's own (`exec`). */
function wrapper(tool: string): string {
  const libraries = join(CACHE, 'root/usr/lib/x86_64-linux-gnu')
  return `#!/bin/sh\nexec ${libraries}/ld-linux-x86-64.so.2 --library-path ${libraries} ${CACHE}/root/usr/bin/${tool} "$@"\n`
}

function which(command: string): string {
  return execFileSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).trim()
}
