import { describe, expect, it } from 'vitest'
import { type Backup, backupName, backupsAmong, draftsAmong, outdated } from './backups.js'

const NOW = Date.parse('2026-11-21T23:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Backups taken at these times, newest first. */
const taken = (...times: number[]): Backup[] =>
  times.map((at, i) => ({ file: String(at), at, number: times.length - i }))
const minutes = (newest: number, count: number) => Array.from({ length: count }, (_, i) => newest - i * MINUTE)
const goneOf = (backups: readonly Backup[]) => new Set(outdated(backups).map(({ file }) => file))

describe('backups', () => {
  it('X1 are named by their time and number, and found by it, also those of before without a number', () => {
    expect(backupName(NOW + 999, 7)).toBe('core-2026-11-21T23-00-00Z-7.db')
    const old = ['core-2026-11-21T22-59-00Z.db', 'core-2026-11-21T23-01-00Z.db']
    const others = ['core.db', 'core-2026-11-21T23-01-00Z-8.db.draft', 'core-2026-11-21T23-01-00Z-.db']
    expect(backupsAmong([...others, ...old, backupName(NOW, 7), backupName(NOW, 10)])).toEqual([
      { file: 'core-2026-11-21T23-00-00Z-10.db', at: NOW, number: 10 },
      { file: 'core-2026-11-21T23-00-00Z-7.db', at: NOW, number: 7 },
      { file: 'core-2026-11-21T23-01-00Z.db', at: NOW + MINUTE, number: 0 },
      { file: 'core-2026-11-21T22-59-00Z.db', at: NOW - MINUTE, number: 0 },
    ])
  })

  it('X2 of 60 minutes one a minute is kept, of 24 hours one an hour, of 14 days one a day', () => {
    const all = taken(...minutes(NOW, 30 * 24 * 60))
    const gone = goneOf(all)
    const kept = all.filter(({ file }) => !gone.has(file)).map(({ at }) => (NOW - at) / MINUTE)
    // At 23:00 sharp: this minute and the 59 before; the hours from 21 back to 0; the 13 days before this one.
    expect(kept.filter((age) => age < 60)).toHaveLength(60)
    expect(kept.filter((age) => age >= 60 && age < 23 * 60)).toHaveLength(22)
    expect(kept.filter((age) => age >= 23 * 60)).toHaveLength(13)
    expect(goneOf(taken(NOW - 400 * DAY)).size).toBe(0)
  })

  it('X9 are in the order in which they were taken, whatever the clock said', () => {
    const ahead = backupName(NOW + 400 * DAY, 3)
    const names = [ahead, backupName(NOW, 4), backupName(NOW - DAY, 5), 'core-2099-01-01T00-00-00Z.db']
    expect(backupsAmong(names).map(({ number }) => number)).toEqual([5, 4, 3, 0])
  })

  it('X10 a clock that jumps, forward or back, makes none outdated', () => {
    const evening = [...minutes(NOW, 30), ...Array.from({ length: 10 }, (_, day) => NOW - HOUR - day * DAY)]
    for (const jump of [400 * DAY, -400 * DAY]) {
      expect(goneOf(taken(NOW + jump, ...evening)), String(jump)).toEqual(new Set())
      expect(goneOf(taken(NOW + 2 * MINUTE, NOW + jump, ...evening)), String(jump)).toEqual(new Set())
    }
  })

  it('X11 drafts are told from backups and from the files of others', () => {
    const ours = ['core-2026-11-21T23-01-00Z-8.db.draft', 'core-2026-11-21T23-01-00Z.db.draft-journal']
    expect(draftsAmong([...ours, 'letter.draft', 'core.db.draft', backupName(NOW, 1)])).toEqual(ours)
  })
})
