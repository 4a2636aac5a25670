import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

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

/** Makes a release, or takes the one that EG_RELEASE names. */
export function makeArtefact(): Artefact {
  const folder = mkdtempSync(join(tmpdir(), 'eg-artefact-'))
  const given = process.env.EG_RELEASE
  if (!given) {
    execFileSync('bash', [join(ROOT, 'scripts/release.sh'), '--out', folder], { encoding: 'utf8', stdio: 'pipe' })
  }
  const file = given ?? join(folder, readdirSync(folder).find((name) => name.endsWith('.tar.gz')) as string)
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
