import type { OpReady } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

// Panic and the ready gate with the agents that ship: slot-01 by hand, the others by the simulator.

const STEP = { step: 1, question: 'Who opened the safe?', options: ['A', 'B', 'C'] }
const dark = [false, false, false, false, false, false]

let venue: Venue
beforeEach(async () => {
  venue = await openVenue()
})
afterEach(() => venue.close())

async function openNight(step: object = STEP) {
  await venue.post('/api/mode', { mode: 'night' })
  return venue.post('/api/op/night/open', step)
}
const panic = (path: string, body: object = {}) => venue.post(`/api/op/panic/${path}`, body)
const question = () => venue.shows('the question', ({ phase }) => phase === 'question')
const ready = async () => (await venue.get('/api/ready')) as OpReady
const runs = async () => ((await venue.get('/api/night/runs')) as { items: { voted: number; status: string }[] }).items

describe('a slot while the house is frozen', () => {
  it('U19 a vote kept while the link was down and sent into a frozen game is not counted, says so, and may be pressed again', async () => {
    const core = await venue.startCore()
    let agent = await venue.startAgent()
    await openNight()
    await question()
    await core.end('SIGKILL')
    await until('the agent to notice', () => agent.output().includes('is gone'))
    agent.type('3')
    await until('the vote to be kept', () => agent.output().includes('vote kept'))
    await agent.end('SIGKILL')
    await venue.startCore()
    const { panic: number } = await panic('game/freeze')
    agent = await venue.startAgent()
    await venue.shows('not counted', ({ press }) => press?.status === 'refused' && press.reason === 'frozen')
    expect(venue.state()).toMatchObject({ counted: null, offered: dark, house: { frozen: ['game'] } })
    expect((await runs())[0]).toMatchObject({ voted: 0, status: 'open' })
    await panic('game/unfreeze', { panic: number })
    await venue.shows('the buttons', ({ offered, house }) => offered.includes(true) && house === null)
    agent.type('3')
    await venue.shows('C counted', ({ counted }) => counted === 'C')
    const health = (await (await venue.kiosk('/health')).json()) as Record<string, unknown>
    expect(health.outbox).toBe(0)
  })

  it('U18 U17 a blackout puts the lights out, comes through a restart of the agent, and lets the message through', async () => {
    await venue.startCore()
    let agent = await venue.startAgent()
    await openNight()
    await venue.shows('three lights', ({ lights }) => lights.filter(Boolean).length === 3)
    const { panic: number } = await panic('blackout/begin')
    await venue.shows('the dark', ({ house, lights }) => house?.blackout === true && !lights.includes(true))
    agent.type('1')
    await panic('message/show', { text: 'Please stay where you are', severity: 'alarm' })
    await venue.shows('the message', ({ house }) => house?.message?.text === 'Please stay where you are')
    expect(venue.state()).toMatchObject({ press: null, offered: dark, house: { blackout: true } })
    await agent.end('SIGKILL')
    await until('slot-01 to be gone', () => venue.status() === 'offline')
    agent = await venue.startAgent()
    await venue.shows('the dark again', ({ house, lights }) => house?.blackout === true && !lights.includes(true))
    await panic('blackout/end', { panic: number })
    await venue.shows('three lights again', ({ lights }) => lights.filter(Boolean).length === 3)
    agent.type('1')
    await venue.shows('A counted', ({ counted }) => counted === 'A')
  })

  it('U4 U8 nine slots are frozen in the middle of a vote, the core is killed, and the run completes with nine votes', async () => {
    const core = await venue.startCore()
    await venue.startSimulator({ EG_SIM_FIRST: '1', EG_SIM_MIN_MS: '500', EG_SIM_MAX_MS: '4000' })
    await until('nine slots', async () =>
      (await ready()).checks.some(({ check, state }) => check === 'core/slots' && state === 'green'),
    )
    await openNight({ ...STEP, duration_s: 600 })
    await until('a vote', async () => ((await runs())[0]?.voted ?? 0) > 0)
    const { panic: number } = await panic('game/freeze')
    const frozen = (await runs())[0]?.voted
    await core.end('SIGKILL')
    await venue.startCore()
    await new Promise((resolve) => setTimeout(resolve, 5000))
    expect((await runs())[0]).toMatchObject({ voted: frozen, status: 'open' })
    await panic('game/unfreeze', { panic: number })
    await until('the result', () => venue.result() !== null, 30_000)
    expect(Object.values(venue.result()?.tally ?? {}).reduce((sum, votes) => sum + votes, 0)).toBe(9)
  })
})

describe('a slot and the ready gate', () => {
  it('U27 U28 U29 U30 an agent, its page and a press test turn a slot green', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.shows('the day', ({ phase }) => phase === 'attract')
    const states = async () =>
      Object.fromEntries(
        (await ready()).checks.flatMap((one) => (one.subject === 'slot-01' ? [[one.check.slice(8), one.state]] : [])),
      )
    await until('agent, reader and link', async () => {
      const { agent, reader, link } = await states()
      return agent === 'green' && reader === 'green' && link === 'green'
    })
    expect(await states()).toMatchObject({ kiosk: 'red', buttons: 'red', lights: 'red' })
    await venue.post('/api/op/devices/command', { target_id: 'slot-01', action: 'press_test', seconds: 60 })
    await venue.shows('the test', ({ service }) => service?.do === 'press_test')
    for (const number of ['1', '2', '3', '4', '5', '6']) agent.type(number)
    await until('buttons and lights', async () => {
      const { buttons, lights } = await states()
      return buttons === 'green' && lights === 'green'
    })
  })

  it('U29 ordinary presses count for the buttons, and not for the lights', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await openNight()
    await question()
    agent.type('2')
    const check = async (name: string) => (await ready()).checks.find(({ check }) => check === `slot-01/${name}`)
    await until('button 2', async () => (await check('buttons'))?.params.missing?.toString() === '1,3,4,5,6')
    expect((await check('lights'))?.params.missing).toEqual([1, 2, 3, 4, 5, 6])
  })
})
