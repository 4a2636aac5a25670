// What was measured on what: machine, versions, commit.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { WORK } from './processes.mjs'

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const versionIn = (file) => JSON.parse(readFileSync(pathOf(file), 'utf8')).version

/** What statfs(2) says of a folder that lies in memory (linux/magic.h): TMPFS_MAGIC, RAMFS_MAGIC. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6])

export function describeMachine() {
  mkdirSync(WORK, { recursive: true })
  const [cpu] = cpus()
  const memoryMb = Math.round(totalmem() / 1e6)
  return {
    cpu: cpu?.model.trim() ?? 'CPU',
    cores: cpus().length,
    memoryMb,
    arch: arch(),
    kernel: release(),
    node: process.version,
    diskInMemory: IN_MEMORY.has(statfsSync(WORK).type),
  }
}

export function versions() {
  const installed = (name) => versionIn(`../../node_modules/${name}/package.json`)
  const db = new Database(':memory:')
  const sqlite = db.prepare('SELECT sqlite_version()').pluck().get()
  db.close()
  return {
    eg: versionIn('../../package.json'),
    aedes: installed('aedes'),
    'better-sqlite3': installed('better-sqlite3'),
    sqlite,
  }
}

/** The commit that was measured, with a + when something was changed since; null outside a repository. */
export function commit() {
  const { status, stdout } = git('rev-parse', '--short', 'HEAD')
  if (status !== 0) return null
  return stdout.trim() + (git('status', '--porcelain').stdout.trim() === '' ? '' : '+')
}

function git(...words) {
  return spawnSync('git', words, { cwd: pathOf('.'), encoding: 'utf8' })
}
