import { describe, expect, it } from 'vitest'
import { ADA, BOB, GAME, OUT, playDay } from './played-day.fixture.js'

describe('a card', () => {
  it('S30 begins a visit of its own: its balance is asked, then balance and stakes are shown', () => {
    const day = playDay()
    expect(day.here()).toBeNull()
    day.card()
    expect(day.asked()).toEqual([{ reqId: 'w-1', tagUid: ADA }])
    expect(day.view()).toMatchObject({ phase: 'reading', card: { tag_uid: ADA, balance_cents: null, round: null } })
    expect(day.here()?.actions).toEqual([null, null, null, null, null, null])
    expect(day.offered()).toBe('......')
    day.balance('ok', { balance_cents: 1000 })
    expect(day.view()).toMatchObject({ phase: 'ready', card: { balance_cents: 1000, reason: null } })
    const stakes = [100, 200, 500].map((stake_cents) => ({ do: 'play', stake_cents }))
    expect(day.here()?.actions).toEqual([...stakes, null, null, { do: 'out' }])
  })

  it('S30 every visit has another number, also those of a restarted agent', () => {
    const day = playDay().ready()
    const first = day.here()?.visit ?? 0
    expect(first).toBeGreaterThan(100)
    day.press(OUT).wait(2000).ready()
    expect(day.here()?.visit).toBe(first + 1)
  })

  it('S30 by night, and before the mode is known, a card begins nothing', () => {
    const day = playDay().mode('night').card()
    expect(day.effects()).toEqual(['publishRfid'])
    expect(day.view()).toMatchObject({ phase: 'waiting', card: null })
  })

  it.each([
    ['unknown_card', {}, 'unknown_card'],
    ['frozen', { reason: 'frozen', balance_cents: 700 }, 'frozen'],
    ['frozen', { reason: 'lost' }, 'lost'],
    ['frozen', {}, 'frozen'],
    ['refused', { reason: 'limit' }, 'limit'],
    ['invalid', { reason: 'a card id is …' }, 'invalid'],
  ])('S31 %s %o is refused for 5 s with the reason %s, then attract', (status, more, reason) => {
    const day = playDay().card().balance(status, more)
    expect(day.view()).toMatchObject({ phase: 'refused', card: { reason, round: null } })
    expect(day.offered()).toBe('......')
    expect(day.wait(4999).phase()).toBe('refused')
    expect(day.wait(1).view()).toMatchObject({ phase: 'attract', card: null })
  })

  it('S32 without an answer in 3 s it is refused, and a late answer changes nothing', () => {
    const day = playDay().card()
    expect(day.wait(2999).phase()).toBe('reading')
    expect(day.wait(1).view()).toMatchObject({ phase: 'refused', card: { reason: 'no_answer' } })
    expect(day.balance('ok', { balance_cents: 1000 }).phase()).toBe('refused')
    expect(day.wait(5000).phase()).toBe('attract')
  })

  it('S32 when the link goes while the balance is asked, or the core cannot tell, it is refused at once', () => {
    expect(playDay().card().link(false).here()?.reason).toBe('no_answer')
    expect(playDay().card().balance('unavailable').view()).toMatchObject({
      phase: 'refused',
      card: { reason: 'no_answer' },
    })
  })

  it('S32 without a link it is refused as offline and nothing is asked', () => {
    const day = playDay({ link: false }).card()
    expect(day.asked()).toEqual([])
    expect(day.view()).toMatchObject({ phase: 'refused', card: { reason: 'offline' } })
    expect(day.link(true).wait(5000).phase()).toBe('attract')
  })
})

describe('what is offered', () => {
  it('S33 is what the balance covers, and out; only that is lit', () => {
    for (const [cents, offered] of [
      [1000, '123..6'],
      [500, '123..6'],
      [499, '12...6'],
      [99, '.....6'],
      [0, '.....6'],
    ] as const) {
      const day = playDay().ready(cents)
      expect(day.offered()).toBe(offered)
      expect(day.lights()).toBe(offered)
    }
  })

  it('S33 buttons 1 to 5 are the first five stakes of the game, 6 is out', () => {
    const stakes_cents = [10, 20, 50, 100, 200, 500, 1000]
    const day = playDay({ game: { ...GAME, stakes_cents } }).ready(5000)
    expect(day.offered()).toBe('123456')
    expect(day.press(4).rounds()).toMatchObject([{ stakeCents: 200 }])
    const last = playDay({ game: { ...GAME, stakes_cents } })
      .ready(5000)
      .press(5)
    expect(last.rounds()).toEqual([])
    expect(last.phase()).toBe('out')
  })

  it('S33 a press on something that is not offered does nothing', () => {
    const day = playDay().press(0).ready(150)
    for (const index of [1, 2, 3, 4]) expect(day.press(index).effects()).toEqual([])
    expect(day.phase()).toBe('ready')
  })

  it('S39 without a link nothing is offered and a press does nothing', () => {
    const day = playDay().ready().link(false)
    expect(day.offered()).toBe('......')
    expect(day.lights()).toBe('......')
    for (const index of [0, OUT]) expect(day.press(index).effects()).toEqual([])
    expect(day.link(true).offered()).toBe('123..6')
  })

  it('S41 a press of the page counts only for the visit that it names', () => {
    const day = playDay().ready()
    const visit = day.here()?.visit ?? 0
    for (const [named, run] of [
      [null, null],
      [visit - 1, null],
      [visit, 7],
    ] as const) {
      // prettier-ignore
      expect(day.screen(0, named, run).rounds()).toEqual([])
    }
    expect(day.screen(0, visit).rounds()).toHaveLength(1)
  })
})

describe('a visit', () => {
  it('S42 the same card again while ready asks the balance again: money may have come at the desk', () => {
    const day = playDay().ready(100)
    const visit = day.here()?.visit
    day.wait(29_000).card()
    expect(day.asked()).toEqual([{ reqId: 'w-2', tagUid: ADA }])
    expect(day.phase()).toBe('ready')
    day.balance('ok', { balance_cents: 900 }).wait(2000)
    expect(day.view()).toMatchObject({ phase: 'ready', card: { visit, balance_cents: 900 } })
    expect(day.card().link(false).link(true).view()).toMatchObject({ phase: 'ready', card: { balance_cents: 900 } })
    day.card().balance('unavailable')
    expect(day.view()).toMatchObject({ phase: 'ready', card: { balance_cents: 900 } })
    expect(day.card().balance('frozen', { reason: 'lost' }).view()).toMatchObject({ phase: 'refused' })
  })

  it('S42 a balance that somebody else asked for refreshes this card only', () => {
    const day = playDay().ready(100)
    day.balance('ok', { req_id: 'page', balance_cents: 300 })
    expect(day.here()?.balance_cents).toBe(300)
    day.balance('ok', { req_id: 'page', balance_cents: 5, tag_uid: BOB })
    day.balance('frozen', { req_id: 'page' })
    expect(day.view()).toMatchObject({ phase: 'ready', card: { balance_cents: 300 } })
  })

  it.each(['ready', 'won', 'lost', 'reading', 'refused'] as const)(
    'S42 another card while %s begins its own visit',
    (phase) => {
      const day = playDay()
      if (phase === 'reading') day.card()
      else if (phase === 'refused') day.card().balance('unknown_card')
      else day.ready()
      if (phase === 'won') day.press(0).drawn('ok', { win_cents: 300, new_balance_cents: 1200 })
      if (phase === 'lost') day.press(0).lost(900)
      expect(day.phase()).toBe(phase)
      const before = day.here()?.visit ?? 0
      day.card(BOB)
      expect(day.view()).toMatchObject({ phase: 'reading', card: { visit: before + 1, tag_uid: BOB } })
      day.balance('ok', { balance_cents: 5 })
      expect(day.view()).toMatchObject({ phase: 'ready', card: { tag_uid: BOB, balance_cents: 5, round: null } })
    },
  )

  it('S43 button 6 says goodbye for 2 s', () => {
    const day = playDay().ready().press(OUT)
    expect(day.view()).toMatchObject({ phase: 'out', card: { balance_cents: 1000 } })
    expect(day.offered()).toBe('......')
    expect(day.wait(1999).phase()).toBe('out')
    expect(day.wait(1).view()).toMatchObject({ phase: 'attract', card: null })
    expect(day.ready().press(OUT).card().phase()).toBe('reading')
  })

  it('S43 so do 30 s without a press, and a press makes them begin anew', () => {
    expect(playDay().ready().wait(29_999).phase()).toBe('ready')
    expect(playDay().ready().wait(30_000).phase()).toBe('out')
    const day = playDay().ready().wait(29_000).press(0).lost(900).wait(4000)
    expect(day.wait(29_999).phase()).toBe('ready')
    expect(day.wait(1).phase()).toBe('out')
  })

  it('S25 an operator sets the lights while nobody is here, and not after a card was presented', () => {
    const all = { states: [true, true, true, true, true, true] }
    const day = playDay()
    day.slot.send({ type: 'led', command: all })
    expect(day.lights()).toBe('123456')
    expect(day.ready(150).lights()).toBe('1....6')
    day.slot.send({ type: 'led', command: all })
    expect(day.lights()).toBe('1....6')
    expect(day.press(OUT).wait(2000).lights()).toBe('......')
  })
})
