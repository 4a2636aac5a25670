import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('./shim.c', import.meta.url))

let built: string | undefined

/** Compiles shim.c, once a run, with what a fresh machine has; the path of the library. */
export function shim(): string {
  if (built !== undefined) return built
  const library = join(mkdtempSync(join(tmpdir(), 'eg-shim-')), 'shim.so')
  const flags = [
    '-x',
    'c',
    '-O2',
    '-Wall',
    '-fPIC',
    '-shared',
    '-o',
    library,
    SOURCE,
    '-x',
    'none',
    '-ldl',
    '-lpthread',
  ]
  const compiler = ['cc', 'gcc', 'g++'].find((name) => spawnSync(name, ['--version']).status === 0)
  if (compiler === undefined) throw new Error('no C compiler: install g++ (build-essential)')
  const { status, stderr } = spawnSync(compiler, flags, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${compiler} could not compile shim.c:\n${stderr}`)
  built = library
  return library
}
