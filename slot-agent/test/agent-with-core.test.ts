import { contracts } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AGENT, runProgram, SIMULATOR, startProgram, until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

const STEP = { step: 1, question: 'Who opened the safe?', options: ['A', 'B', 'C'] }

let venue: Venue
beforeEach(async () => {
  venue = await openVenue()
})
afterEach(() => venue.close())

async function openNight(step: object = STEP) {
  await venue.post('/api/mode', { mode: 'night' })
  return venue.post('/api/night/step', step)
}
const counted = (choice: string) => venue.shows(`${choice} counted`, ({ counted }) => counted === choice)

describe('an agent and the core', () => {
  it('S1 S6 S8 a press is counted, and may be changed', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.shows('the day', ({ phase }) => phase === 'attract')
    await openNight()
    await venue.shows('the question', ({ phase }) => phase === 'question')
    expect(venue.state()?.lights).toEqual([true, true, true, false, false, false])
    agent.type('2')
    await counted('B')
    expect(venue.state()).toMatchObject({
      press: { status: 'counted' },
      lights: [false, true, false, false, false, false],
    })
    agent.type('3')
    await counted('C')
    expect(venue.status()).toBe('online')
    const health = (await (await venue.kiosk('/health')).json()) as Record<string, unknown>
    expect(health).toMatchObject({ ok: true, device_id: 'slot-01', link: true, outbox: 0 })
    expect(await agent.end()).toBe(0)
    await until('slot-01 to say goodbye', () => venue.status() === 'offline')
  })

  it('S4 a press of the page counts for the run it shows', async () => {
    await venue.startCore()
    await venue.startAgent()
    const { run } = await openNight()
    await venue.shows('the question', ({ phase }) => phase === 'question')
    const press = (index: number, run: number) =>
      venue.bus.publish(contracts.slotPress, { device_id: 'slot-01' }, { press_id: `k-${index}`, index, run })
    await press(0, Number(run) + 1)
    await press(1, Number(run))
    await counted('B')
  })

  it('S20 an agent killed in the middle of a run shows after its restart what was counted', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await openNight()
    await venue.shows('the question', ({ phase }) => phase === 'question')
    agent.type('1')
    await counted('A')
    await agent.end('SIGKILL')
    await until('the will of slot-01', () => venue.status() === 'offline')
    await venue.startAgent()
    await until('slot-01 to be back', () => venue.status() === 'online')
    await venue.shows('the question again', ({ phase }) => phase === 'question')
    expect(venue.state()).toMatchObject({ counted: 'A', press: { choice: 'A', status: 'counted' } })
  })

  it('S2 S29 a vote pressed while the core is dead is kept and counted when it is back', async () => {
    const core = await venue.startCore()
    const agent = await venue.startAgent()
    await openNight()
    await venue.shows('the question', ({ phase }) => phase === 'question')
    await core.end('SIGKILL')
    await until('the agent to notice', () => agent.output().includes('is gone'))
    agent.type('3')
    await until('the vote to be kept', () => agent.output().includes('vote kept'))
    await venue.startCore()
    await counted('C')
  })

  it('S9 S29 a vote that returns after its run was closed is too late, and says so', async () => {
    const core = await venue.startCore()
    const agent = await venue.startAgent()
    const { run } = await openNight()
    await venue.shows('the question', ({ phase }) => phase === 'question')
    await core.end('SIGKILL')
    await until('the agent to notice', () => agent.output().includes('is gone'))
    agent.type('3')
    await until('the vote to be kept', () => agent.output().includes('vote kept'))
    await agent.end('SIGKILL')
    await venue.startCore()
    await venue.post('/api/op/night/close', { run })
    await venue.startAgent()
    await venue.shows('the reveal', ({ phase, press }) => phase === 'reveal' && press?.status === 'too_late')
    expect(venue.state()).toMatchObject({ counted: null, question: { text: STEP.question } })
    const health = (await (await venue.kiosk('/health')).json()) as Record<string, unknown>
    expect(health.outbox).toBe(0)
  })

  it('S90 a vote that came too late can be pressed again once the run is open again, and counts', async () => {
    const core = await venue.startCore()
    const agent = await venue.startAgent()
    await venue.post('/api/mode', { mode: 'night' })
    const { run } = await venue.post('/api/op/night/open', { ...STEP, reveal: 'operator' })
    await venue.shows('the question', ({ phase }) => phase === 'question')
    await core.end('SIGKILL')
    await until('the agent to notice', () => agent.output().includes('is gone'))
    agent.type('3')
    await until('the vote to be kept', () => agent.output().includes('vote kept'))
    // Whether the kept vote or the close comes first is chance: the slot is stopped meanwhile.
    process.kill(agent.pid ?? 0, 'SIGSTOP')
    await venue.startCore()
    await venue.post('/api/op/night/close', { run })
    process.kill(agent.pid ?? 0, 'SIGCONT')
    await venue.shows('too late', ({ phase, press }) => phase === 'closed' && press?.status === 'too_late')
    const { items } = (await venue.get('/api/undo')) as { items: { seq: number }[] }
    await venue.post('/api/op/undo', { seq: items[0]?.seq, reason: 'too early' })
    await venue.shows('the question again', ({ phase, press }) => phase === 'question' && press === null)
    agent.type('3')
    await counted('C')
  })

  it('S16 S17 S18 closed, revealed, voided and day are told apart', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.post('/api/mode', { mode: 'night' })
    const first = await venue.post('/api/op/night/open', { ...STEP, reveal: 'operator' })
    await venue.shows('the question', ({ phase }) => phase === 'question')
    agent.type('1')
    await counted('A')
    await venue.post('/api/op/night/close', { run: first.run })
    await venue.shows('closed', ({ phase, result }) => phase === 'closed' && result === null)
    expect(venue.state()?.lights).not.toContain(true)
    await venue.post('/api/op/night/reveal', { run: first.run })
    await venue.shows('the reveal', ({ phase, result }) => phase === 'reveal' && result?.winner === 'A')
    const second = await venue.post('/api/op/night/open', { ...STEP, step: 2 })
    await venue.shows('the next question', ({ question }) => question?.step === 2)
    await venue.post('/api/op/night/void', { run: second.run })
    await venue.shows('waiting', ({ phase }) => phase === 'waiting')
    await venue.post('/api/mode', { mode: 'day' })
    await venue.shows('the day', ({ phase }) => phase === 'attract')
  })

  it('the simulator plays the other eight, and the ninth vote closes the run', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    const fast = { EG_SIM_MIN_MS: '20', EG_SIM_MAX_MS: '200', DB_PATH: `${venue.env.DB_PATH}-sim` }
    const simulator = await startProgram(SIMULATOR, { ...venue.env, ...fast }, 'simulator ready')
    expect(simulator.output()).toContain('slot-02, slot-03, slot-04, slot-05, slot-06, slot-07, slot-08, slot-09')
    await openNight()
    await venue.shows('the question', ({ phase }) => phase === 'question')
    agent.type('2')
    await until('the result', () => venue.result() !== null).catch(async (error: Error) => {
      const night = JSON.stringify(await venue.get('/api/night/runs'))
      throw new Error(`${error.message}: ${night}\n${agent.output()}\n${simulator.output()}`)
    })
    const total = Object.values(venue.result()?.tally ?? {}).reduce((sum, votes) => sum + votes, 0)
    expect(total).toBe(9)
    await venue.shows('the reveal', ({ phase, counted }) => phase === 'reveal' && counted === 'B')
    expect(await simulator.end()).toBe(0)
  })
})

describe('a start that cannot be', () => {
  it('wrong settings are a line each and exit status 1', async () => {
    const agent = runProgram(AGENT, { SLOT_ID: 'a/b', MQTT_PORT: 'x' })
    expect(await agent.ended).toBe(1)
    expect(agent.output().trim().split('\n')).toHaveLength(2)
  })

  it('a second agent on the same port ends in one line, and leaves the first alone', async () => {
    await venue.startCore()
    await venue.startAgent()
    await until('slot-01', () => venue.status() === 'online')
    const second = runProgram(AGENT, { ...venue.env, EG_DRIVERS: 'simulated' })
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(`port ${venue.env.SLOT_UI_PORT}`)
    expect(second.output().trim().split('\n')).toHaveLength(1)
    expect(venue.status()).toBe('online')
  })
})
