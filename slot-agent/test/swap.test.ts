import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until as within } from '../../scripts/test/processes.js'
import { type Machine, openSpareVenue, type SpareVenue } from './spare-venue.js'

/** A machine may be busy with other things: what is waited for must come, not come soon. */
const until: typeof within = (what, check, timeoutMs = 90_000) => within(what, check, timeoutMs)

let venue: SpareVenue
let slot: Machine
let spare: Machine

afterEach(() => venue.close())

/** A slot and a spare that are enrolled. */
const begin = async () => {
  venue = await openSpareVenue()
  slot = await venue.machine()
  spare = await venue.machine()
  await Promise.all([slot.start(), spare.start()])
  await venue.enrol(slot, 'slot-04')
  await venue.enrol(spare, 'spare-01')
}

const lights = async (machine: Machine): Promise<string> => {
  const before = machine.program().output().length
  machine.program().type('lights')
  return until('the lights', () => /[1-6.]( [1-6.]){5}/.exec(machine.program().output().slice(before))?.[0])
}
const ask = async (question: string, more: object = {}) => {
  await venue.call('/api/op/mode/set', { mode: 'night' })
  const step = { step: 1, question, options: ['A', 'B', 'C'], expected: 9, ...more }
  return (await venue.call('/api/op/night/open', step)).run as number
}
const voters = async () => {
  const lines = (await venue.call('/api/timeline?limit=500')).items as {
    kind: string
    outcome: string
    device_id: string
  }[]
  return lines.filter(({ kind, outcome }) => kind === 'nightVote' && outcome === 'counted').map((l) => l.device_id)
}

describe('a slot dies in the middle of a vote', () => {
  beforeEach(begin, 200_000)

  it('U48 U49 U50 its spare shows its vote, the old one that returns shows it was replaced, and is swapped back', async () => {
    const run = await ask('Who?')
    await until('the question', async () => (await lights(slot)).startsWith('1 2 3'))
    slot.program().type('2')
    await until('the vote', async () => (await voters()).includes('slot-04'))
    await slot.kill()
    await venue.online('slot-04', false)
    expect(await venue.swap('slot-04', 'spare-01')).toMatchObject({ ok: true })
    await spare.linkIs('ready', 'slot-04')
    await venue.online('slot-04')
    await until('the swap to be done', async () => (await venue.swaps()).length === 1)
    // What the dead one pressed is what is lit.
    await until('the vote in the lights', async () => (await lights(spare)) === '. 2 . . . .')
    const kept = JSON.parse(spare.file('slot.enrolment.json')) as { device_id: string; before?: object }
    expect(kept).toMatchObject({ device_id: 'slot-04' })
    await until('what it was to be forgotten', () => !('before' in JSON.parse(spare.file('slot.enrolment.json'))))

    await slot.start()
    const told = await until(
      'it to be told',
      async () => {
        const link = await slot.link()
        return link.replaced && link
      },
      40_000,
    )
    expect(told).toMatchObject({ state: 'revoked', code: expect.stringMatching(/^[1-6]{6}$/) })
    await until('all its lights', async () => (await lights(slot)) === '1 2 3 4 5 6')
    await venue.online('slot-04')
    const alarms = (await venue.call('/api/timeline?device=slot-04')).items as { kind: string }[]
    expect(alarms.filter(({ kind }) => kind === 'fencedReturn')).toHaveLength(1)

    // The vote stays the only one, and can be changed by whoever is slot-04 now.
    spare.program().type('3')
    await until('the changed vote', async () => (await lights(spare)) === '. . 3 . . .')
    // A light that blinks until it counts may be on as well: the journal says when it does.
    const votes = async () => (await venue.call('/api/timeline?device=slot-04')).items as { kind: string }[]
    await until('both votes', async () => (await votes()).filter(({ kind }) => kind === 'nightVote').length === 2)
    await venue.call('/api/op/night/close', { run })
    expect(await venue.votes(run)).toMatchObject({ voted: 1, tally: { A: 0, B: 0, C: 1 } })

    await venue.enrol(slot, 'spare-02')
    expect(await venue.swap('slot-04', 'spare-02', { expect_online: true })).toMatchObject({ ok: true })
    await slot.linkIs('ready', 'slot-04')
    await until('the swap back', async () => (await venue.swaps()).length === 2)
    await until('the other one to be told', async () => (await spare.link()).replaced === true)
  }, 400_000)

  it('U50 the vote in the outbox of the dead one never comes, also when it has the name again', async () => {
    const run = await ask('Who?')
    await until('the question', async () => (await lights(slot)).startsWith('1 2 3'))
    // The core is away when the button is pressed, and the slot dies before it is back.
    await venue.core.kill()
    slot.program().type('1')
    await until('the vote to be kept', () => slot.program().output().includes('vote kept'))
    await slot.kill()
    await venue.core.start()
    await venue.online('spare-01')
    expect(await venue.swap('slot-04', 'spare-01')).toMatchObject({ ok: true })
    await venue.online('slot-04')
    await until('the question there', async () => (await lights(spare)).startsWith('1 2 3'))
    spare.program().type('3')
    await until('the vote of the spare', async () => (await voters()).includes('slot-04'))

    await slot.start()
    await until('it to be told', async () => (await slot.link()).replaced === true)
    await venue.enrol(slot, 'spare-02')
    expect(await venue.swap('slot-04', 'spare-02', { expect_online: true })).toMatchObject({ ok: true })
    await slot.linkIs('ready', 'slot-04')
    await until('the vote in its lights', async () => (await lights(slot)) === '. . 3 . . .')
    // Longer than an outbox waits before it sends again.
    await new Promise((resolve) => setTimeout(resolve, 7000))
    await venue.call('/api/op/night/close', { run })
    expect(await venue.votes(run)).toMatchObject({ voted: 1, tally: { A: 0, C: 1 } })
  }, 400_000)
})

describe('a spare that dies while it takes the place', () => {
  beforeEach(begin, 200_000)

  it('U48 goes on with it when it is back', async () => {
    await slot.kill()
    await venue.online('slot-04', false)
    // It hears nothing: the swap is under way when it dies.
    process.kill(spare.program().pid ?? 0, 'SIGSTOP')
    expect(await venue.swap('slot-04', 'spare-01')).toMatchObject({ ok: true })
    await spare.kill()
    expect(JSON.parse(spare.file('slot.enrolment.json'))).toMatchObject({ device_id: 'spare-01' })
    await venue.core.kill()
    await venue.core.start()
    await spare.start()
    await spare.linkIs('ready', 'slot-04')
    await until('the swap to be done', async () => (await venue.swaps()).length === 1)
  }, 400_000)

  it('U46 U48 that had kept the identity when the swap was cancelled is what it was, and the old one holds', async () => {
    await slot.kill()
    await venue.online('slot-04', false)
    const { swap } = await venue.swap('slot-04', 'spare-01')
    // As soon as it is on its disk, whether or not it has come in.
    await until('the identity on its disk', () => spare.file('slot.enrolment.json').includes('slot-04'))
    await spare.kill()
    const cancelled = await venue.call('/api/op/swap/cancel', { swap, reason: 'the old one is back' })
    await Promise.all([slot.start(), spare.start()])
    if (cancelled.ok) {
      await spare.linkIs('ready', 'spare-01')
      await slot.linkIs('ready', 'slot-04')
      await venue.online('spare-01')
    } else {
      expect(cancelled.reason).toBe('moved_on')
      await spare.linkIs('ready', 'slot-04')
    }
    await venue.online('slot-04')
  }, 400_000)

  it('U49 U46 one that was told that it was replaced is what it was when the swap is cancelled', async () => {
    await slot.kill()
    await venue.online('slot-04', false)
    process.kill(spare.program().pid ?? 0, 'SIGSTOP')
    const { swap } = await venue.swap('slot-04', 'spare-01')
    await spare.kill()
    await slot.start()
    await until('it to be told', async () => (await slot.link()).replaced === true)
    expect(await venue.call('/api/op/swap/cancel', { swap, reason: 'it is back' })).toMatchObject({ ok: true })
    await slot.linkIs('ready', 'slot-04')
    await venue.online('slot-04')
  }, 400_000)

  it('U47 U48 whoever is killed whenever, one is slot-04 in the end and the other is not', async () => {
    await slot.kill()
    await venue.online('slot-04', false)
    let [dead, live] = [slot, spare]
    const moments = [
      { ms: 0, core: true },
      { ms: 40, core: false },
      { ms: 90, core: true },
      { ms: 200, core: false },
    ]
    for (const [round, { ms, core }] of moments.entries()) {
      const name = `spare-0${round + 1}`
      expect(await venue.swap('slot-04', name)).toMatchObject({ ok: true })
      await new Promise((resolve) => setTimeout(resolve, ms))
      await Promise.all([live.kill(), core && venue.core.kill()])
      if (core) await venue.core.start()
      await Promise.all([live.start(), dead.start()])
      await live.linkIs('ready', 'slot-04')
      await venue.online('slot-04')
      await until('the swap to be done', async () => (await venue.swaps()).length === round + 1)
      await until('the other one to be told', async () => (await dead.link()).replaced === true)
      // The one that was replaced is the next spare, and the slot dies again.
      await venue.enrol(dead, `spare-0${round + 2}`)
      await live.kill()
      await venue.online('slot-04', false)
      ;[dead, live] = [live, dead]
    }
  }, 600_000)
})

describe('a core that asks nobody', () => {
  it('U45 U48 replaces a slot that is switched off where it is told to, and the spare keeps the name', async () => {
    venue = await openSpareVenue({ EG_AUTH: 'open' })
    slot = await venue.machine({ SLOT_ID: 'slot-04' })
    spare = await venue.machine({ SLOT_ID: 'spare-01' })
    await Promise.all([slot.start('slot ready'), spare.start('slot ready')])
    await Promise.all([venue.online('slot-04'), venue.online('spare-01')])
    await slot.kill()
    await venue.online('slot-04', false)
    expect(await venue.swap('slot-04', 'spare-01')).toMatchObject({ reason: 'cannot_fence' })
    expect(await venue.swap('slot-04', 'spare-01', { force: true })).toMatchObject({ ok: true })
    await spare.linkIs('ready', 'slot-04')
    await venue.online('slot-04')
    await until('the swap to be done', async () => (await venue.swaps()).length === 1)
    await spare.kill()
    await venue.online('slot-04', false)
    await spare.start('slot ready: slot-04')
    await venue.online('slot-04')
  }, 400_000)
})

describe('a spare that was reset for the next group', () => {
  it('J90 shows nothing of the last one either under the name that it takes', async () => {
    venue = await openSpareVenue({ EG_AUTH: 'open' })
    slot = await venue.machine({ SLOT_ID: 'slot-04' })
    spare = await venue.machine({ SLOT_ID: 'spare-01' })
    await Promise.all([slot.start('slot ready'), spare.start('slot ready')])
    await Promise.all([venue.online('slot-04'), venue.online('spare-01')])
    const { session } = await venue.call('/api/op/session/start', { name: 'First', group_size: 4 })
    await venue.call('/api/op/mode/set', { mode: 'night' })
    const question = { step: 1, question: 'Who?', options: ['A', 'B', 'C'], expected: 9, reveal: 'operator' }
    const { run } = await venue.call('/api/op/night/open', question)
    await until('the question there', async () => (await lights(spare)).startsWith('1 2 3'))
    await venue.call('/api/op/night/close', { run })
    await venue.call('/api/op/night/reveal', { run })
    await until('the reveal', async () => (await venue.shown('spare-01')).phase === 'reveal')
    await venue.call('/api/op/session/close', { session })
    expect(await venue.call('/api/op/session/reset', { targets: 'all' })).toMatchObject({ ok: true })
    await until('the spare to have forgotten it', async () => (await venue.shown('spare-01')).phase === 'waiting')
    await slot.kill()
    await venue.online('slot-04', false)
    expect(await venue.swap('slot-04', 'spare-01', { force: true })).toMatchObject({ ok: true })
    await spare.linkIs('ready', 'slot-04')
    await venue.online('slot-04')
    // Longer than the core takes to hand over what it keeps.
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(await venue.shown('slot-04')).toMatchObject({
      mode: 'night',
      phase: 'waiting',
      question: null,
      result: null,
    })
  }, 400_000)
})
