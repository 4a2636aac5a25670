import type Database from 'better-sqlite3'

/** So many changes of what a slot showed are kept; older ones give their places to newer ones. */
export const PLACES = 500

/** What a slot showed, as far as disputes are about it; never which option. */
export interface Shown {
  phase: string
  run: number | null
  press: string | null
  reason: string | null
  tagUid: string | null
  lit: number
}

export interface ShownStatements {
  /** The number of the last line of the journal. */
  noteSeq(seq: number): void
  /** Keeps what a slot shows if it differs from what it showed last. */
  note(deviceId: string, shown: Shown, at: number): void
  /** Something of it may not have been committed: what is on disk holds. */
  forget(): void
}

export function prepareShown(db: Database.Database): ShownStatements {
  const put = db.prepare(
    `INSERT OR REPLACE INTO slot_shown (device_id, place, number, after_seq, at, phase, run, press, reason, tag_uid, lit)
     VALUES (@deviceId, @place, @number, @afterSeq, @at, @phase, @run, @press, @reason, @tagUid, @lit)`,
  )
  const last = db.prepare('SELECT max(number) FROM slot_shown WHERE device_id = ?').pluck()
  const lastSeq = db.prepare('SELECT coalesce(max(seq), 0) FROM journal').pluck()
  /** By device: what it showed last and the number that has. */
  const known = new Map<string, { text: string; number: number }>()
  let seq = Number(lastSeq.get())
  return {
    noteSeq: (number) => void (seq = number),
    note(deviceId, shown, at) {
      const text = JSON.stringify([shown.phase, shown.run, shown.press, shown.reason, shown.tagUid])
      const before = known.get(deviceId) ?? { text: '', number: (last.get(deviceId) as number | null) ?? 0 }
      if (before.text === text) return
      const number = before.number + 1
      put.run({ deviceId, place: number % PLACES, number, afterSeq: seq, at, ...shown })
      known.set(deviceId, { text, number })
    },
    forget() {
      known.clear()
      seq = Number(lastSeq.get())
    },
  }
}
