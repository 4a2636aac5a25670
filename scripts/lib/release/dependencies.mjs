// Production dependencies with their addons, installed from the lockfile into a folder of their own and without what a
// host never reads. Kept for the next release as long as the lockfile and Node are the same.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const CACHE = 'node_modules/.cache/eg/release'
/** What runs on hosts; the pages' dependencies are in their bundles. */
const PARTS = ['shared', 'core', 'slot-agent']
const MANIFESTS = [
  'package.json',
  'package-lock.json',
  ...[...PARTS, 'ui-operator', 'ui-slot'].map((part) => `${part}/package.json`),
]
/** Why addons are always compiled, and with this: it says itself. */
const OBJECT_WRAP = resolve('scripts/lib/addon-object-wrap.h')
/** Types and maps are for whoever writes code, readmes for whoever chooses a library, what begins with a dot for its makers. Licences stay. */
const UNREAD =
  /(\.d\.[cm]?ts|\.[cm]?ts|\.map|\.tsbuildinfo|\.flow)$|^(readme|changelog|history|contributing)[^/]*$|^\./i
/** The libraries' own tests, and what their makers' machines run. */
const FOR_MAKERS = /(^|\/)(tests?|__tests__|\.[a-z]+)\//
/** Folders of sources and of other machines' builds, by package. */
const UNUSED = {
  '.': ['.bin', '.package-lock.json', '@types', 'undici-types', '@eg'],
  'better-sqlite3': ['deps', 'src'],
  epoll: ['src'],
  '@serialport/bindings-cpp': ['src'],
}

/** The folder with the production node_modules. */
export function productionDependencies() {
  const hash = createHash('sha256').update(`${process.version} ${process.arch} `)
  for (const file of [...MANIFESTS, OBJECT_WRAP, import.meta.filename]) hash.update(readFileSync(file))
  const kept = resolve(CACHE, hash.digest('hex').slice(0, 16))
  if (existsSync(kept)) return kept
  console.error('Installing production dependencies and building their addons (once, a minute or two) ...')
  rmSync(CACHE, { recursive: true, force: true })
  const work = resolve(CACHE, 'work')
  for (const file of MANIFESTS) {
    mkdirSync(join(work, dirname(file)), { recursive: true })
    copyFileSync(file, join(work, file))
  }
  const workspaces = PARTS.flatMap((part) => ['-w', `@eg/${part}`])
  const words = ['ci', '--omit=dev', ...workspaces, '--no-audit', '--no-fund', '--loglevel=error']
  const env = {
    ...process.env,
    CXXFLAGS: `${process.env.CXXFLAGS ?? ''} -include ${OBJECT_WRAP}`,
    npm_config_build_from_source: 'better-sqlite3',
  }
  execFileSync('npm', words, { cwd: work, env, stdio: ['ignore', 'inherit', 'inherit'] })
  const modules = join(work, 'node_modules')
  prune(modules)
  renameSync(modules, kept)
  rmSync(work, { recursive: true, force: true })
  return kept
}

function prune(modules) {
  for (const [name, folders] of Object.entries(UNUSED)) {
    for (const folder of folders) rmSync(join(modules, name, folder), { recursive: true, force: true })
  }
  const prebuilt = join(modules, '@serialport/bindings-cpp/prebuilds')
  for (const name of list(prebuilt)) {
    if (name !== `${process.platform}-${process.arch}`) rmSync(join(prebuilt, name), { recursive: true })
  }
  for (const file of filesOf(modules)) {
    const inBuild = /\/build\//.test(file) && existsSync(join(modules, file.split('/build/')[0], 'binding.gyp'))
    const isAddon = file.endsWith('.node') && !/obj\.target|\.musl\.|test_extension/.test(file)
    if (isAddon) continue
    if (inBuild || file.endsWith('.node') || FOR_MAKERS.test(file) || UNREAD.test(file.split('/').at(-1)))
      rmSync(join(modules, file))
  }
}

/** The paths of all files below a folder, relative to it. */
export function filesOf(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort((a, b) => (a < b ? -1 : 1))
}

function list(dir) {
  return existsSync(dir) ? readdirSync(dir) : []
}
