// What a release says of itself: RELEASE (one fact a line, read by shell scripts) and SHA256SUMS.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { releaseFiles } from './stage.mjs'

/** Writes RELEASE and returns its facts: version, arch, node, glibc (the oldest it runs with), schema, commit. */
export function describeRelease({ dir, version, arch }) {
  const journal = join(dir, 'core/src/store/sqlite/migrations/meta/_journal.json')
  const facts = {
    version,
    arch,
    node: process.versions.node,
    glibc: glibcOf(dir),
    schema: JSON.parse(readFileSync(journal, 'utf8')).entries.length,
    commit: git('rev-parse', '--short=12', 'HEAD') ?? 'unknown',
  }
  const lines = Object.entries(facts).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(dir, 'RELEASE'), lines.join(''))
  return facts
}

/** `sha256sum --check` reads it; every file is in it, in the order of their names. */
export function writeChecksums(dir) {
  const line = (file) =>
    `${createHash('sha256')
      .update(readFileSync(join(dir, file)))
      .digest('hex')}  ${file}\n`
  writeFileSync(join(dir, 'SHA256SUMS'), releaseFiles(dir).map(line).join(''))
}

/** When the sources were made (seconds since 1970): the same commit gives the same release whenever it is built. */
export function sourceTime() {
  return Number(process.env.SOURCE_DATE_EPOCH || git('log', '-1', '--format=%ct') || 0)
}

/** The newest symbol version of the C library that Node and the addons ask for. */
function glibcOf(dir) {
  const binaries = ['bin/node', ...releaseFiles(dir).filter((file) => file.endsWith('.node'))]
  const versions = binaries.flatMap((file) =>
    [
      ...readFileSync(join(dir, file))
        .toString('latin1')
        .matchAll(/\bGLIBC_2\.(\d+)/g),
    ].map(([, minor]) => Number(minor)),
  )
  return `2.${Math.max(...versions)}`
}

/** What git says, or null where this is no working copy (a tarball of the sources). */
function git(...words) {
  try {
    return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
