import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { Note } from '../slot/day-model.js'
import { logNote } from './day-log.js'

function linesOf(...notes: Note[]): string[] {
  const lines: string[] = []
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) })
  for (const note of notes) logNote(log, note)
  return lines
}

it('S47 a deployer reads one line each, with no more of a card than its last four', () => {
  const tagUid = '04A37C91'
  const lines = linesOf(
    { about: 'visit', tagUid, visit: 7, balanceCents: 2000 },
    { about: 'round', tagUid, stakeCents: 200, winCents: 0, balanceCents: 1800, shown: true },
    { about: 'round', tagUid, stakeCents: 200, winCents: 600, balanceCents: 2200, shown: false },
    { about: 'refusal', tagUid, reason: 'limit', stakeCents: 500 },
    { about: 'refusal', tagUid, reason: 'unknown_card', stakeCents: null },
    { about: 'waiting', tagUid },
  )
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'card …7C91 is here',
    'card …7C91 staked 200 and lost',
    'card …7C91 staked 200 and won 600; the night had begun, so it was only recorded',
    'card …7C91 was refused a round of 500',
    'card …7C91 was refused',
    'card …7C91 has to wait: the round before is not answered yet and is asked again',
  ])
  expect(lines.map((line) => (JSON.parse(line) as { level: number }).level)).toEqual([30, 30, 30, 40, 40, 30])
  expect(lines[3]).toContain('"reason":"limit"')
  expect(lines.join('')).not.toContain('04A3')
})
