import { contracts } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createMemoryKeep, type Keeps } from './keep'
import { openSession, settle } from '../testing/desk'
import { TAG } from '../testing/money-samples'
import { aLine, aNight, aRun } from '../testing/samples'
import { createFrameBatch } from './frame-batch'

const REAL = contracts.opCore.sample
const REHEARSAL = { ...REAL, rehearsal: true }

/** The core ends, and another one starts in its place: it says what it is, and a little later the time. */
async function restart({ link, say, clock }: ReturnType<typeof openSession>, as: typeof REAL) {
  await link.clear(contracts.opCore, {})
  link.setConnected(false)
  clock.advance(500)
  link.setConnected(true)
  await settle()
  await say(contracts.opCore, as)
}

async function rehearse(keeps: Keeps = { tab: createMemoryKeep(), machine: createMemoryKeep() }) {
  const desk = openSession([], { keeps, core: REHEARSAL })
  await desk.tick()
  return desk
}

describe('a console that stays open over a rehearsal', () => {
  it('O183 is loaded anew when the real core speaks, once its pages are served, and hears nothing before', async () => {
    const desk = await rehearse()
    await restart(desk, REHEARSAL)
    await desk.tick()
    expect(desk.reloads()).toBe(0)
    await restart(desk, REAL)
    await desk.say(contracts.opTimeline, aLine(7))
    const { link, timeline } = desk.session.live.getState()
    expect([desk.reloads(), link.up, timeline.lines]).toEqual([0, false, []])
    await desk.tick()
    await desk.tick()
    expect(desk.reloads()).toBe(1)
  })

  it('O183 is loaded anew when a rehearsal begins, too', async () => {
    const desk = openSession()
    await desk.tick()
    await restart(desk, REHEARSAL)
    await desk.tick()
    expect(desk.reloads()).toBe(1)
  })

  it.each(['on the same page', 'after a reload'])(
    'O184 never puts to the real core what the rehearsal left unanswered, %s',
    async (where) => {
      const keeps = { tab: createMemoryKeep(), machine: createMemoryKeep() }
      let desk = await rehearse(keeps)
      desk.answers['opDeskTopUp'] = 'silent'
      desk.session.money.send('topUp', { desk_id: 'change-01', tag_uid: TAG, amount_cents: 2000 })
      await settle()
      expect(desk.given).toHaveLength(1)
      if (where === 'after a reload') {
        desk.session.stop()
        desk = openSession([], { keeps })
      } else await restart(desk, REAL)
      await desk.tick()
      desk.clock.advance(5000)
      await desk.tick()
      await settle()
      expect(desk.given.slice(where === 'after a reload' ? 0 : 1)).toEqual([])
      expect(desk.session.money.store.getState()).toMatchObject({ asked: null, done: null })
      expect(keeps.tab.getItem('eg.money')).toBeNull()
    },
  )
})

describe('what the evening leaves when a rehearsal begins', () => {
  const FIELDS = { desk_id: 'change-01', tag_uid: TAG, amount_cents: 2000 }

  /** An evening in which a top-up was given, and then a rehearsal in which another one was. */
  async function leave(answer: 'silent' | { status: 'insufficient' }) {
    const keeps = { tab: createMemoryKeep(), machine: createMemoryKeep() }
    const evening = openSession([], { keeps })
    await evening.tick()
    evening.answers['opDeskTopUp'] = answer
    evening.session.money.send('topUp', FIELDS)
    await settle()
    await restart(evening, REHEARSAL)
    await evening.tick()
    expect([evening.reloads(), evening.given.length]).toEqual([1, 1])
    const rehearsal = await rehearse(keeps)
    rehearsal.answers['opDeskTopUp'] = 'silent'
    expect(rehearsal.session.money.store.getState()).toMatchObject({ asked: null, done: null })
    rehearsal.session.money.send('topUp', { ...FIELDS, amount_cents: 500 })
    await settle()
    expect(rehearsal.given.map(({ payload }) => payload['amount_cents'])).toEqual([500])
    return { keeps, rehearsal, left: evening.given[0]?.payload.req_id }
  }
  const ids = ({ given }: ReturnType<typeof openSession>) => given.map(({ payload }) => payload.req_id)

  it('O184 is asked again under its id when the evening goes on, after a reload', async () => {
    const { keeps, rehearsal, left } = await leave('silent')
    rehearsal.session.stop()
    const evening = openSession([], { keeps })
    await evening.tick()
    await settle()
    expect(ids(evening)).toEqual([left])
    expect(evening.session.money.store.getState().done?.answer.status).toBe('ok')
    evening.session.money.dismiss()
    expect(['eg.money', 'eg.money.evening'].map((name) => keeps.tab.getItem(name))).toEqual([null, null])
  })

  it('O184 is asked again under its id when the evening goes on while the page stays open', async () => {
    const { keeps, rehearsal, left } = await leave('silent')
    await restart(rehearsal, REAL)
    await rehearsal.tick()
    expect(rehearsal.reloads()).toBe(1)
    const evening = openSession([], { keeps })
    await evening.tick()
    await settle()
    expect(new Set([...ids(rehearsal).slice(1), ...ids(evening)])).toEqual(new Set([left]))
    expect(ids(evening)).toEqual([left])
  })

  it('O184 is shown when the evening goes on, where nobody has read what became of it', async () => {
    const { keeps, rehearsal, left } = await leave({ status: 'insufficient' })
    rehearsal.session.stop()
    const evening = openSession([], { keeps })
    await evening.tick()
    expect(evening.session.money.store.getState()).toMatchObject({
      asked: null,
      done: { payload: { req_id: left }, answer: { status: 'insufficient' } },
    })
    expect(evening.given).toEqual([])
  })
})

describe('session', () => {
  it('O2 reads history when the link comes up, and again when it comes back', async () => {
    const { tick, clock, session, reads } = openSession([
      { items: [aLine(1)], next_before: null },
      { items: [aLine(2), aLine(1)], next_before: null },
    ])
    await tick()
    expect(reads).toEqual([null])
    clock.advance(3000)
    expect(session.live.getState().link.up).toBe(false)
    await tick()
    expect(session.live.getState().link.up).toBe(true)
    await settle()
    expect(session.live.getState().timeline.lines.map((line) => line.seq)).toEqual([2, 1])
  })

  it('O4 sends a command once with a fresh id and keeps it pending until it is answered', async () => {
    const { session, given, core, answers } = openSession()
    answers['opNightClose'] = 'silent'
    const answer = session.commands.close(7, 'open')
    await settle()
    expect(session.commands.store.getState().pending.close).toBe(true)
    const { req_id } = given[0]?.payload ?? { req_id: '' }
    expect(req_id).toMatch(/^op-[0-9a-f]{24}$/)
    await core.publish(contracts.opAnswer, { client_id: 'op-0123abcd' }, { req_id, type: 'night_close', status: 'ok' })
    expect(await answer).toMatchObject({ status: 'ok' })
    expect(session.commands.store.getState().pending.close).toBe(false)
    expect(given).toHaveLength(1)
  })

  it('O5 keeps a refusal until the night has moved on from it', async () => {
    const { session, say, answers, clock } = openSession()
    answers['opModeSet'] = { status: 'refused', reason: 'run_open' }
    await say(contracts.opNight, aNight('wait', aRun()))
    await session.commands.setMode('day', 'night')
    await say(contracts.opNight, aNight('reveal', aRun({ status: 'closed' })))
    expect(session.commands.store.getState().failed.mode?.reason).toBe('run_open')
    clock.advance(5000)
    await say(contracts.opNight, aNight('next', aRun({ status: 'revealed', tally: {} })))
    expect(session.commands.store.getState().failed.mode).toBeUndefined()
  })

  it('O28 applies what arrives within one frame together, each update on top of the last', () => {
    let state = { votes: 0, paints: 0 }
    const frames: (() => void)[] = []
    const target = {
      getState: () => state,
      setState: (partial: Partial<typeof state>) => {
        state = { ...state, ...partial, paints: state.paints + 1 }
      },
    }
    const update = createFrameBatch(target, (flush) => void frames.push(flush))
    for (let i = 0; i < 9; i++) update((s) => ({ votes: s.votes + 1 }))
    expect(state.votes).toBe(0)
    expect(frames).toHaveLength(1)
    frames[0]?.()
    expect(state).toEqual({ votes: 9, paints: 1 })
  })
  it('O28 copies a map once for a frame, lets each update see the last, and leaves what was held as it was', () => {
    const held: ReadonlyMap<string, number> = new Map([['slot-1', 0]])
    let state = { slots: held, seen: 0 }
    const frames: (() => void)[] = []
    const target = {
      getState: () => state,
      setState: (partial: Partial<typeof state>) => void (state = { ...state, ...partial }),
    }
    const update = createFrameBatch(target, (flush) => void frames.push(flush))
    const copies = new Set<unknown>()
    const beat = (id: string) =>
      update((s, writable) => {
        const slots = writable(s.slots)
        copies.add(slots)
        return { slots: slots.set(id, (slots.get(id) ?? 0) + 1), seen: s.seen + 1 }
      })
    for (const id of ['slot-1', 'slot-1', 'slot-2']) beat(id)
    frames[0]?.()
    expect([[...state.slots], state.seen, copies.size]).toEqual([
      [
        ['slot-1', 2],
        ['slot-2', 1],
      ],
      3,
      1,
    ])
    expect([...held]).toEqual([['slot-1', 0]])
    // What has been shown is not written to by the next frame.
    const shown = state.slots
    beat('slot-2')
    frames[1]?.()
    expect([shown.get('slot-2'), state.slots.get('slot-2'), copies.size]).toEqual([1, 2, 2])
  })
})
