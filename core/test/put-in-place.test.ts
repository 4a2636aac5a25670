import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { newestGood, takeBackup } from '../dist/store/sqlite/backup-files.js'
import { mendAtStart } from '../dist/store/sqlite/mend-at-start.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { putInPlace } from '../dist/store/sqlite/put-in-place.js'
import { StoreRefusedError } from '../dist/store/store.js'

const RESTORE = fileURLToPath(new URL('../dist/restore.js', import.meta.url))
const AT = Date.parse('2026-11-21T23:00:00Z')
const STAMP = '.aside-2026-11-21T23-00-00Z'

let home: string
let dbPath: string
let folder: string
let backup: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'eg-place-'))
  dbPath = join(home, 'core.db')
  folder = join(home, 'backups')
  openDatabase(dbPath).close()
  backup = join(folder, takeBackup(dbPath, folder, AT).file)
  // Who only reads leaves these behind; a core that was stopped well leaves none.
  for (const suffix of ['-wal', '-shm']) rmSync(dbPath + suffix, { force: true })
})

const content = () => readFileSync(dbPath).toString('latin1')
/** What lies beside the database but its lock, and what is in it. */
const around = () => ({ names: readdirSync(home).filter((name) => !name.endsWith('.lock')), database: content() })
const last = (path: string) => {
  const db = new Database(path)
  try {
    return db.prepare("SELECT value FROM meta WHERE key = 'last'").pluck().get()
  } finally {
    db.close()
  }
}
/** `limitKb`: no file may grow beyond it. */
const restore = (file: string, limitKb: number | 'unlimited' = 'unlimited') =>
  spawnSync('bash', ['-c', `ulimit -f ${limitKb}; exec "$@"`, 'bash', process.execPath, RESTORE, file], {
    env: { PATH: process.env.PATH, DB_PATH: dbPath },
    encoding: 'utf8',
  })

describe('a backup in the place of the database', () => {
  it('X17 is none that has no tables', () => {
    const blank = join(folder, 'core-2026-11-21T23-05-00Z-4711.db')
    const db = new Database(blank)
    db.pragma('user_version = 1')
    db.close()
    const before = around()
    const stderr = expect.stringMatching(/it has no tables.*nothing was changed/) as string
    expect(restore(blank)).toMatchObject({ status: 1, stderr })
    expect(existsSync(dbPath)).toBe(true)
    expect(around()).toEqual(before)
    // It has the highest number, and is still not the newest good one.
    expect(newestGood(folder)?.path).toBe(backup)
  })

  it('X16 that cannot be copied leaves the database where it is, and says so', () => {
    const before = around()
    // The copy ends in its midst, as on a full disk.
    const full = restore(backup, 16)
    expect(full.stderr).toMatch(/could not be put in its place \(.*\)\. Nothing was changed\. Make room/)
    expect(full.status).toBe(1)
    expect(around()).toEqual(before)
    expect(restore(backup)).toMatchObject({ status: 0, stdout: expect.stringContaining('is kept as') as string })
    const aside = readdirSync(home).find((name) => name.includes('.aside-')) ?? ''
    expect(readFileSync(join(home, aside)).toString('latin1')).toBe(before.database)
    expect(content()).not.toBe(before.database)
  })

  it('X19 a database that was kept aside comes back with what only its log holds', () => {
    const killed = join(home, 'killed.db')
    const db = openDatabase(killed)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.prepare("INSERT INTO meta (key, value) VALUES ('last', 'acknowledged')").run()
    // As kill -9 leaves it: nothing of the log has come into the file.
    const aside = `${dbPath}${STAMP}`
    for (const suffix of ['', '-wal']) copyFileSync(killed + suffix, aside + suffix)
    db.close()
    const log = readFileSync(`${aside}-wal`)
    expect(log.length).toBeGreaterThan(0)
    expect(restore(aside)).toMatchObject({ status: 0 })
    expect(existsSync(`${dbPath}-wal`)).toBe(false)
    expect(readFileSync(`${aside}-wal`)).toEqual(log)
    expect(last(dbPath)).toBe('acknowledged')
  })

  it('X20 a whole database goes aside as one file, with what its log held', () => {
    const killed = join(home, 'killed.db')
    const db = openDatabase(killed)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.prepare("INSERT INTO meta (key, value) VALUES ('last', 'acknowledged')").run()
    for (const suffix of ['', '-wal']) copyFileSync(killed + suffix, dbPath + suffix)
    db.close()
    const aside = putInPlace(backup, dbPath, AT) as string
    expect(existsSync(`${aside}-wal`)).toBe(false)
    expect(last(aside)).toBe('acknowledged')
    expect(last(dbPath)).toBeUndefined()
  })

  it('X16 for which the database cannot be moved aside in whole leaves it its name, at the start of the core too', () => {
    writeFileSync(dbPath, 'damaged')
    writeFileSync(`${dbPath}-wal`, 'its log')
    const taken = `${dbPath}${STAMP}-wal`
    mkdirSync(join(taken, 'in the way'), { recursive: true })
    const before = around()
    expect(() => putInPlace(backup, dbPath, AT)).toThrow('Nothing was changed')
    expect(around()).toEqual(before)
    const start = () => mendAtStart(dbPath, { folder, policy: 'auto' }, AT)
    expect(start).toThrow(StoreRefusedError)
    expect(around()).toEqual(before)

    // Nothing is in the way any more: the log goes where its database goes.
    rmSync(taken, { recursive: true })
    expect(start()).toContain(`kept as ${dbPath}${STAMP}`)
    expect(readFileSync(dbPath + STAMP, 'utf8')).toBe('damaged')
    expect(readFileSync(`${dbPath}${STAMP}-wal`, 'utf8')).toBe('its log')
    expect(existsSync(`${dbPath}-wal`)).toBe(false)
  })

  it('X16 is not mixed with the log of one that is gone', () => {
    rmSync(dbPath)
    writeFileSync(`${dbPath}-wal`, 'a log of before')
    expect(putInPlace(backup, dbPath, AT)).toBe(`${dbPath}${STAMP}-wal`)
    expect(existsSync(`${dbPath}-wal`)).toBe(false)
    expect(existsSync(dbPath)).toBe(true)
  })

  it('X16 keeps aside what was kept aside in the same second before', () => {
    const first = putInPlace(backup, dbPath, AT)
    const second = putInPlace(backup, dbPath, AT)
    expect([first, second]).toEqual([dbPath + STAMP, `${dbPath}${STAMP}-2`])
    for (const name of [first, second]) expect(existsSync(String(name))).toBe(true)
  })
})
