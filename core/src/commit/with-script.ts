import { createHash } from 'node:crypto'
import type { Work } from './command.js'
import { readShowLoad } from '../show/read-show-load.js'

/**
 * Fills in what the script of a command that loads one says; every other command goes as it is. `expectedVotes` is
 * NIGHT_EXPECTED_VOTES: a quorum above it could never be reached.
 */
export function withScript(work: Work, expectedVotes: number | 'slots' = 'slots'): Work {
  if (work.kind !== 'opShowLoad') return work
  const { text } = work.payload
  const usual = expectedVotes === 'slots' ? undefined : expectedVotes
  return { ...work, found: { ...readShowLoad(text, usual), hash: createHash('sha256').update(text).digest('hex') } }
}
