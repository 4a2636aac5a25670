import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The release under test, and others made from it. */
export interface Artefact {
  file: string
  /** It, unpacked. */
  dir: string
  /** A release of another version; `kind` as make-variant.mjs knows it. `damaged`: a file was changed after it was summed. */
  variant(version: string, kind: 'good' | 'dead' | 'dies' | 'deaf' | 'schema', damaged?: 'damaged'): string
  remove(): void
}

/** The release file in a folder, made there if there is none. */
function releaseIn(folder: string): string {
  const there = () => readdirSync(folder).find((name) => name.endsWith('.tar.gz'))
  if (there() === undefined)
    execFileSync('bash', [join(ROOT, 'scripts/release.sh'), '--out', folder], { encoding: 'utf8', stdio: 'pipe' })
  return join(folder, there() as string)
}

/** The suite's release (one-release.ts), or the one that EG_RELEASE names. `anew`: made for this caller alone. */
export function makeArtefact(anew?: 'anew'): Artefact {
  const folder = mkdtempSync(join(tmpdir(), 'eg-artefact-'))
  const file = process.env.EG_RELEASE ?? releaseIn(anew ? folder : inject('releaseFolder'))
  const maker = join(ROOT, 'scripts/test/deploy/make-variant.mjs')
  const base = join(folder, 'base')
  mkdirSync(base)
  execFileSync('tar', ['-xzf', file, '-C', base])
  const dir = join(base, readdirSync(base)[0] as string)
  const ending = /-a[a-z]+64\.tar\.gz$/.exec(file)?.[0] as string
  return {
    file,
    dir,
    variant(version, kind, damaged) {
      const made = join(folder, `eg-${version}${ending}`)
      const words = [maker, dir, version, made, kind, ...(damaged ? [damaged] : [])]
      if (!existsSync(made)) execFileSync(process.execPath, words, { encoding: 'utf8', cwd: ROOT })
      return made
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
