import type { RunReport, SessionFigures } from '@eg/shared'
import { expect, it } from 'vitest'
import { createFormat } from './format.js'
import { gamePart } from './page-game.js'
import { wordsIn } from './words.js'

it('F48 the report says of a result without a winner whether nobody voted or nothing was decided', () => {
  const asked = (run: number, tally: Record<string, number>) =>
    ({
      run,
      step: run,
      question: `Question ${run}`,
      status: 'revealed',
      opened_at: 0,
      closed_at: 1000,
      winner: null,
      next_step: null,
      void_reason: null,
      voted: 0,
      expected: 4,
      tally,
      votes: [],
    }) as unknown as RunReport
  const runs = [asked(1, { A: 0, B: 0 }), asked(2, { A: 2, B: 2 })]
  const { text } = gamePart({ runs, path: runs } as unknown as SessionFigures, {
    w: wordsIn('fr'),
    f: createFormat('fr', 'EUR'),
  })
  const decided = text.slice(0, text.indexOf('</ol>')).replaceAll(/\s+/g, ' ')
  expect(decided).toMatch(/Question 1 → <b>personne n’a voté<\/b/)
  expect(decided).toMatch(/Question 2 → <b>rien n’a été décidé<\/b/)
})
