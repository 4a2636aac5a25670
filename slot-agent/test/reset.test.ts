import { contracts, type DeviceFound, type DeviceReset, type OpSession, type SlotState } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { ADA, type DayVenue, openDayVenue } from './day-venue.js'

let venue: DayVenue
let session: OpSession | null
beforeEach(async () => {
  venue = await openDayVenue()
  session = null
  venue.bus.subscribe(contracts.opSession, {}, ({ payload }) => void (session = payload))
})
afterEach(() => venue.close())

const slot = (): DeviceReset | undefined => session?.reset.devices.find(({ device_id }) => device_id === 'slot-01')
const slotIs = (status: string, reason: string | null = null, ms?: number) =>
  until(`slot-01 to be ${status} ${reason ?? ''}`, () => slot()?.status === status && slot()?.reason === reason, ms)
const found = async (): Promise<DeviceFound | undefined> => {
  const { items } = (await venue.get('/api/devices/slot-01/commands')) as {
    items: { action: string; result: { reset?: DeviceFound } | null }[]
  }
  return items.find(({ action }) => action === 'reset')?.result?.reset
}
const evening = async () => {
  const { session: number } = await venue.post('/api/op/session/start', { name: 'First', group_size: 4 })
  return () => venue.post('/api/op/session/close', { session: number })
}

describe('a slot between two groups', () => {
  it('J40 J42 forgets the card that lies there, darkens its lights, and says what it found', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.openDesk(1000)
    const close = await evening()
    await venue.cardReady(agent, 1000)
    expect(venue.state()?.lights.some(Boolean)).toBe(true)
    expect(await (await venue.kiosk('/health')).json()).toMatchObject({ session: true })
    await close()
    await slotIs('needs_reset')
    await venue.post('/api/op/session/reset', { targets: 'needed' })
    await slotIs('ready')
    expect(await found()).toEqual({ card: false, lights_off: true, outbox: 0, screen: 'attract' })
    await venue.shows(
      'attract',
      ({ phase, card, lights }) => phase === 'attract' && card === null && !lights.some(Boolean),
    )
    expect(await (await venue.kiosk('/health')).json()).toMatchObject({ session: false })
    expect(await venue.balanceOf(ADA)).toBe(1000)
  })

  it('J41 a round that the core has not answered is kept, told and answered before the slot is ready; nothing is lost or doubled', async () => {
    const core = await venue.startCore()
    const agent = await venue.startAgent()
    await venue.openDesk(1000)
    const close = await evening()
    await venue.cardReady(agent, 1000)
    await close()
    // The core stands still: what is pressed before the slot has noticed is in its outbox, and nobody has answered it.
    process.kill(core.pid ?? 0, 'SIGSTOP')
    agent.type('1')
    const waits = async () => ((await (await venue.kiosk('/health')).json()) as { outbox: number }).outbox === 1
    await until('the round to wait', waits)
    await core.end('SIGKILL')
    await venue.startCore()
    await venue.post('/api/op/session/reset', { targets: 'needed' })
    await slotIs('ready', null, 60_000)
    expect(await found()).toMatchObject({ outbox: 0, card: false })
    expect((await venue.stakes()).length).toBe(1)
    await venue.booksOk()
  })

  /** A round was played, its result is on the screen, and the slot is told to begin anew. */
  async function resetOverResult() {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.openDesk(1000)
    const close = await evening()
    await venue.cardReady(agent, 1000)
    agent.type('1')
    await venue.shows('a result', ({ phase }) => phase === 'won' || phase === 'lost')
    await close()
    await venue.post('/api/op/session/reset', { targets: 'needed' })
    await slotIs('waiting')
    return agent
  }

  it('J40 the result of a round stays until whoever pressed has seen it', async () => {
    await resetOverResult()
    expect(['won', 'lost']).toContain(venue.state()?.phase)
    await slotIs('ready')
    expect(venue.state()).toMatchObject({ phase: 'attract', card: null })
  })

  it('J42 by night it waits with nothing of the last question; over an open one it refuses and is not ready', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.post('/api/mode', { mode: 'night' })
    const close = await evening()
    await venue.post('/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], expected: 1 })
    await venue.shows('the question', ({ phase }) => phase === 'question')
    agent.type('2')
    await venue.shows('the result', ({ phase, result }) => phase === 'reveal' && result?.winner === 'B')
    await close()
    await venue.post('/api/op/session/reset', { targets: 'needed' })
    await slotIs('ready')
    expect(await found()).toMatchObject({ screen: 'waiting', lights_off: true })
    await venue.shows(
      'nothing',
      ({ phase, question, result }) => phase === 'waiting' && question === null && result === null,
    )
    await venue.post('/api/op/night/open', { step: 2, question: 'Q2', options: ['A', 'B'], expected: 2 })
    await venue.shows('the next question', ({ phase }) => phase === 'question')
    await venue.post('/api/op/session/reset', { targets: 'all' })
    await slotIs('needs_reset', 'question_open')
    expect(venue.state()?.phase).toBe('question')
  })

  it('J90 what was forgotten stays forgotten when the power goes, and the next question is shown to its end', async () => {
    await venue.startCore()
    const agent = await venue.startAgent()
    await venue.post('/api/mode', { mode: 'night' })
    const close = await evening()
    await venue.post('/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], expected: 1 })
    await venue.shows('the question', ({ phase }) => phase === 'question')
    agent.type('2')
    await venue.shows('the result', ({ phase }) => phase === 'reveal')
    await close()
    await venue.post('/api/op/session/reset', { targets: 'needed' })
    await slotIs('ready')
    await agent.end('SIGKILL')
    const shown: SlotState[] = []
    venue.bus.subscribe(contracts.slotState, { device_id: 'slot-01' }, ({ payload, retained }) => {
      if (payload && !retained) shown.push(payload)
    })
    const again = await venue.startAgent()
    await until('the night', () => shown.some(({ mode }) => mode === 'night'))
    // Longer than the core takes to hand over what it keeps.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(shown.filter(({ phase }) => phase !== 'starting' && phase !== 'waiting')).toEqual([])
    expect(shown.at(-1)).toMatchObject({ phase: 'waiting', question: null, result: null })
    await venue.post('/api/op/night/open', { step: 2, question: 'Q2', options: ['A', 'B'], expected: 1 })
    await venue.shows('the next question', ({ phase }) => phase === 'question')
    again.type('1')
    await venue.shows('its result', ({ phase, question }) => phase === 'reveal' && question?.text === 'Q2')
    await again.end('SIGKILL')
    await venue.startAgent()
    await venue.shows('its result again', ({ phase, result }) => phase === 'reveal' && result?.winner === 'A')
  })

  it('J31 J40 a whole venue whose players will not stop is ready all the same, tables and desk too', async () => {
    await venue.startCore()
    await venue.startSimulator({ SLOTS: '3' })
    await until('somebody to play', async () => (await venue.stakes()).length > 5, 30_000)
    const close = await evening()
    await close()
    await until('devices', () => (session?.reset.devices.length ?? 0) >= 4)
    await venue.post('/api/op/session/reset', { targets: 'needed' })
    const notReady = () => session?.reset.devices.filter(({ status }) => status !== 'ready')
    await until('all of them', () => notReady()?.length === 0, 60_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(notReady())}`, { cause: error })
    })
    await venue.booksOk()
  }, 90_000)

  it('J42 a restart in the middle of it is told, and the reset can be sent again', async () => {
    const agent = await resetOverResult()
    await agent.end('SIGKILL')
    await venue.startAgent()
    await slotIs('needs_reset', 'restarted')
    await venue.post('/api/op/session/reset', { targets: 'needed' })
    await slotIs('ready')
  })
})
