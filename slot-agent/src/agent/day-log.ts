import type { Logger } from 'pino'
import type { Note } from '../slot/day-model.js'

/** What a deployer may read of a card: enough to tell two of them apart at a table, not enough to copy one. */
export function shortTag(tagUid: string): string {
  return `…${tagUid.slice(-4)}`
}

/** How loud notes are: an agent tells of its visits, the simulator's many slots only to whoever looks closely. */
export type NoteLevel = 'info' | 'debug'

/** Writes one line about a visit, a round or a refusal. Amounts are cents. */
export function logNote(log: Logger, note: Note, level: NoteLevel = 'info'): void {
  const card = shortTag(note.tagUid)
  switch (note.about) {
    case 'visit':
      log[level]({ visit: note.visit, balance_cents: note.balanceCents }, `card ${card} is here`)
      return
    case 'round': {
      const { stakeCents, winCents, balanceCents, shown } = note
      const outcome = winCents > 0 ? `won ${winCents}` : 'lost'
      const unseen = shown ? '' : '; the night had begun, so it was only recorded'
      log[level]({ balance_cents: balanceCents }, `card ${card} staked ${stakeCents} and ${outcome}${unseen}`)
      return
    }
    case 'refusal':
      log[level === 'info' ? 'warn' : level](
        { reason: note.reason },
        `card ${card} was refused${note.stakeCents === null ? '' : ` a round of ${note.stakeCents}`}`,
      )
      return
    case 'waiting':
      log[level](`card ${card} has to wait: the round before is not answered yet and is asked again`)
  }
}
