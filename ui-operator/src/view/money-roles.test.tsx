// @vitest-environment happy-dom
import { contracts, type OperatorRole } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { aCard, aDesk, aFloor, GAME, somePayouts, TAG } from '../testing/money-samples'
import { aDevice } from '../testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())
const settled = () => act(async () => new Promise((resolve) => setTimeout(resolve, 0)))

async function openAs(role: OperatorRole | null) {
  const access = createOpenAccess(role === null ? undefined : { is: 'in', name: 'Léa', role })
  access.fetch = (async () => Response.json({ items: [], next_after: null })) as typeof fetch
  desk = await openDesk([], { access, reads: { cards: async () => [aCard()], card: async () => aCard() } })
  await desk.say(contracts.modeState, { mode: 'day' })
  await desk.say(contracts.gameState, GAME)
  await desk.say(contracts.opDevice, aDevice('slot-01'), { device_id: 'slot-01' })
  await desk.say(contracts.opFloor, aFloor('slot-01'), { device_id: 'slot-01' })
  await desk.say(contracts.opDesk, aDesk(), { device_id: 'change-01' })
  await desk.say(contracts.opPayouts, somePayouts(1))
}
const offered = (...ids: string[]) => ids.map((id) => desk.find(id) !== null)
const tabs = () => [...desk.host.querySelectorAll<HTMLElement>('.eg-rail-tab')].map((tab) => tab.dataset['testid'])

describe('money by role', { timeout: 30_000 }, () => {
  it('A96 a cashier has desk, floor, players, tables and timeline, with every act of theirs on each', async () => {
    await openAs('cashier')
    expect(tabs()).toEqual(['tab-floor', 'tab-desk', 'tab-players', 'tab-tables', 'tab-timeline'])
    await desk.press('desk-change-01')
    expect(offered('shift-end', 'desk-cash', 'desk-card')).toEqual([true, true, true])
    await desk.press('tab-floor')
    expect(offered('payout-new', 'floor-slot-01', 'action-begin-night')).toEqual([true, true, false])
    await desk.press('tab-players')
    await settled()
    await act(async () => desk.session.view.setState({ playerTag: TAG }))
    await settled()
    // An adjustment is at the cost of the house: the game master's.
    expect(offered('card-freeze', 'card-replace', 'card-dispute', 'card-adjust')).toEqual([true, true, true, false])
    await desk.press('tab-tables')
    await settled()
    expect(offered('tables-new', 'payout-p-1')).toEqual([true, true])
  })

  it('A97 technician and viewer have no screen of money, by button or by key', async () => {
    for (const role of ['technician', 'viewer'] as const) {
      await openAs(role)
      expect(tabs().filter((tab) => /floor|desk|players|tables|setup/.test(tab ?? ''))).toEqual([])
      for (const key of ['f', 'k', 'p', 'b', 's']) await desk.key(key)
      expect(offered('payout-new', 'tables-screen', 'player-search', 'setup-screen')).toEqual([
        false,
        false,
        false,
        false,
      ])
    }
  })

  it('A98 Setup is the game master’s, and everybody’s where nobody is asked', async () => {
    await openAs('gamemaster')
    expect(tabs().at(-1)).toBe('tab-setup')
    await openAs(null)
    expect(tabs().at(-1)).toBe('tab-setup')
    await desk.press('tab-setup')
    await settled()
    expect(offered('setup-screen', 'operators-open', 'operator-add')).toEqual([true, true, false])
  })
})
