import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const MIGRATIONS = 'src/store/sqlite/migrations'

/** One place of the built core (a path below `core/`), and what is put in its place. */
export interface Patch {
  file: string
  from: string
  to: string
}

const roots: string[] = []

/** Takes the copies away. */
export function removePatchedCores(): void {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
}

/**
 * A copy of the built core with something broken in it, in a folder of its own; its main script.
 * @throws if a place to be broken is not there exactly once: the core has changed, and the test must follow
 */
export function patchedCore(patches: readonly Patch[]): string {
  const root = mkdtempSync(join(tmpdir(), 'eg-patched-'))
  roots.push(root)
  const copy = join(root, 'core')
  mkdirSync(join(copy, 'src/store/sqlite'), { recursive: true })
  for (const part of ['package.json', 'dist', 'paytables', MIGRATIONS]) {
    cpSync(join(ROOT, 'core', part), join(copy, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  for (const { file, from, to } of patches) {
    const path = join(copy, file)
    const text = readFileSync(path, 'utf8')
    const found = text.split(from).length - 1
    if (found !== 1) throw new Error(`${file} has ${found} times what is to be broken: ${from}`)
    writeFileSync(
      path,
      text.replace(from, () => to),
    )
  }
  return join(copy, 'dist/main.js')
}
