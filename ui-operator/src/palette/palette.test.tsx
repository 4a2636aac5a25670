// @vitest-environment happy-dom
import '../testing/all-words'
import { contracts } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { openDesk, settle } from '../testing/desk'
import { someBooks } from '../testing/money-samples'
import { aNight } from '../testing/samples'
import { findScore, inOtherLanguage } from './find-words'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk?.close())

const ctrlK = (at?: Element) => desk.key('k', at, { ctrlKey: true })
/** What the palette lists: what it is called, and whether it can be chosen. */
const listed = () =>
  [...desk.host.querySelectorAll<HTMLElement>('.eg-palette-item')].map((item) => item.dataset['testid'])
const offer = (more = {}) =>
  act(async () =>
    desk.session.actions.setState(({ offered }) => ({
      offered: new Map(offered).set(Symbol('screen'), [
        { id: 'test.close', label: 'Clore le vote', key: 'C', run: () => ran.push('close'), ...more },
      ]),
    })),
  )
let ran: string[] = []

async function openNight() {
  ran = []
  desk = await openDesk()
  await desk.say(contracts.modeState, { mode: 'night', since: 0 } as never)
  await desk.say(contracts.opNight, aNight('open', null))
}

describe('command palette', () => {
  it('O84 lists what the screen offers first, then where to go and what the console does, each with its key', async () => {
    await openNight()
    await offer()
    await ctrlK()
    expect(listed()).toEqual(
      expect.arrayContaining([
        'palette-test.close',
        'palette-go.devices',
        'palette-console.lock',
        'palette-console.mode',
      ]),
    )
    const first = listed().findIndex((id) => /palette-(go|console)\./.test(id ?? ''))
    expect(listed().slice(0, first)).toContain('palette-test.close')
    expect(listed().at(-1)).toBe('palette-console.theme')
    expect(desk.get('palette-test.close').textContent).toBe('Clore le voteC')
    expect(desk.get('palette-go.devices').textContent).toBe('AppareilsD')
  })

  it('O84 finds in both languages, without accents, every word typed; a card’s id finds nothing', async () => {
    await openNight()
    await offer()
    await desk.press('palette-open')
    const find = async (text: string) => {
      await desk.type('palette-input', text)
      await act(settle)
      return listed()
    }
    expect(await find('close')).toEqual(expect.arrayContaining(['palette-test.close']))
    expect(await find('devices')).toEqual(['palette-go.devices'])
    expect(await find('PRET')).toEqual(['palette-go.ready'])
    expect(await find('theme light')).toEqual(['palette-console.theme'])
    expect(await find('04A37C91')).toEqual([])
    expect(desk.get('palette').textContent).toContain('Aucune commande de ce nom')
    await desk.key('Enter', desk.get('palette-input'))
    expect(desk.find('palette')).not.toBeNull()
  })

  it('O84 does what is chosen and closes; greyed, it does nothing; Escape and the same keys close it', async () => {
    await openNight()
    await offer()
    await ctrlK()
    await desk.press('palette-test.close')
    expect([ran, desk.find('palette')]).toEqual([['close'], null])
    await ctrlK()
    await desk.press('palette-go.timeline')
    expect(desk.session.view.getState().tab).toBe('timeline')
    await ctrlK()
    await desk.press('palette-console.mode')
    expect(desk.given.at(-1)).toMatchObject({ name: 'opModeSet', payload: { mode: 'day', expect_mode: 'night' } })
    await desk.pass(5000)
    await ctrlK()
    expect(desk.get('palette-console.mode').getAttribute('aria-disabled')).toBe('true')
    const before = desk.given.length
    await desk.press('palette-console.mode')
    expect([desk.given.length, desk.find('palette') !== null]).toEqual([before, true])
    await ctrlK()
    expect(desk.find('palette')).toBeNull()
    await ctrlK()
    await desk.key('Escape', desk.get('palette-input'))
    expect(desk.find('palette')).toBeNull()
  })

  it('O84 stays away from the desk’s fields, where a reader types, and from under what covers the page', async () => {
    await openNight()
    await desk.press('tab-desk')
    const field = document.createElement('input')
    desk.host.append(field)
    await ctrlK(field)
    expect(desk.find('palette')).toBeNull()
    await desk.press('tab-night')
    await ctrlK(field)
    expect(desk.find('palette')).not.toBeNull()
    await ctrlK()
    await desk.press('panic')
    await ctrlK()
    expect([desk.find('palette'), desk.find('panic-panel') !== null]).toEqual([null, true])
    // And no key of the page works under it.
    await desk.key('d')
    expect(desk.session.view.getState().tab).toBe('night')
  })

  it('O84 knows the other language of every text without values', () => {
    expect(inOtherLanguage('Appareils', 'fr')).toBe('Devices')
    expect(inOtherLanguage('Devices', 'en')).toBe('Appareils')
    expect(inOtherLanguage('Révéler : Ada', 'fr')).toBeNull()
    expect(findScore(['Clore le vote', 'Close the vote'], 'vote cl')).toBeGreaterThan(0)
    expect(findScore(['Clore le vote'], 'vote x')).toBe(0)
  })
})

describe('help', () => {
  it('O85 ? shows the keys of this screen, and at the desk there are no letters', async () => {
    await openNight()
    await offer()
    await desk.say(contracts.opBooks, someBooks())
    await desk.key('?')
    expect(desk.get('help').textContent).toContain('Clore le vote')
    expect(desk.get('help').textContent).toContain('Appareils')
    await desk.key('Escape', desk.get('help'))
    expect(desk.find('help')).toBeNull()
    await desk.press('tab-desk')
    for (const key of ['l', '?', 'd']) await desk.key(key)
    expect([desk.session.view.getState().locked, desk.find('help'), desk.session.view.getState().tab]).toEqual([
      false,
      null,
      'desk',
    ])
    await desk.press('palette-open')
    await desk.press('palette-console.help')
    expect(desk.get('help').textContent).toContain('aucune lettre ne commande')
    expect(desk.get('help').textContent).not.toContain('Appareils')
  })
})
