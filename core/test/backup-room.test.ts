import { existsSync, mkdirSync, mkdtempSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock } from '@eg/shared'
import { beforeEach, describe, expect, it } from 'vitest'
import { createBackupWatch } from '../dist/ops/backup-watch.js'
import { backupName } from '../dist/store/backups.js'
import { takeBackup } from '../dist/store/sqlite/backup-files.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { NoRoomError } from '../dist/store/store.js'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const MB = 1_048_576
const AT = Date.parse('2026-11-21T23:30:00Z')
/** No file of a test comes near it. */
const LARGE = 1_000_000 * MB

let dbPath: string
let folder: string
beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'eg-room-'))
  dbPath = join(home, 'core.db')
  folder = join(home, 'backups')
  mkdirSync(folder)
  openDatabase(dbPath).close()
})

const files = () => readdirSync(folder)
const disk = (free: number, total = LARGE) => takeBackup(dbPath, folder, AT, () => ({ free, total }))

describe('room for backups', () => {
  /** Of three days before, and of every minute of the last hour; their names, oldest first. */
  const fill = (each = 10 * MB) => {
    const days = [3, 2, 1].map((day) => AT - day * DAY)
    const minutes = Array.from({ length: 59 }, (_, i) => AT - (59 - i) * MINUTE)
    const names = [...days, ...minutes].map((at, i) => backupName(at, i + 1))
    for (const name of names) {
      writeFileSync(join(folder, name), '')
      truncateSync(join(folder, name), each)
    }
    return names
  }
  const lastOfHour = backupName(Date.parse('2026-11-21T22:59:00Z'), 32)

  it('X18 is made before one is taken: the oldest of the minutes go, as many as need be', () => {
    const names = fill()
    const taken = takeBackup(dbPath, folder, AT, () => ({ total: LARGE, free: files().length > 22 ? 0 : 999 * MB }))
    // Three days, and the last of the hour before, are not the minutes'.
    const kept = [...names.slice(0, 3), lastOfHour, ...names.slice(-18), taken.file]
    expect(names).toContain(lastOfHour)
    expect(files().toSorted()).toEqual(kept.toSorted())
  })

  it('X18 that cannot be made is said, before anything is written, and no backup goes for nothing', () => {
    const names = fill(1000)
    const seen: boolean[] = []
    const space = () => {
      seen.push(files().some((name) => name.includes('draft')))
      return { total: LARGE, free: 0 }
    }
    expect(() => takeBackup(dbPath, folder, AT, space)).toThrow(NoRoomError)
    expect(() => takeBackup(dbPath, folder, AT, space)).toThrow(
      /there is no room for a backup in .*100 MB must be free/,
    )
    expect(new Set(seen)).toEqual(new Set([false]))
    expect(files().toSorted()).toEqual(names)
  })

  it('X18 where the disk gives less than was thought, the newest, hours and days stay', () => {
    const names = fill()
    expect(() => disk(0)).toThrow(NoRoomError)
    // Six of them are what is missing: nothing is given back for those that went.
    const [gone, kept] = [names.filter((name) => !files().includes(name)), files()]
    expect(gone.length).toBeGreaterThan(40)
    expect(kept).toEqual(expect.arrayContaining([...names.slice(0, 3), lastOfHour, names.at(-1)]))
  })

  it('X18 leaves 64 MB for the commits, of a small disk a twentieth', () => {
    expect(() => disk(64 * MB)).toThrow(NoRoomError)
    expect(() => disk(5 * MB, 100 * MB)).toThrow(NoRoomError)
    expect(files()).toEqual([])
    expect(existsSync(join(folder, disk(74 * MB).file))).toBe(true)
    expect(existsSync(join(folder, disk(15 * MB, 100 * MB).file))).toBe(true)
    // Not every file system says how large it is.
    expect(existsSync(join(folder, disk(0, 0).file))).toBe(true)
  })

  it('X18 that is missing is told from other problems, until a backup is taken again', async () => {
    let problem: Error | null = new NoRoomError('no room')
    const watch = createBackupWatch({
      clock: createManualClock(),
      everyMs: MINUTE,
      take: (at) => (problem ? Promise.reject(problem) : Promise.resolve({ file: 'x', at, same_device: false })),
      onState: () => undefined,
    })
    const after = async (next: Error | null) => {
      problem = next
      watch.stored()
      await watch.now()
      return watch.noRoom()
    }
    expect(await after(problem)).toBe(true)
    expect(await after(new Error('no such folder'))).toBe(false)
    expect(await after(new NoRoomError('no room'))).toBe(true)
    expect(await after(null)).toBe(false)
    await watch.stop()
  })
})
