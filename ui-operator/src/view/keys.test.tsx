// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { aCurrent, anEvening } from '../sessions/session-samples'
import { aScript } from '../script/script-samples'
import { openDesk } from '../testing/desk'
import { GAME, somePayouts } from '../testing/money-samples'
import { aDevice, aNight, aRun } from '../testing/samples'
import { TABS } from './view-store'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

/** A house where nearly everything can be done. */
async function openHouse() {
  desk = await openDesk()
  await desk.say(contracts.modeState, { mode: 'night' })
  await desk.say(contracts.opNight, aNight('wait', aRun()))
  await desk.say(contracts.gameState, GAME)
  await desk.say(contracts.opScript, aScript())
  await desk.say(contracts.opSession, anEvening({ current: aCurrent() }))
  await desk.say(contracts.opPayouts, somePayouts(1))
  for (const id of ['slot-01', 'slot-02']) await desk.say(contracts.opDevice, aDevice(id), { device_id: id })
}
const offered = () => [...desk.session.actions.getState().offered.values()].flat()

describe('keys', { timeout: 30_000 }, () => {
  it('O158 on no screen two actions share a key, and each key that is shown is one of an action', async () => {
    await openHouse()
    for (const tab of TABS) {
      await desk.press(`tab-${tab}`)
      const keys = offered().flatMap(({ id, key }) => (key ? [[key, id]] : []))
      const twice = keys.filter(([key], i) => keys.findIndex(([other]) => other === key) !== i)
      expect(twice, tab).toEqual([])
      const shown = [...desk.host.querySelectorAll('main .eg-button[aria-keyshortcuts]')]
      const wrong = shown.filter((button) => {
        const key = button.getAttribute('aria-keyshortcuts') ?? ''
        return /^[A-Z+]$/.test(key) && !keys.some(([offers]) => offers === key)
      })
      expect(
        wrong.map((button) => button.textContent),
        tab,
      ).toEqual([])
    }
  })

  it('O158 panic, a payout, the files of the journal, the report so far and a new operator have a key', async () => {
    await openHouse()
    await desk.key('q')
    expect(desk.find('panic-panel')).not.toBeNull()
    await desk.key('Escape', desk.get('panic-panel'))
    await desk.press('tab-floor')
    await desk.key('n')
    expect(desk.find('payout-form')).not.toBeNull()
    await desk.press('tab-timeline')
    await desk.key('m')
    expect(desk.find('timeline-more-fields')).not.toBeNull()
    expect(offered().map(({ id }) => id)).toEqual(expect.arrayContaining(['timeline.csv', 'timeline.json']))
    await desk.press('tab-devices')
    await desk.key('a')
    expect(desk.given.filter(({ name }) => name === 'opDeviceCommand')).toHaveLength(2)
    await desk.press('tab-desk')
    // A letter may be a card reader's.
    expect(offered().find(({ id }) => id === 'console.panic')?.key).toBeUndefined()
  })
})
