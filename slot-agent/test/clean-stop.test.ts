import { contracts } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Program, until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

const own = { device_id: 'slot-01' }
const DARK = [false, false, false, false, false, false]

let venue: Venue
let core: Program
let lights: boolean[][]
let inputs: unknown[]
beforeEach(async () => {
  venue = await openVenue()
  core = await venue.startCore()
  lights = []
  inputs = []
  venue.bus.subscribe(contracts.inputLeds, own, ({ payload }) => payload && lights.push(payload.states))
  venue.bus.subscribe(contracts.inputStatus, own, ({ payload }) => inputs.push(payload))
  await venue.post('/api/mode', { mode: 'night' })
})
afterEach(() => venue.close())

const ask = async () => {
  await venue.post('/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B', 'C'], expected: 9 })
  await venue.shows('the question', ({ phase }) => phase === 'question')
}
const devices = async () =>
  (await venue.get('/api/devices')) as { items: { device_id: string; online: boolean; troubles: string[] }[] }
const saysGoodbye = async () => {
  await until('slot-01 to be gone', () => venue.status() === 'offline' && inputs.at(-1) === 'offline')
  // A core that hung says that it is gone before it has read its last words.
  await until('the lights to be off', () => lights.at(-1)?.join() === DARK.join())
  await until('the core to know', async () => (await devices()).items.some((d) => !d.online))
  expect(lights.at(-1)).toEqual(DARK)
  expect((await devices()).items).toMatchObject([{ device_id: 'slot-01', online: false, troubles: ['offline'] }])
}

describe.each(['SIGTERM', 'SIGINT'] as const)('an agent that is told to stop by %s', (signal) => {
  it('S72 leaves the lights off and the presence right, and nothing follows its goodbye', async () => {
    const agent = await venue.startAgent()
    await ask()
    agent.type('2')
    await until('the counted light', () => lights.at(-1)?.join() === 'false,true,false,false,false,false')
    expect(await agent.end(signal)).toBe(0)
    await saysGoodbye()
    expect(agent.output()).toContain('stopped')
    // Whoever comes later finds the same.
    const late: boolean[][] = []
    venue.bus.subscribe(contracts.inputLeds, own, ({ payload }) => payload && late.push(payload.states))
    await until('the retained lights', () => late.length > 0)
    expect(late).toEqual([DARK])
  })

  it('S73 ends though the core hangs and a press blinks; the press is counted when both are back, and no light stays on', async () => {
    const agent = await venue.startAgent()
    await ask()
    process.kill(core.pid ?? 0, 'SIGSTOP')
    agent.type('3')
    await until('it to be on disk', () => agent.output().includes('vote kept'))
    expect(await agent.end(signal)).toBe(0)
    process.kill(core.pid ?? 0, 'SIGCONT')
    await saysGoodbye()
    await venue.startAgent()
    await venue.shows('the vote', ({ counted }) => counted === 'C')
    const { items } = (await venue.get('/api/timeline?limit=1000')) as { items: { kind: string; outcome: string }[] }
    expect(items.filter((line) => line.kind === 'nightVote')).toMatchObject([{ outcome: 'counted' }])
  })
})
