import { describe, expect, it } from 'vitest'
import { aDevice, aLine, aRun, START_MS } from '../testing/samples'
import { eveningRuns } from './evening-runs'
import { tilesOf } from './tile-state'

const devices = new Map(
  [
    aDevice('slot-10'),
    aDevice('slot-02'),
    aDevice('slot-03', { online: false }),
    aDevice('slot-04', { online: false }),
    aDevice('table-01', { kind: 'table' }),
  ].map((d) => [d.device_id, d]),
)
const voters = [
  { device_id: 'slot-04', at: START_MS },
  { device_id: 'button-x', at: START_MS },
]
const states = (run: Parameters<typeof tilesOf>[1]) =>
  Object.fromEntries(tilesOf(devices, run).map((tile) => [tile.deviceId, tile.state]))

describe('tiles', () => {
  it('O13 has one for each known slot and each voter; a vote that is in stays in', () => {
    expect(states(aRun({ voters }))).toEqual({
      'button-x': 'voted',
      'slot-02': 'waiting',
      'slot-03': 'offline',
      'slot-04': 'voted',
      'slot-10': 'waiting',
    })
  })

  it('O13 says ready or offline when nothing is being asked', () => {
    const idle = { 'slot-02': 'ready', 'slot-03': 'offline', 'slot-04': 'offline', 'slot-10': 'ready' }
    expect(states(null)).toEqual(idle)
    expect(states(aRun({ status: 'revealed', voters, tally: {} }))).toEqual(idle)
    expect(tilesOf(devices, null).map((tile) => tile.label)).toEqual(['02', '03', '04', '10'])
  })
})

describe('the evening so far', () => {
  const data = { step: 1, question: 'Qui ?', options: 'Ada · Boris' }
  const lines = [
    aLine(5, { kind: 'runVoided', run: 2, data: { step: 2, why: 'redo' } }),
    aLine(4, { kind: 'nightVote', run: 2 }),
    aLine(3, { kind: 'runRevealed', run: 1, data: { step: 1, winner: 'Boris', next_step: 2 } }),
    aLine(2, { kind: 'runClosed', run: 1, data: { step: 1, by: 'expected' } }),
    aLine(1, { kind: 'runOpened', run: 1, data }),
  ]

  it('O14 is what the journal tells, and says no more than it knows', () => {
    const [first, second] = eveningRuns(lines, new Map(), START_MS)
    expect(first).toMatchObject({ run: 1, question: 'Qui ?', status: 'revealed', winner: 'Boris' })
    expect(second).toMatchObject({ run: 2, question: null, status: 'voided', voidReason: 'redo' })
  })

  it('O14 takes the runs the page has seen itself over the journal, unless the journal knows their end', () => {
    const seen = new Map([
      [2, aRun({ run: 2, status: 'open' })],
      [3, aRun({ run: 3 })],
    ])
    const runs = eveningRuns(lines, seen, START_MS)
    expect(runs.map((run) => [run.run, run.status])).toEqual([
      [1, 'revealed'],
      [2, 'voided'],
      [3, 'open'],
    ])
    expect(eveningRuns(lines, new Map(), START_MS + 13 * 3600 * 1000)).toEqual([])
  })
})

describe('who is excused', () => {
  it('O76 is said by the tile, whether away or by the operator, until that slot votes', () => {
    const excused = [
      { device_id: 'slot-03', by: 'absent' as const },
      { device_id: 'slot-02', by: 'operator' as const },
    ]
    expect(states(aRun({ excused }))).toMatchObject({
      'slot-02': 'excused',
      'slot-03': 'excused',
      'slot-10': 'waiting',
    })
    expect(states(aRun({ excused, voters: [{ device_id: 'slot-03', at: START_MS }] }))).toMatchObject({
      'slot-03': 'voted',
    })
    expect(states(aRun({ excused, status: 'revealed', tally: {} }))).toMatchObject({ 'slot-02': 'ready' })
  })
})
