import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { findBackups, newestGood, takeBackup } from '../dist/store/sqlite/backup-files.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'

const RESTORE = fileURLToPath(new URL('../dist/restore.js', import.meta.url))

let core: CoreProcess
afterEach(() => core.kill())

const backupFolder = () => join(dirname(core.dbPath), 'backups')
const backups = () => (existsSync(backupFolder()) ? readdirSync(backupFolder()).filter((f) => f.endsWith('.db')) : [])
const cards = async () => (await get<{ items: { tag_uid: string }[] }>(core, '/api/cards')).items.map((c) => c.tag_uid)
const restore = (file: string) =>
  spawnSync(process.execPath, [RESTORE, file], {
    env: { PATH: process.env.PATH, DB_PATH: core.dbPath },
    encoding: 'utf8',
  })

/** The folder of an evening that was played once. */
let played: string | undefined
/** A core that has run, holds card A in a backup and card B beyond it, and was stopped. */
async function evening(env: Record<string, string> = {}): Promise<void> {
  core = await createCoreProcess({ EG_BACKUP_SECONDS: '0', ...env })
  if (played !== undefined) {
    cpSync(played, dirname(core.dbPath), { recursive: true })
    return
  }
  await core.start()
  await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
  takeBackup(core.dbPath, backupFolder(), Date.now())
  await post(core, '/api/op/cards/issue', { tag_uid: 'B' })
  await core.stop()
  played = mkdtempSync(join(tmpdir(), 'eg-evening-'))
  cpSync(dirname(core.dbPath), played, { recursive: true })
}
/** Starts a core that must refuse; its last line. */
async function refusal(): Promise<string> {
  await expect(core.start()).rejects.toThrow()
  return core.lines.filter((line) => line.startsWith('DB_PATH')).at(-1) ?? core.lines.join('\n')
}
const broken: [string, () => void][] = [
  ['X4 truncated', () => truncateSync(core.dbPath, 5000)],
  ['X4 empty', () => truncateSync(core.dbPath, 0)],
  ['X4 garbage', () => writeFileSync(core.dbPath, 'this is not a database, whatever its name says')],
  [
    'X4 with flipped bits',
    () => {
      const bytes = readFileSync(core.dbPath)
      for (let page = 1; page * 4096 < bytes.length; page++) bytes.writeUInt32BE(0xffffffff, page * 4096)
      writeFileSync(core.dbPath, bytes)
    },
  ],
]

describe('backups', () => {
  it('X3 are taken while the core runs, only when something changed, and hold what was acknowledged', async () => {
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '1' })
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    await until('a backup', () => backups().length > 0)
    await until('its line', () => core.lines.some((line) => line.includes('backups are taken')))
    expect(await get(core, '/health')).toMatchObject({ backup: { same_device: true, problem: null } })
    const count = backups().length
    await new Promise((resolve) => setTimeout(resolve, 2500)) // two turns without a change
    expect(backups()).toHaveLength(count)
    const db = new Database(join(backupFolder(), backups().at(-1) ?? ''), { readonly: true })
    expect(db.prepare('SELECT tag_uid FROM cards').pluck().all()).toEqual(['A'])
    db.close()
  })

  it('X12 leave the core’s locks on its database where they are', async () => {
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '1' })
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    await until('a backup', () => backups().length > 0)
    const inode = statSync(core.dbPath).ino
    const locks = readFileSync('/proc/locks', 'utf8').split('\n')
    expect(locks.filter((line) => line.includes(`:${inode} `) && line.includes(` ${core.pid()} `))).not.toEqual([])
  })

  it('X13 who starts on one gives no number a second time, and leaves out as many once', async () => {
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '0' })
    await core.start()
    await post(core, '/api/mode', { mode: 'night' })
    const ask = async () => {
      const { body } = await post(core, '/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'] })
      await post(core, '/api/op/night/void', { run: (body as { run: number }).run, reason: 'asked to be counted' })
      return (body as { run: number }).run
    }
    expect(await ask()).toBe(1)
    const { file } = takeBackup(core.dbPath, backupFolder(), Date.now())
    // Slots have seen run 2, and the backup knows nothing of it.
    expect(await ask()).toBe(2)
    await core.stop()
    expect(restore(join(backupFolder(), file)).status).toBe(0)
    await core.start()
    expect([await ask(), await ask()]).toEqual([10_002, 10_003])
    await core.stop()
    await core.start()
    expect(await ask()).toBe(10_004)
    // What is read of what was already there goes on.
    expect(await get(core, '/api/sessions?limit=1')).toMatchObject({ outside_now: { runs: 4 } })
  })

  it('X10 a clock that jumps forward deletes none', async () => {
    await evening()
    takeBackup(core.dbPath, backupFolder(), Date.now() + 60_000)
    const before = findBackups(backupFolder()).map(({ file }) => file)
    const jumped = takeBackup(core.dbPath, backupFolder(), Date.now() + 400 * 86_400_000)
    const back = takeBackup(core.dbPath, backupFolder(), Date.now() + 120_000)
    expect(before).toHaveLength(2)
    expect(findBackups(backupFolder()).map(({ file }) => file)).toEqual([back.file, jumped.file, ...before])
    expect(readdirSync(backupFolder())).toHaveLength(4)
  })

  it('X11 what broken attempts left goes before the next one, and outdated ones too; others’ files stay', async () => {
    await evening()
    const drafts = ['core-2026-01-01T00-00-00Z.db.draft', 'core-2026-01-01T00-00-00Z-3.db.draft-journal']
    for (const name of [...drafts, 'letter.draft']) writeFileSync(join(backupFolder(), name), 'half')
    const old = Array.from({ length: 30 }, (_, i) => `core-2020-01-01T00-00-${String(i).padStart(2, '0')}Z.db`)
    for (const name of old) writeFileSync(join(backupFolder(), name), 'outdated, all but the last of its minute')
    const room = () => readdirSync(backupFolder()).filter((name) => drafts.includes(name) || old.includes(name))
    // Even an attempt that fails has made room first.
    expect(() => takeBackup(`${core.dbPath}.none`, backupFolder(), Date.now())).toThrow()
    expect(room()).toEqual([old.at(-1)])
    expect(existsSync(join(backupFolder(), 'letter.draft'))).toBe(true)
  })

  it('X11 a copy that fails leaves no draft', async () => {
    await evening()
    const damaged = join(dirname(core.dbPath), 'damaged.db')
    const { file } = takeBackup(core.dbPath, backupFolder(), Date.now())
    copyFileSync(join(backupFolder(), file), damaged)
    const foreign = new Database(damaged)
    foreign.pragma('application_id = 5') // it copies well, and is not ours
    foreign.close()
    expect(() => takeBackup(damaged, backupFolder(), Date.now())).toThrow('the copy is foreign')
    expect(readdirSync(backupFolder()).filter((name) => name.includes('draft'))).toEqual([])
  })

  it('X3 a folder that cannot be written is said once, in health and log, and the evening goes on', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'eg-backup-')), 'not-a-folder')
    writeFileSync(file, '')
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '1', BACKUP_DIR: file })
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    await until('the line', () => core.lines.some((line) => line.includes('no backup could be taken')))
    expect(await get(core, '/health')).toMatchObject({ ok: true, backup: { at: null } })
    expect(await post(core, '/api/op/cards/issue', { tag_uid: 'B' })).toMatchObject({ status: 200 })
  })
})

describe('a database that is broken', () => {
  it.each(broken)('%s is refused in a line that names the newest good backup, and left as it is', async (_, damage) => {
    await evening()
    damage()
    const before = readFileSync(core.dbPath)
    const line = await refusal()
    expect(line).toMatch(/it is .*damaged|it is damaged/)
    expect(line).toContain('npm run restore -- ')
    expect(line).toContain(backups()[0])
    expect(readFileSync(core.dbPath).equals(before)).toBe(true)

    // The line is followed: the backup is taken, the damaged file kept.
    const done = restore(join(backupFolder(), backups()[0] ?? ''))
    expect(done.stdout).toMatch(/✓ .*The former database is kept as .*aside/)
    expect(done.status).toBe(0)
    await core.start()
    expect(await cards()).toEqual(['A'])
  })

  it('X5 is replaced by the newest good backup where EG_RESTORE=auto, and kept aside', async () => {
    await evening({ EG_RESTORE: 'auto' })
    const good = backups()[0] ?? ''
    writeFileSync(join(backupFolder(), 'core-2099-01-01T00-00-00Z.db'), 'newer, but garbage')
    truncateSync(core.dbPath, 5000)
    await core.start()
    expect(core.lines.join('\n')).toContain(good)
    expect(await cards()).toEqual(['A'])
    const aside = readdirSync(dirname(core.dbPath)).filter((name) => name.includes('.aside-'))
    expect(aside.length).toBeGreaterThan(0)
  })

  it('X9 is replaced by the backup that was taken last, though the clock was ahead before', async () => {
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '0', EG_RESTORE: 'auto' })
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    takeBackup(core.dbPath, backupFolder(), Date.now() + 400 * 86_400_000)
    await post(core, '/api/op/cards/issue', { tag_uid: 'B' })
    takeBackup(core.dbPath, backupFolder(), Date.now())
    await core.stop()
    truncateSync(core.dbPath, 5000)
    await core.start()
    expect((await cards()).toSorted()).toEqual(['A', 'B'])
  })

  it('X9 backups of before, without a number, are found, and are older than those with one', async () => {
    await evening()
    const [numbered] = findBackups(backupFolder())
    const before = 'core-2099-01-01T00-00-00Z.db'
    copyFileSync(join(backupFolder(), numbered?.file ?? ''), join(backupFolder(), before))
    expect(newestGood(backupFolder())?.file).toBe(numbered?.file)
    rmSync(join(backupFolder(), numbered?.file ?? ''))
    expect(newestGood(backupFolder())?.file).toBe(before)
  })

  it('X5 without a good backup is refused, also with EG_RESTORE=auto', async () => {
    core = await createCoreProcess({ EG_RESTORE: 'auto' })
    writeFileSync(core.dbPath, 'garbage')
    expect(await refusal()).toContain('holds no good backup')
    expect(readFileSync(core.dbPath, 'utf8')).toBe('garbage')
  })

  it('X6 that is missing while backups exist is not begun anew in silence', async () => {
    await evening()
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(core.dbPath + suffix)) copyFileSync(core.dbPath + suffix, `${core.dbPath}.gone${suffix}`)
    }
    spawnSync('rm', ['-f', core.dbPath, `${core.dbPath}-wal`, `${core.dbPath}-shm`])
    expect(await refusal()).toMatch(/there is no database.*npm run restore.*EG_RESTORE=none to begin anew/)
  })

  it('X4 that cannot be written is refused in a line', async () => {
    await evening()
    if (process.getuid?.() === 0) return // root may write anything
    chmodSync(core.dbPath, 0o400)
    expect(await refusal()).toMatch(/DB_PATH/)
  })
})

describe('npm run restore', () => {
  it('X7 takes nothing that is no good backup, and nothing while a core runs', async () => {
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '0' })
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    const { file } = takeBackup(core.dbPath, backupFolder(), Date.now())
    const foreign = join(dirname(core.dbPath), 'foreign.db')
    const other = new Database(foreign)
    other.exec('CREATE TABLE x (y)')
    other.close()
    expect(restore(foreign)).toMatchObject({ status: 1, stderr: expect.stringContaining('another program') as string })
    expect(restore('/nowhere.db')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no such file') as string,
    })
    const running = restore(join(backupFolder(), file))
    expect(running).toMatchObject({ status: 1, stderr: expect.stringContaining('uses this database') as string })
    expect(await cards()).toEqual(['A'])
  })

  it('X8 a backup is the whole database: it opens, and its books balance', async () => {
    await evening()
    const db = openDatabase(join(backupFolder(), backups()[0] ?? ''))
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.prepare('SELECT count(*) FROM cards').pluck().get()).toBe(1)
    db.close()
  })
})
