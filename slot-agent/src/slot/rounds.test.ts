import { describe, expect, it } from 'vitest'
import { ADA, BOB, OUT, playDay } from './played-day.fixture.js'
import { playSlot } from './played-slot.fixture.js'

const WIN = { reels: ['seven', 'seven', 'seven'], outcome: 'Jackpot', win_cents: 5000, new_balance_cents: 5900 }

describe('a round', () => {
  it('S34 a press of a stake is a round of its own id, kept before anything is said about it', () => {
    const day = playDay().ready().press(1)
    expect(day.rounds()).toEqual([{ reqId: 'v-1', tagUid: ADA, stakeCents: 200 }])
    expect(day.effects()).toEqual(['playRound', 'publishLeds', 'publishState'])
    const round = { stake_cents: 200, reels: null, outcome: null, win_cents: null }
    expect(day.view()).toMatchObject({ phase: 'playing', card: { balance_cents: 1000, round } })
  })

  it('S34 it blinks until it is answered, and nothing is offered', () => {
    const day = playDay().ready().press(1)
    expect(day.offered()).toBe('......')
    expect(day.lights()).toBe('.2....')
    expect(day.wait(250).lights()).toBe('......')
    expect(day.wait(250).lights()).toBe('.2....')
    for (const index of [0, 1, OUT]) expect(day.press(index).rounds()).toEqual([])
    expect(day.wait(3_600_000).phase()).toBe('playing')
  })

  it('S35 won: what the core drew and the new balance, for 4 s, then ready', () => {
    const day = playDay().ready().press(0).drawn('ok', WIN)
    const round = { stake_cents: 100, reels: WIN.reels, outcome: 'Jackpot', win_cents: 5000 }
    expect(day.view()).toMatchObject({ phase: 'won', card: { balance_cents: 5900, round, reason: null } })
    expect(day.offered()).toBe('123..6')
    expect(day.wait(3999).phase()).toBe('won')
    expect(day.wait(1).view()).toMatchObject({ phase: 'ready', card: { balance_cents: 5900, round: null } })
  })

  it('S35 lost: the same, with what is left', () => {
    const day = playDay().ready(250).press(1).lost(50)
    expect(day.view()).toMatchObject({ phase: 'lost', card: { balance_cents: 50, round: { win_cents: 0 } } })
    expect(day.offered()).toBe('.....6')
  })

  it('S35 a stake pressed while the result is shown plays the next round at once', () => {
    const day = playDay().ready().press(0).lost(900).press(2)
    expect(day.rounds()).toEqual([{ reqId: 'v-2', tagUid: ADA, stakeCents: 500 }])
    expect(day.view()).toMatchObject({ phase: 'playing', card: { round: { stake_cents: 500, reels: null } } })
    expect(day.wait(10_000).phase()).toBe('playing')
  })

  it.each([
    ['insufficient', { new_balance_cents: 30 }, 'insufficient', 30],
    ['refused', { reason: 'limit' }, 'limit', 1000],
    ['refused', { reason: 'night' }, 'night', 1000],
    ['refused', { reason: 'stake_not_offered' }, 'stake_not_offered', 1000],
    ['refused', { reason: 'money_frozen' }, 'money_frozen', 1000],
    ['conflict', { reason: 'another content' }, 'conflict', 1000],
    ['invalid', { reason: 'an amount is …' }, 'invalid', 1000],
  ])('S36 %s %o: nothing was taken, said for 4 s, then ready', (status, more, reason, balance) => {
    const day = playDay().ready().press(0).drawn(status, more)
    expect(day.view()).toMatchObject({
      phase: 'refused',
      card: { reason, balance_cents: balance, round: { stake_cents: 100, reels: null, win_cents: null } },
    })
    expect(day.wait(3999).phase()).toBe('refused')
    expect(day.wait(1).view()).toMatchObject({ phase: 'ready', card: { reason: null, round: null } })
  })

  it.each([
    ['unknown_card', {}, 'unknown_card'],
    ['frozen', { reason: 'frozen' }, 'frozen'],
    ['frozen', { reason: 'lost' }, 'lost'],
  ])('S36 %s %o ends the visit', (status, more, reason) => {
    const day = playDay().ready().press(0).drawn(status, more)
    expect(day.view()).toMatchObject({ phase: 'refused', card: { reason } })
    expect(day.offered()).toBe('......')
    expect(day.wait(4000).phase()).toBe('attract')
  })

  it('S36 a refused round flashes three times, and can be pressed again meanwhile', () => {
    const day = playDay().ready().press(2).drawn('refused', { reason: 'limit' })
    const seen = [day.lights()]
    for (let i = 0; i < 6; i++) seen.push(day.wait(250).lights())
    expect(seen).toEqual(['..3...', '......', '..3...', '......', '..3...', '......', '123..6'])
    expect(day.press(0).phase()).toBe('playing')
  })

  it('S45 a round that could not be kept is refused in sight', () => {
    const day = playDay().ready().press(0)
    day.slot.send({ type: 'notKept', reqId: 'v-other', reason: 'storage' })
    expect(day.phase()).toBe('playing')
    day.slot.send({ type: 'notKept', reqId: 'v-1', reason: 'storage' })
    expect(day.view()).toMatchObject({ phase: 'refused', card: { reason: 'storage', balance_cents: 1000 } })
    expect(day.wait(4000).press(0).rounds()).toHaveLength(1)
  })
})

describe('a round that is not resolved', () => {
  it('S37 unavailable, a lost link and answers to other requests leave it being played', () => {
    const day = playDay().ready().press(0).drawn('unavailable').link(false).link(true)
    day.drawn('ok', { ...WIN, req_id: 'another' }).balance('ok', { balance_cents: 700 })
    expect(day.phase()).toBe('playing')
    expect(day.drawn('ok', WIN).phase()).toBe('won')
  })

  it('S37 it takes the first definite answer only', () => {
    const day = playDay().ready().press(0).lost(900)
    expect(day.drawn('ok', WIN).view()).toMatchObject({ phase: 'lost', card: { balance_cents: 900 } })
    expect(day.wait(4000).drawn('ok', WIN).phase()).toBe('ready')
  })

  it('S38 no other card and no new bet until it is resolved', () => {
    const day = playDay().ready().press(0).link(false).link(true)
    const visit = day.here()?.visit
    day.card(BOB)
    expect(day.effects()).toEqual(['publishRfid', 'note'])
    expect(day.notes()).toEqual([{ about: 'waiting', tagUid: BOB }])
    expect(day.card(ADA).effects()).toEqual(['publishRfid'])
    expect(day.view()).toMatchObject({ phase: 'playing', card: { visit, tag_uid: ADA } })
    expect(day.lost(900).card(BOB).phase()).toBe('reading')
  })

  it('S40 a restarted agent shows it as being played for its card, then its result', () => {
    const day = playDay({ round: { reqId: 'v-9', tagUid: BOB, stakeCents: 200 } })
    expect(day.view()).toMatchObject({
      phase: 'playing',
      card: { tag_uid: BOB, balance_cents: null, round: { stake_cents: 200, reels: null } },
    })
    expect(day.lights()).toBe('.2....')
    expect(day.card(ADA).phase()).toBe('playing')
    expect(day.drawn('ok', WIN).view()).toMatchObject({
      phase: 'won',
      card: { tag_uid: BOB, balance_cents: 5900, round: { win_cents: 5000 } },
    })
    expect(day.wait(4000).offered()).toBe('123..6')
  })

  it('S40 also when the answer comes before the mode is known', () => {
    const slot = playSlot(null, null, { reqId: 'v-9', tagUid: BOB, stakeCents: 200 })
    slot.send({ type: 'link', up: true })
    slot.send({ type: 'answer', answer: { type: 'round_play', status: 'ok', req_id: 'v-9', ...WIN } })
    expect(slot.view()).toMatchObject({ phase: 'starting', card: null })
    slot.send({ type: 'mode', mode: 'day' })
    expect(slot.view()).toMatchObject({ phase: 'won', card: { tag_uid: BOB, round: { win_cents: 5000 } } })
  })

  it('S44 the night ends a visit at once; the round is resolved without being shown', () => {
    const day = playDay().ready().press(0).mode('night')
    expect(day.view()).toMatchObject({ phase: 'waiting', card: null })
    expect(day.lights()).toBe('......')
    day.drawn('ok', WIN)
    expect(day.notes()).toMatchObject([{ about: 'round', winCents: 5000, shown: false }])
    expect(day.view()).toMatchObject({ phase: 'waiting', card: null })
    expect(day.mode('day').phase()).toBe('attract')
    expect(day.ready().phase()).toBe('ready')
  })

  it('S44 whatever the visit showed, the night ends it', () => {
    for (const day of [playDay().card(), playDay().ready(), playDay().ready().press(0).lost(900)]) {
      expect(day.mode('night').mode('day').view()).toMatchObject({ phase: 'attract', card: null })
    }
  })

  it('S44 a round that the next day finds unresolved has its player back', () => {
    const day = playDay().ready().press(0)
    const visit = day.here()?.visit ?? 0
    day.mode('night').mode('day')
    expect(day.view()).toMatchObject({ phase: 'playing', card: { visit: visit + 1, tag_uid: ADA } })
    expect(day.card(BOB).phase()).toBe('playing')
    expect(day.lost(900).phase()).toBe('lost')
  })
})

describe('what is noted', () => {
  it('S47 one note a visit, a round and a refusal', () => {
    const day = playDay().ready()
    expect(day.notes()).toMatchObject([{ about: 'visit', tagUid: ADA, balanceCents: 1000 }])
    expect(day.press(0).notes()).toEqual([])
    expect(day.lost(900).notes()).toEqual([
      { about: 'round', tagUid: ADA, stakeCents: 100, winCents: 0, balanceCents: 900, shown: true },
    ])
    expect(day.press(0).drawn('refused', { reason: 'limit' }).notes()).toEqual([
      { about: 'refusal', tagUid: ADA, reason: 'limit', stakeCents: 100 },
    ])
    expect(day.card(BOB).balance('unknown_card').notes()).toEqual([
      { about: 'refusal', tagUid: BOB, reason: 'unknown_card', stakeCents: null },
    ])
  })
})
