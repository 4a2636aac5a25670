// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import type { CardDetails } from '@eg/shared'
import type { MoneyReads } from '../money/reads'
import { openDesk, settle } from '../testing/desk'
import { aCard, aTransfer, GAME, TAG } from '../testing/money-samples'
import { aLine } from '../testing/samples'
import { addNewestLines } from './merge-statement'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

async function openPlayer(card: Partial<CardDetails> = {}, more: Partial<MoneyReads> = {}) {
  const asked: string[] = []
  const reads: Partial<MoneyReads> = {
    cards: async (query) => {
      asked.push(query)
      return [aCard(card)]
    },
    card: async (tag) => aCard({ tag_uid: tag, ...card }),
    statement: async (_, before) =>
      before === null
        ? { items: [aTransfer(12, { kind: 'top_up', amount_cents: 2000, receipt: 7 }), aTransfer(11)], next_before: 11 }
        : { items: [aTransfer(10, { reversed_by: 11 })], next_before: null },
    ...more,
  }
  desk = await openDesk([], { reads })
  await desk.say(contracts.gameState, GAME)
  await desk.key('p')
  await desk.press(`player-${TAG}`)
  return asked
}
const text = (id: string) => (desk.get(id).textContent ?? '').replace(/[\u00a0\u202f]/g, ' ')
const last = () => desk.given.at(-1)

describe('players', () => {
  it('O55 finds players by name or card, and shows balance and every movement, page by page', async () => {
    const asked = await openPlayer()
    await desk.type('player-search', 'ad')
    await desk.pass(250)
    expect(asked.at(-1)).toBe('ad')
    expect(text('player-balance')).toBe('18,00 €')
    expect(text('statement-12')).toContain('Recharge')
    expect(text('statement-12')).toContain('+20,00 €')
    expect(text('statement-11')).toContain('−2,00 €')
    expect(desk.find('statement-10')).toBeNull()
    await desk.press('statement-older')
    expect(desk.get('statement-10').dataset['reversed']).toBe('true')
    expect(desk.find('reverse-10')).toBeNull()
    expect(desk.find('statement-older')).toBeNull()
    expect(desk.get('statement-csv').getAttribute('href')).toBe(`/api/cards/${TAG}/statement?format=csv`)
  })

  it('O188 the list is read again when something happens on a card in it, not faster than anybody reads', async () => {
    const asked: string[] = []
    let balance = 1800
    const cards = async (query: string) => {
      asked.push(query)
      return [aCard({ balance_cents: balance })]
    }
    await openPlayer({}, { cards })
    await desk.type('player-search', 'ad')
    await desk.pass(250)
    const before = asked.length
    const pass = async () => {
      await desk.pass(1500)
      await act(settle)
      await desk.tick()
    }
    const played = (seq: number, tag_uid: string) => aLine(seq, { kind: 'roundPlay', data: { tag_uid } })
    await desk.say(contracts.opTimeline, played(1, '04B11D02'))
    await pass()
    expect(asked).toHaveLength(before)
    balance = 2300
    for (const seq of [2, 3, 4]) await desk.say(contracts.opTimeline, played(seq, TAG))
    expect(text(`player-${TAG}`)).toContain('18,00 €')
    await pass()
    expect(text(`player-${TAG}`)).toContain('23,00 €')
    await pass()
    expect(asked).toHaveLength(before + 1)
    // Somebody who was not in the list of everybody comes up in it.
    await desk.type('player-search', '')
    const all = asked.length
    await desk.say(contracts.opTimeline, played(5, '04B11D02'))
    await pass()
    expect(asked).toHaveLength(all + 1)
  })

  it('O191 a card stays where it stands in the list while others play, until somebody wants those used last first', async () => {
    const tags = ['A1', 'A2', 'A3']
    let order = [...tags]
    const cards = async () => order.map((tag_uid) => aCard({ tag_uid, balance_cents: order.length * 100 }))
    await openPlayer({}, { cards: async () => [...(await cards()), aCard()] })
    const shown = () =>
      tags
        .concat('A4')
        .flatMap((tag) => desk.find(`player-${tag}`) ?? [])
        .map((row) => row.closest('li'))
    const places = () => {
      const rows = [...(shown()[0]?.parentElement?.children ?? [])]
      return shown().map((row) => rows.indexOf(row as Element))
    }
    expect(places()).toEqual([0, 1, 2])
    expect(desk.find('players-sort')).toBeNull()
    order = ['A4', 'A3', 'A1', 'A2']
    await desk.say(contracts.opTimeline, aLine(1, { kind: 'roundPlay', data: { tag_uid: 'A3' } }))
    await desk.pass(1500)
    await act(settle)
    await desk.tick()
    expect(text('player-A3')).toContain('4,00 €')
    expect(places()).toEqual([0, 1, 2, 4])
    await desk.press('players-sort')
    await act(settle)
    expect(places()).toEqual([2, 3, 1, 0])
    expect(desk.find('players-sort')).toBeNull()
  })

  it('O68 offers to take back only what the core takes back', async () => {
    const back = ['stake', 'win', 'bet', 'bet_win', 'top_up', 'cash_out', 'adjust', 'card_expire', 'drawer_cash']
    const never = ['payout', 'claim', 'payout_void', 'payout_expire', 'shift_float', 'over_short', 'reversal', 'odd']
    const items = [...back, ...never].map((kind, i) => aTransfer(100 - i, { kind }))
    await openPlayer({}, { statement: async () => ({ items, next_before: null }) })
    const offered = items.filter(({ transfer }) => desk.find(`reverse-${transfer}`) !== null)
    expect(desk.find('statement-84')).not.toBeNull()
    expect(offered.map(({ kind }) => kind)).toEqual(back)
  })

  it('O55 drops what lies below a gap in the statement, never papers it over', () => {
    const held = { lines: [aTransfer(3), aTransfer(2)], nextBefore: null }
    const far = addNewestLines(held, { items: [aTransfer(9), aTransfer(8)], next_before: 8 })
    expect([far.lines.map((l) => l.transfer), far.nextBefore]).toEqual([[9, 8], 8])
    const near = addNewestLines(held, { items: [aTransfer(4), aTransfer(3, { reversed_by: 4 })], next_before: 3 })
    expect([near.lines.map((l) => l.transfer), near.nextBefore]).toEqual([[4, 3, 2], null])
    expect(near.lines[1]?.reversed_by).toBe(4)
  })

  it('O56 freezes with a reason and unfreezes with a reason', async () => {
    await openPlayer()
    await desk.press('card-freeze')
    await desk.press('freeze-form-confirm')
    expect(desk.given).toEqual([])
    await desk.type('freeze-form-reason', 'trouvée')
    await desk.press('freeze-form-confirm')
    expect(last()).toMatchObject({ name: 'opCardFreeze', payload: { tag_uid: TAG, reason: 'trouvée' } })
    expect(desk.find('freeze-form')).toBeNull()
    expect(text('money-told')).toContain('Geler la carte …7C91 : fait.')
    await desk.close()
    await openPlayer({ status: 'frozen' })
    await desk.press('card-unfreeze')
    await desk.type('unfreeze-form-reason', 'revenue')
    await desk.press('unfreeze-form-confirm')
    expect(last()).toMatchObject({ name: 'opCardUnfreeze', payload: { reason: 'revenue' } })
  })

  it('O56 replaces a lost card by the one tapped at this machine’s desk, never by itself', async () => {
    await openPlayer()
    await act(async () => desk.session.view.setState({ deskId: 'change-01' }))
    await desk.press('card-replace')
    await desk.type('replace-form-reason', 'perdue')
    await desk.type('replace-tag', TAG)
    await desk.press('replace-form-confirm')
    expect(desk.given).toEqual([])
    await desk.say(contracts.inputRfid, { tag_uid: '04B11D02' }, { device_id: 'change-01' })
    await desk.press('replace-form-confirm')
    expect(last()).toMatchObject({ name: 'opCardReplace', payload: { tag_uid: TAG, new_tag_uid: '04B11D02' } })
    expect(text('player-head')).toContain('04B11D02')
  })

  it('O57 adjusts and reverses only with a reason and a name, and says why the core would not', async () => {
    await openPlayer()
    await desk.press('card-adjust')
    await desk.type('adjust-amount', '5')
    await desk.type('adjust-form-reason', 'panne')
    await desk.press('adjust-form-confirm')
    expect(desk.given).toEqual([])
    await desk.type('adjust-form-name', 'Nadia')
    await desk.press('adjust-form-confirm')
    expect(last()).toMatchObject({
      name: 'opCardAdjust',
      payload: { amount_cents: 500, direction: 'credit', reason: 'panne', by: 'Nadia' },
    })
    desk.answers['opTransferReverse'] = { status: 'refused', reason: 'already_reversed' }
    await desk.press('reverse-11')
    await desk.type('reverse-form-reason', 'erreur')
    await desk.press('reverse-form-confirm')
    expect(last()).toMatchObject({
      name: 'opTransferReverse',
      payload: { transfer: 11, reason: 'erreur', by: 'Nadia' },
    })
    expect(text('error-reverse')).toContain('déjà repris')
  })
})
