import { createHash } from 'node:crypto'
import type { Work } from './command.js'
import { readShowLoad } from '../show/read-show-load.js'

/** Fills in what the script of a command that loads one says; every other command goes as it is. */
export function withScript(work: Work): Work {
  if (work.kind !== 'opShowLoad') return work
  const { text } = work.payload
  return { ...work, found: { ...readShowLoad(text), hash: createHash('sha256').update(text).digest('hex') } }
}
