import Database from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { until } from '../../test/core-process.js'
import { backupsAmong } from '../../dist/store/backups.js'

const ATTEMPTS = 10

const folderOf = (dbPath: string) => join(dirname(dbPath), 'backups')

/** The names of the backups that lie beside a database. */
export function listBackups(dbPath: string): string[] {
  try {
    return backupsAmong(readdirSync(folderOf(dbPath))).map(({ file }) => file)
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
}

/**
 * What is wrong with the backups of a core whose clock was set: the one taken last must be the newest and hold everything, and
 * the last one of each minute that was ever seen must still be there. `passTime` lets the time of one backup
 * pass; `patienceMs`: how long a whole one is waited for.
 */
export async function backupProblems(
  dbPath: string,
  seen: ReadonlySet<string>,
  passTime: () => Promise<void>,
  patienceMs = 30_000,
): Promise<string[]> {
  const want = lastTransfer(dbPath)
  const newest = () => listBackups(dbPath)[0]
  const isWhole = (file = newest()) => file !== undefined && lastTransfer(join(folderOf(dbPath), file)) === want
  // Its time may pass while one is being taken, which on a busy machine takes seconds.
  for (let attempt = 0; attempt < ATTEMPTS && !isWhole(); attempt++) {
    await passTime()
    await until('a backup', () => isWhole(), patienceMs / ATTEMPTS).catch(() => null)
  }
  const last = newest()
  const has = last === undefined ? 'nothing' : lastTransfer(join(folderOf(dbPath), last))
  const problems = has === want ? [] : [`the newest backup ${last} ends with transfer ${has}, the core with ${want}`]
  const kept = new Set(listBackups(dbPath))
  const lastOfMinute = new Map<number, string>()
  for (const { file, at } of backupsAmong([...seen, ...kept]).reverse()) lastOfMinute.set(Math.floor(at / 60_000), file)
  const lost = [...lastOfMinute.values()].filter((file) => !kept.has(file))
  const numbers = backupsAmong([...kept]).map(({ number }) => number)
  const twice = numbers.filter((number, i) => numbers.indexOf(number) !== i)
  problems.push(...twice.map((number) => `two backups have the number ${number}`))
  return [...problems, ...lost.map((file) => `the backup ${file} was the last of its minute and is gone`)]
}

function lastTransfer(path: string): number {
  const db = new Database(path, { readonly: true })
  try {
    return db.prepare('SELECT coalesce(max(transfer), 0) FROM transfers').pluck().get() as number
  } finally {
    db.close()
  }
}
