import { describe, expect, it } from 'vitest'
import { type Facts, disagreements } from './converged.js'
import { FIRST_BALANCE } from './venue.js'

// What all sides say when they agree: by night slot-01 changed its mind, by day both have played. No hosts are needed for this.

const vote = (slot: 'slot-01' | 'slot-02', reqId: string, run: number, choice: string, status = 'counted') => ({
  slot,
  reqId,
  run,
  choice,
  status,
  type: 'night_vote',
})
const round = (slot: 'slot-01' | 'slot-02', reqId: string) => ({
  slot,
  reqId,
  run: null,
  choice: null,
  type: 'round_play',
  status: 'ok',
})
const LIGHTS = [true, true, false, false, false, false]
const slot = (counted: string | null) => ({
  health: { link: true, outbox: 0 },
  online: true,
  status: 'online',
  lights: LIGHTS,
  state: { mode: 'night', phase: 'question', question: { run: 2 }, counted, press: null, lights: LIGHTS } as never,
})

const facts = (): Facts => ({
  kept: [
    { slot: 'slot-01', reqId: 'v1', run: 1 },
    { slot: 'slot-01', reqId: 'v2', run: 2 },
    { slot: 'slot-01', reqId: 'v3', run: 2 },
    { slot: 'slot-01', reqId: 'r1', run: null },
    { slot: 'slot-02', reqId: 'r2', run: null },
  ],
  // v2 was replaced by v3 on the slot before it could be sent; v1 came too late.
  requests: [
    vote('slot-01', 'v1', 1, 'A', 'closed'),
    vote('slot-01', 'v3', 2, 'B'),
    round('slot-01', 'r1'),
    round('slot-02', 'r2'),
  ],
  votes: [{ slot: 'slot-01', run: 2, choice: 'B' }],
  stakes: [
    { slot: 'slot-01', reqId: 'r1', count: 1 },
    { slot: 'slot-02', reqId: 'r2', count: 1 },
  ],
  rounds: [
    { slot: 'slot-01', stake: 100, win: 0 },
    { slot: 'slot-02', stake: 100, win: 300 },
  ],
  balances: { 'slot-01': FIRST_BALANCE - 100, 'slot-02': FIRST_BALANCE + 200 },
  mode: 'night',
  round: { run: 2, status: 'open' },
  stored: { mode: 'night', run: 2, status: 'open' },
  slots: { 'slot-01': slot('B'), 'slot-02': slot(null) },
})

describe('the check that all sides agree', () => {
  it('Z33 is green when they do', () => expect(disagreements(facts())).toEqual([]))

  it.each<[string, (facts: Facts) => void, RegExp]>([
    [
      'Z33 is red when a press that was taken is lost',
      (f) => f.requests.splice(1, 1),
      /v3 was taken and is not answered/,
    ],
    ['Z33 is red when a counted vote is not there', (f) => f.votes.pop(), /B was counted, the vote is undefined/],
    [
      'Z33 is red when a vote is another',
      (f) => f.votes.splice(0, 1, { slot: 'slot-01', run: 2, choice: 'C' }),
      /C counts/,
    ],
    [
      'Z33 is red when a late press counts',
      (f) => f.votes.push({ slot: 'slot-01', run: 1, choice: 'A' }),
      /A counts and nobody/,
    ],
    ['Z33 is red when a round is lost', (f) => f.requests.splice(2, 1), /round r1 was taken and is not answered/],
    [
      'Z33 is red when a stake is taken twice',
      (f) => (f.stakes[0] = { slot: 'slot-01', reqId: 'r1', count: 2 }),
      /moved 2 stakes/,
    ],
    ['Z33 is red when a stake comes from nowhere', (f) => f.kept.splice(3, 1), /a stake of r1 that nobody pressed/],
    ['Z33 is red when money is lost', (f) => (f.balances['slot-02'] -= 300), /the card has/],
    [
      'Z33 is red when something waits in an outbox',
      (f) => (f.slots['slot-01'].health = { link: true, outbox: 1 }),
      /1 unanswered/,
    ],
    ['Z33 is red when a slot has no link', (f) => (f.slots['slot-02'].health = null), /no link/],
    ['Z33 is red when presence is wrong', (f) => (f.slots['slot-02'].status = 'offline'), /its status is offline/],
    ['Z33 is red when a slot shows another run', (f) => (f.round.run = 3), /shows run 2, run 3 is open/],
    ['Z33 is red when a slot shows another mode', (f) => (f.mode = 'day'), /it shows night, the core is in day/],
    ['Z33 is red when a slot has other lights', (f) => (f.slots['slot-01'].lights = []), /its lights are/],
    ['Z33 is red when another run is stored', (f) => (f.stored.status = 'closed'), /stored is run 2 is closed/],
    ['Z33 is red when another mode is stored', (f) => (f.stored.mode = 'day'), /the core says night, day is stored/],
    ['Z33 is red when a slot shows another vote', (f) => (f.slots['slot-01'] = slot('A')), /shows A as counted, B is/],
  ])('%s', (_, breaks, problem) => {
    const broken = structuredClone(facts())
    breaks(broken)
    expect(disagreements(broken).join('\n')).toMatch(problem)
  })
})
