// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import type { MoneyReads } from '../money/reads'
import { openDesk } from '../testing/desk'
import { aFloor, aPayout, GAME, someBooks, someOdds, somePayouts } from '../testing/money-samples'
import { aDevice } from '../testing/samples'
import { ageTone } from './floor-slots'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

async function openFloor(reads: Partial<MoneyReads> = {}) {
  desk = await openDesk([], { reads })
  await desk.say(contracts.modeState, { mode: 'day' })
  await desk.say(contracts.gameState, GAME)
}
const text = (id: string) => (desk.get(id).textContent ?? '').replace(/[\u00a0\u202f]/g, ' ')

describe('floor', () => {
  it('O40 is the first screen of the day, and gives way to the night', async () => {
    await openFloor()
    expect(desk.find('empty-floor')).not.toBeNull()
    await desk.say(contracts.modeState, { mode: 'night' })
    expect(desk.find('empty-unknown')).not.toBeNull()
    await desk.key('f')
    await desk.say(contracts.modeState, { mode: 'night' })
    expect(desk.find('empty-floor')).not.toBeNull()
  })

  it('O42 tells of each slot who plays, with how much, the last round and the take, and the sums of all', async () => {
    await openFloor()
    for (const device of [aDevice('slot-01'), aDevice('slot-02', { online: false }), aDevice('slot-03')]) {
      await desk.say(contracts.opDevice, device, { device_id: device.device_id })
    }
    await desk.say(contracts.opFloor, aFloor('slot-01'), { device_id: 'slot-01' })
    const anonymous = aFloor('slot-02', {
      player: { player: 2, tag_uid: '04B11D02', name: null, balance_cents: 0 },
      take_cents: -5000,
    })
    await desk.say(contracts.opFloor, anonymous, { device_id: 'slot-02' })
    await desk.say(contracts.opBooks, someBooks())
    await desk.say(contracts.opPayouts, somePayouts(1, 2))
    expect(text('floor-slot-01')).toContain('Ada18,00 €')
    expect(text('floor-slot-01')).toMatch(/2,00 € →.*5,00 €/)
    expect(text('floor-slot-01')).toContain('+12,00 €')
    expect(desk.get('floor-slot-01').querySelector('[role="img"]')?.getAttribute('aria-label')).toBe(
      'cloche, sept, cerise',
    )
    expect(text('floor-slot-02')).toContain('…1D02')
    expect(desk.get('floor-slot-02').dataset['state']).toBe('offline')
    expect(text('floor-slot-03')).toContain('Personne')
    expect(text('total-take')).toContain('−38,00 €')
    expect(text('total-players')).toContain('40,00 €')
    expect(text('total-payouts')).toContain('70,00 €')
  })

  it('O43 shows how long each payout has waited, and who has waited too long', async () => {
    await openFloor()
    await desk.say(contracts.opPayouts, somePayouts(130, 16, 15))
    const ages = [...desk.host.querySelectorAll('.eg-payout-age')].map((age) => [
      (age as HTMLElement).dataset['tone'],
      age.textContent?.replace(/\u00a0/g, ' '),
    ])
    expect(ages).toEqual([
      ['problem', '2 h 10 min'],
      ['attention', '16 min'],
      ['dim', '15 min'],
    ])
    expect(ageTone(60 * 60_000 + 1)).toBe('problem')
  })

  it('O44 shows what the game returns and keeps, in red when the house loses, and says the rules in words', async () => {
    await openFloor()
    await desk.say(contracts.opGame, someOdds())
    expect(text('game-shares')).toContain('92,0 %')
    expect(desk.get('game-shares').dataset['losing']).toBeUndefined()
    expect(desk.host.textContent).toContain('qu’à la mise ouverte')
    await desk.say(contracts.opGame, someOdds({ house_edge: -0.082, return_to_player: 1.082, credit_policy: 'any' }))
    expect(text('game-shares')).toContain('−8,2 %')
    expect(desk.get('game-shares').dataset['losing']).toBe('true')
    expect(desk.host.textContent).toContain('N’importe quel appareil')
  })

  it('O70 finds a waiting payout beyond the list by its number, with what a dealer may do about it', async () => {
    await openFloor({ payout: async (id) => (id === 'p-777' ? aPayout(id) : null) })
    await desk.say(contracts.opPayouts, { ...somePayouts(3), waiting: 501 })
    await desk.type('payout-find', 'p-777')
    await desk.pass(250)
    expect(desk.find('payout-p-1')).toBeNull()
    expect(text('payout-p-777')).toContain('20 min')
    await desk.press('payout-more-p-777')
    await desk.press('payout-void-p-777')
    await desk.type('payout-void-form-reason', 'erreur')
    await desk.press('payout-void-form-confirm')
    expect(desk.given[0]).toMatchObject({ name: 'opPayoutVoid', payload: { payout_id: 'p-777' } })
    await desk.type('payout-find', '')
    expect(desk.find('payout-p-1')).not.toBeNull()
  })

  it('O182 a sign of thousands makes no thousandth: it is said, and nothing is given until it was edited again', async () => {
    await openFloor()
    await desk.press('payout-new')
    await desk.type('payout-source', 'poker')
    for (const typed of ['1', '1,', '1,5', '1,50', '1,500']) await desk.type('payout-amount', typed)
    expect((desk.get('payout-amount') as HTMLInputElement).value).toBe('1,50')
    expect(text('payout-form')).toContain('les milliers sans signe')
    expect(text('payout-create')).toBe('Créer')
    await desk.press('payout-create')
    await desk.key('Enter', desk.get('payout-amount'))
    expect(desk.given).toEqual([])
    expect(text('payout-form')).toContain('les milliers sans signe')
    await desk.type('payout-amount', '1500')
    expect(text('payout-form')).not.toContain('milliers')
    expect(text('payout-create')).toBe('Créer 1 500,00 €')
    await desk.press('payout-create')
    expect(desk.given[0]).toMatchObject({ name: 'opPayoutNew', payload: { amount_cents: 150_000 } })
  })

  it('O45 creates a payout, and takes one off the list with a reason asked in place', async () => {
    await openFloor()
    await desk.press('payout-new')
    await desk.press('payout-create')
    expect(desk.given).toEqual([])
    await desk.type('payout-source', 'blackjack')
    await desk.type('payout-amount', '12,5')
    await desk.press('payout-create')
    expect(desk.given[0]).toMatchObject({ name: 'opPayoutNew', payload: { source: 'blackjack', amount_cents: 1250 } })
    expect(desk.find('payout-form')).toBeNull()
    await desk.say(contracts.opPayouts, somePayouts(1))
    await desk.press('payout-more-p-1')
    await desk.press('payout-void-p-1')
    await desk.press('payout-void-form-confirm')
    expect(desk.given).toHaveLength(1)
    expect(desk.get('payout-void-form').textContent).toContain('Dites pourquoi')
    desk.answers['opPayoutVoid'] = { status: 'refused', reason: 'already_claimed' }
    await desk.type('payout-void-form-reason', 'erreur')
    await desk.press('payout-void-form-confirm')
    expect(desk.given[1]).toMatchObject({ name: 'opPayoutVoid', payload: { payout_id: 'p-1', reason: 'erreur' } })
    expect(desk.get('error-payoutVoid').textContent).toContain('déjà payé')
  })
})
