import { describe, expect, it } from 'vitest'
import { playedEvening } from './played-evening.fixture.js'
import { type Evening, makeReport, reportText } from './report.js'

type Change = (evening: Evening) => void

/** Something that must not happen to books, votes or journal, or that somebody is told wrongly. */
const BROKEN: [string, Change, RegExp][] = [
  [
    'a win is credited twice',
    ({ core }) => {
      core.transfers.push({ ...core.transfers[3]!, transfer: 7 })
      core.cards[0]!.balanceCents += 500
    },
    /slot-02 was told that roundPlay r-2 moved stake 100 and win 500; the books say stake 100 and win 500 and win 500/,
  ],
  [
    'a stake is gone',
    ({ core }) => void core.transfers.splice(1, 1),
    /roundPlay r-1 moved stake 200; the books say nothing/,
  ],
  [
    'a balance moves by itself',
    ({ core }) => void (core.cards[0]!.balanceCents += 1),
    /SIM-SLOT-02 should have 3100 cents/,
  ],
  [
    'somebody is told another win',
    ({ beliefs }) => void (beliefs.asked[2]!.answer!.win_cents = 700),
    /moved stake 100 and win 700; the books say/,
  ],
  [
    'a refused round is carried out',
    ({ beliefs }) => void (beliefs.asked[1]!.answer!.status = 'insufficient'),
    /roundPlay r-1 moved nothing; the books say stake 200/,
  ],
  [
    'a payout is there twice',
    ({ core }) => void core.transfers.push({ ...core.transfers[4]!, transfer: 8 }),
    /payout sim-p-1/,
  ],
  [
    'money moves that nobody asked for',
    ({ core }) => void core.transfers.push({ ...core.transfers[1]!, transfer: 9, req_id: 'r-9' }),
    /transfer 9 \(stake, 200 cents at slot-02\) was asked for by nobody/,
  ],
  [
    'a vote is lost',
    ({ core }) => void (core.runs[0] = { ...core.runs[0]!, voted: 1, tally: { A: 0, B: 1, C: 0 } }),
    /run 7/,
  ],
  ['a vote is counted twice', ({ core }) => void (core.runs[0]!.tally = { A: 0, B: 3, C: 0 }), /a tally of 3/],
  [
    'the first choice stays',
    ({ core }) => void (core.runs[0]!.tally = { A: 1, B: 1, C: 0 }),
    /1 votes for "A"; the slots were told 0/,
  ],
  ['a run is not there', ({ core }) => void (core.runs = []), /run 7, in which 2 votes/],
  [
    'a journal line is gone',
    ({ core }) => void core.lines.splice(1, 1),
    /roundPlay at slot-02: ok: 2 were answered so; the journal has 1/,
  ],
  [
    'a journal line is there twice',
    ({ core }) => void core.lines.push({ ...core.lines[4]!, seq: 8 }),
    /nightVote at slot-02: counted: 2 were answered so; the journal has 3/,
  ],
  ['an answer changes', ({ beliefs }) => void beliefs.contradictions.push('slot-02 was told two things'), /two things/],
  ['the books are wrong', ({ core }) => void (core.books = { ...core.books, ok: false }), /do not balance/],
  ['the sum is not 0', ({ core }) => void (core.sumCents = 5), /5 cents instead of 0/],
  ['the drawer is short', ({ core }) => void (core.overShortCents = -100), /-100 cents over or short/],
  ['the plan is not done', (evening) => void (evening.unplanned = ['step 2 was refused']), /step 2 was refused/],
]

function report(change: Change = () => undefined) {
  const evening = playedEvening()
  change(evening)
  return makeReport(evening)
}

describe('the report of an evening', () => {
  it('E45 balances when everybody was told what the core has', () => {
    const made = report()
    expect(made.differences).toEqual([])
    expect(made).toMatchObject({
      balanced: true,
      counts: { rounds: 2, votes: 3, topUps: 1, payouts: 1, claims: 1, unanswered: 0 },
      stakedCents: 300,
      wonCents: 500,
    })
    expect(reportText(made)).toContain('✓ The evening balances')
  })

  it.each(BROKEN)('E46 is red when %s', (_, change, sentence) => {
    const made = report(change)
    expect(made.balanced).toBe(false)
    expect(made.differences.join('\n')).toMatch(sentence)
    expect(reportText(made)).toContain('✗')
  })

  it('E45 takes the vote that was carried out last for the last one, however late an answer was heard', () => {
    const made = report(({ beliefs }) => void (beliefs.asked[4]!.heard = 1000))
    expect(made.differences).toEqual([])
  })

  it('E47 leaves open what nobody heard an answer to: carried out or not, it is no difference', () => {
    const unheard = (evening: Evening) => {
      for (const index of [1, 6]) evening.beliefs.asked[index]!.answer = null
    }
    expect(report(unheard).differences).toEqual([])
    const neverArrived = report((evening) => {
      unheard(evening)
      evening.core.transfers.splice(1, 1)
      evening.core.cards[0]!.balanceCents += 200
      evening.core.lines = evening.core.lines.filter(({ seq }) => seq !== 2 && seq !== 7)
      evening.core.runs[0]!.tally = { A: 1, B: 1, C: 0 }
    })
    expect(neverArrived.differences).toEqual([])
    expect(neverArrived.counts.unanswered).toBe(2)
  })

  it('E48 takes what people beside the simulator do as they did it', () => {
    const made = report(({ core }) => {
      core.transfers.push({ ...core.transfers[0]!, transfer: 7, req_id: 'op-1', device_id: 'change-01' })
      core.cards[0]!.balanceCents += 2000
      core.lines.push({ ...core.lines[4]!, seq: 8, device_id: 'slot-01' })
      core.runs[0] = { ...core.runs[0]!, voted: 3, tally: { A: 0, B: 2, C: 1 } }
    })
    expect(made.differences).toEqual([])
  })
})
