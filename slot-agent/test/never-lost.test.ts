import { contracts } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Program, until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

const OPTIONS = ['A', 'B', 'C', 'D', 'E', 'F']

let venue: Venue
let core: Program
beforeEach(async () => {
  venue = await openVenue()
  core = await venue.startCore()
  await venue.post('/api/mode', { mode: 'night' })
})
afterEach(() => venue.close())

const ask = (step: number) => venue.post('/api/op/night/open', { step, question: 'Q', options: OPTIONS })
const asked = (step: number) =>
  venue.shows(`question ${step}`, ({ phase, question }) => phase === 'question' && question?.step === step)
const outbox = async () => ((await (await venue.kiosk('/health')).json()) as { outbox: number }).outbox
const votes = async (run: unknown) => {
  const { items } = (await venue.get('/api/timeline?limit=1000')) as { items: { kind: string; run: number }[] }
  return items.filter((line) => line.kind === 'nightVote' && line.run === run).length
}
const tally = async (run: unknown) => {
  await venue.post('/api/op/night/close', { run })
  const { items } = (await venue.get('/api/night/runs')) as { items: { run: number; tally: Record<string, number> }[] }
  return Object.entries(items.find((r) => r.run === run)?.tally ?? {}).filter(([, count]) => count > 0)
}

describe('a press is never lost and never counted twice', () => {
  it('S59 whenever the agent is killed after a press: before it is sent, on its way, before its answer', async () => {
    let agent = await venue.startAgent()
    for (let step = 1; step <= 8; step++) {
      const { run } = await ask(step)
      await asked(step)
      const before = agent.output().length
      agent.type(String((step % 6) + 1))
      await until('it to be on disk', () => agent.output().slice(before).includes('vote kept'))
      // From "just stored" to "just counted": the end falls anywhere between.
      await new Promise((resolve) => setTimeout(resolve, (step - 1) * 2))
      await agent.end('SIGKILL')
      agent = await venue.startAgent()
      await venue.shows(
        `vote ${step}`,
        ({ counted, question }) => question?.step === step && counted === OPTIONS[step % 6],
      )
      // The state says that it counted before the answer to this start's own asking has come.
      await until('the outbox to be empty', async () => (await outbox()) === 0)
      expect(await tally(run)).toEqual([[OPTIONS[step % 6], 1]])
    }
  }, 180_000)

  it('S59 when the core has stored the vote and dies before its answer is out, or hangs and never read it', async () => {
    const agent = await venue.startAgent()
    for (const step of [1, 2, 3]) {
      const { run } = await ask(step)
      await asked(step)
      if (step < 3) process.kill(core.pid ?? 0, 'SIGSTOP')
      agent.type('2')
      if (step === 3) await new Promise((resolve) => setTimeout(resolve, 3))
      else await until('it to be on disk', async () => (await outbox()) === 1)
      await core.end('SIGKILL')
      core = await venue.startCore()
      await venue.shows('the vote', ({ counted, question }) => question?.step === step && counted === 'B')
      await until('the outbox to be empty', async () => (await outbox()) === 0)
      expect(await tally(run)).toEqual([['B', 1]])
    }
  }, 90_000)

  it('S60 what the core refuses or has closed is shown and asked no more, also not after a restart', async () => {
    const agent = await venue.startAgent()
    const { run } = await ask(1)
    await asked(1)
    process.kill(core.pid ?? 0, 'SIGSTOP')
    agent.type('1')
    await until('it to be on disk', async () => (await outbox()) === 1)
    await agent.end('SIGKILL')
    process.kill(core.pid ?? 0, 'SIGCONT')
    await venue.post('/api/op/night/close', { run })
    const lines = await votes(run)
    const again = await venue.startAgent()
    // It was counted before the run closed if the core still read it; else it is too late. Either way there is an answer.
    const told = lines === 0 ? 'too_late' : 'counted'
    await venue.shows(told, ({ press, counted }) => press?.status === told || counted === 'A')
    await until('the outbox to be empty', async () => (await outbox()) === 0)
    const heard: unknown[] = []
    venue.bus.subscribe(contracts.deviceAnswer, { device_id: 'slot-01' }, ({ payload }) => {
      if (payload?.type === 'night_vote') heard.push(payload)
    })
    await again.end()
    await venue.startAgent()
    await until('it to be online', () => venue.status() === 'online')
    await venue.post('/api/op/night/open', { step: 2, question: 'Q', options: OPTIONS })
    await asked(2)
    expect(heard).toEqual([])
  })
})

describe('button and screen are one slot', () => {
  it('S61 a press on both is one vote; the same option again is no second one, another one changes it', async () => {
    const agent = await venue.startAgent()
    const { run } = await ask(1)
    await asked(1)
    const screen = (index: number) =>
      venue.bus.publish(
        contracts.slotPress,
        { device_id: 'slot-01' },
        { press_id: `k-${index}`, index, run: Number(run) },
      )
    agent.type('2')
    await screen(1)
    await venue.shows('B', ({ counted }) => counted === 'B')
    expect(await votes(run)).toBe(1)
    await screen(2)
    await venue.shows('C', ({ counted }) => counted === 'C')
    agent.type('3')
    agent.type('1')
    await venue.shows('A', ({ counted }) => counted === 'A')
    expect(await votes(run)).toBe(3)
    expect(await tally(run)).toEqual([['A', 1]])
  })
})

describe('a clean stop', () => {
  it('S62 lights off, presence right for whoever looks then or later, and nothing left to send', async () => {
    const agent = await venue.startAgent()
    await ask(1)
    await asked(1)
    const lights: boolean[][] = []
    const inputs: unknown[] = []
    const own = { device_id: 'slot-01' }
    venue.bus.subscribe(contracts.inputLeds, own, ({ payload }) => payload && lights.push(payload.states))
    venue.bus.subscribe(contracts.inputStatus, own, ({ payload }) => inputs.push(payload))
    await until('lit options', () => lights.at(-1)?.every(Boolean))
    expect(await agent.end('SIGTERM')).toBe(0)
    await until('offline', () => venue.status() === 'offline' && inputs.at(-1) === 'offline')
    expect(lights.at(-1)).toEqual(Array(6).fill(false))
    const { items } = (await venue.get('/api/devices')) as { items: { device_id: string; online: boolean }[] }
    expect(items.find((d) => d.device_id === 'slot-01')).toMatchObject({ online: false, troubles: ['offline'] })
    await venue.startAgent()
    await until('online again', () => venue.status() === 'online')
  })
})
