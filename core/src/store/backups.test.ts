import { describe, expect, it } from 'vitest'
import { backupName, backupsAmong, outdated } from './backups.js'

const NOW = Date.parse('2026-11-21T23:00:00Z')
const MINUTE = 60_000

describe('backups', () => {
  it('X1 are named by their time, and found by it, newest first', () => {
    expect(backupName(NOW + 999)).toBe('core-2026-11-21T23-00-00Z.db')
    const names = ['core.db', backupName(NOW), 'core-2026-11-21T23-01-00Z.db.draft', backupName(NOW + MINUTE)]
    expect(backupsAmong(names)).toEqual([
      { file: 'core-2026-11-21T23-01-00Z.db', at: NOW + MINUTE },
      { file: 'core-2026-11-21T23-00-00Z.db', at: NOW },
    ])
  })

  it('X2 of 60 minutes are all kept, of 24 hours one an hour, of 14 days one a day', () => {
    const taken = Array.from({ length: 30 * 24 * 60 }, (_, i) => ({ file: String(i), at: NOW - i * MINUTE }))
    const gone = new Set(outdated(taken, NOW).map(({ at }) => at))
    const kept = taken.filter(({ at }) => !gone.has(at)).map(({ at }) => (NOW - at) / MINUTE)
    // At 23:00 sharp: 61 minutes, the hours from 22 back to 0 and yesterday’s 23, then 14 days.
    expect(kept.filter((age) => age <= 60)).toHaveLength(61)
    expect(kept.filter((age) => age > 60 && age <= 24 * 60)).toHaveLength(23)
    expect(kept.filter((age) => age > 24 * 60)).toHaveLength(14)
    expect(Math.max(...kept)).toBeLessThanOrEqual(14 * 24 * 60)
  })

  it('X2 the newest is kept however old it is, and what a wrong clock put in the future', () => {
    const old = [{ file: 'a', at: NOW - 400 * 24 * 60 * MINUTE }]
    expect(outdated(old, NOW)).toEqual([])
    const future = [
      { file: 'f', at: NOW + 1000 * MINUTE },
      { file: 'n', at: NOW },
    ]
    expect(outdated(future, NOW)).toEqual([])
  })
})
