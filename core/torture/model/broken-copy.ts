import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** What a package needs to run; the sources for their migrations. */
const PARTS = ['dist', 'src', 'package.json']

/** One place of a built file that is written otherwise: a fault on purpose. */
export interface Fault {
  /** Below the folder of the package. */
  file: string
  is: string
  becomes: string
}

/**
 * A copy of the built core (or slot's agent) with faults, for the tests of the checkers; the folder that stands for `core/`.
 * @throws Error if a place is not there, or there twice: such a test would show nothing
 */
export function breakCopy(faults: readonly Fault[], name: 'core' | 'slot-agent' = 'core'): string {
  const root = mkdtempSync(join(tmpdir(), 'eg-broken-'))
  const copy = join(root, name)
  for (const part of [...PARTS, ...(name === 'core' ? ['paytables'] : [])])
    cpSync(join(ROOT, name, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  for (const { file, is, becomes } of faults) {
    const path = join(copy, file)
    const parts = readFileSync(path, 'utf8').split(is)
    if (parts.length !== 2)
      throw new Error(`${file} holds ${JSON.stringify(is)} ${parts.length - 1} times; once is meant`)
    writeFileSync(path, parts.join(becomes))
  }
  return copy
}

/** A module of such a copy; `Module` is the type of the one that ships. */
export async function importBroken<Module>(core: string, file: string): Promise<Module> {
  return (await import(pathToFileURL(join(core, file)).href)) as Module
}
