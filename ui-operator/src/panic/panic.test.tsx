// @vitest-environment happy-dom
import { contracts, type OperatorRole } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk, settle } from '../testing/desk'
import { fingerDown } from '../testing/hold'
import { FROZEN, MESSAGE, PAUSED, somePanic } from '../testing/panic-samples'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

const openAs = async (role: OperatorRole) => {
  desk = await openDesk([], { access: createOpenAccess({ is: 'in', name: 'Léa', role }) })
}
const hold = async (id: string) => {
  await fingerDown(desk.get(id))
  await desk.pass(800)
  await act(settle)
  await desk.tick()
}
const payload = () => {
  const { req_id: _, ...fields } = desk.given.at(-1)?.payload ?? { req_id: '' }
  return { name: desk.given.at(-1)?.name, ...fields }
}

describe('panic', () => {
  it('O81 each stop is given by its hold, with the reason if one is written, and taken back by its own number', async () => {
    desk = await openDesk()
    await desk.say(contracts.opPanic, somePanic())
    await desk.press('panic')
    await desk.press('panic-press-game')
    expect(desk.given).toEqual([])
    await hold('panic-press-game')
    expect(payload()).toEqual({ name: 'opGameFreeze' })
    await desk.type('panic-reason', ' une carte paie deux fois ')
    await hold('panic-press-money')
    expect(payload()).toEqual({ name: 'opMoneyFreeze', reason: 'une carte paie deux fois' })
    expect((desk.get('panic-reason') as HTMLInputElement).value).toBe('')
    await hold('panic-press-blackout')
    expect(payload()).toEqual({ name: 'opBlackout' })
    await desk.say(
      contracts.opPanic,
      somePanic({ money: FROZEN, game: { ...FROZEN, panic: 6 }, blackout: { ...FROZEN, panic: 7 } }),
    )
    expect(desk.get('panic-row-money').textContent).toContain('L’argent est gelé')
    expect(desk.get('panic-row-money').textContent).toMatch(/par Léa\s: une carte paie deux fois/)
    await hold('panic-release-money')
    expect(payload()).toEqual({ name: 'opMoneyUnfreeze', panic: 5, expect_held: true })
    await hold('panic-release-game')
    expect(payload()).toEqual({ name: 'opGameUnfreeze', panic: 6, expect_held: true })
    await hold('panic-release-blackout')
    expect(payload()).toEqual({ name: 'opBlackoutEnd', panic: 7, expect_held: true })
  })

  it('O173 one hold stops money and game together; once either is stopped each has its own', async () => {
    desk = await openDesk()
    await desk.say(contracts.opPanic, somePanic())
    await desk.press('panic')
    await hold('panic-everything')
    expect(desk.given.map(({ name }) => name).toSorted()).toEqual(['opGameFreeze', 'opMoneyFreeze'])
    await desk.say(contracts.opPanic, somePanic({ money: FROZEN }))
    expect(desk.find('panic-everything')).toBeNull()
  })

  it('O174 a message that is only chosen is said to be shown nowhere yet', async () => {
    desk = await openDesk()
    await desk.say(contracts.opPanic, somePanic())
    await desk.press('panic')
    expect(desk.find('panic-unsent')).toBeNull()
    await act(async () => document.querySelector<HTMLElement>('.eg-panic-presets button')?.click())
    expect(desk.get('panic-unsent').textContent).toContain('Aucun écran ne le montre encore')
    expect(desk.given).toEqual([])
  })

  it('O81 what was refused says why in its row', async () => {
    desk = await openDesk()
    desk.answers['opMoneyFreeze'] = { status: 'unavailable', reason: 'no_answer' }
    await desk.press('panic')
    await hold('panic-press-money')
    expect(desk.get('panic-row-money').textContent).toContain('Pas de réponse du core')
  })

  it('O81 a cashier may freeze money and nothing else, and lift nothing; who may stop nothing has no button', async () => {
    await openAs('cashier')
    await desk.press('panic')
    expect([
      desk.find('panic-press-money') !== null,
      desk.find('panic-row-game'),
      desk.find('panic-row-blackout'),
      desk.find('panic-message-text'),
    ]).toEqual([true, null, null, null])
    await desk.say(contracts.opPanic, somePanic({ money: FROZEN, message: MESSAGE }))
    expect([desk.find('panic-release-money'), desk.find('strip-release-money'), desk.find('strip-clear')]).toEqual([
      null,
      null,
      null,
    ])
    expect(desk.get('panic-row-money').textContent).toContain('Un maître de jeu le lève')
    expect(desk.get('strip-message').textContent).toContain('Restez à votre place')
    await desk.close()
    await openAs('technician')
    expect(desk.find('panic')).toBeNull()
  })

  it('O82 a message goes to all screens with its severity and its length, and says what is missing', async () => {
    desk = await openDesk()
    await desk.press('panic')
    await desk.press('panic-message-send')
    expect(desk.get('field-error-panic-text').textContent).toContain('Écrivez le message')
    await desk.type('panic-message-text', 'Sortez ')
    await desk.press('severity-alarm')
    await desk.press('length-other')
    for (const wrong of ['', '0', '1.5', '86401', 'x']) {
      await desk.type('panic-seconds', wrong)
      await desk.press('panic-message-send')
      expect(desk.find('field-error-panic-seconds'), wrong).not.toBeNull()
    }
    expect(desk.given).toEqual([])
    await desk.type('panic-seconds', '90')
    await desk.press('panic-message-send')
    expect(payload()).toEqual({
      name: 'opMessageShow',
      text: 'Sortez',
      severity: 'alarm',
      seconds: 90,
      expect_panic: null,
    })
    expect((desk.get('panic-message-text') as HTMLInputElement).value).toBe('')
    const ready = [...desk.get('panic-panel').querySelectorAll<HTMLButtonElement>('.eg-panic-presets button')]
    expect(new Set(ready.map(({ lang }) => lang))).toEqual(new Set(['fr', 'en']))
    await act(async () => ready[1]?.click())
    await desk.press('length-none')
    await desk.press('severity-info')
    await desk.press('panic-message-send')
    expect(payload()).toEqual({
      name: 'opMessageShow',
      text: ready[1]?.textContent,
      severity: 'info',
      expect_panic: null,
    })
    await desk.say(contracts.opPanic, somePanic({ message: MESSAGE }))
    expect(desk.get('panic-shown').textContent).toContain('Restez à votre place')
    await desk.press('panic-message-clear')
    expect(payload()).toEqual({ name: 'opMessageClear', panic: 9, expect_held: true })
  })
})

describe('the strip of what is stopped', () => {
  it('O79 stands on every screen with since when, by whom and why, and the way back asks for a hold', async () => {
    desk = await openDesk()
    expect(desk.find('panic-strip')).toBeNull()
    await desk.say(
      contracts.opPanic,
      somePanic({ money: FROZEN, blackout: { ...FROZEN, panic: 6, reason: null }, message: MESSAGE }),
    )
    for (const tab of ['night', 'desk', 'devices', 'timeline']) {
      await desk.press(`tab-${tab}`)
      expect(desk.get('strip-money').textContent, tab).toMatch(
        /L’argent est gelé depuis \d\d:\d\d, par Léa\s: une carte paie deux fois/,
      )
    }
    expect(desk.get('strip-blackout').textContent).toMatch(/Noir complet depuis \d\d:\d\d, par Léa/)
    expect(desk.find('strip-game')).toBeNull()
    expect(desk.get('strip-message').textContent).toMatch(/Restez à votre place.*par Léa/)
    await desk.press('strip-release-money')
    expect(desk.given).toEqual([])
    await desk.type('release-reason', 'réglé')
    desk.answers['opMoneyUnfreeze'] = { status: 'stale', reason: 'stale' }
    await hold('release-confirm')
    expect(payload()).toEqual({ name: 'opMoneyUnfreeze', panic: 5, expect_held: true, reason: 'réglé' })
    expect(desk.get('release-dialog').textContent).toContain('entre-temps')
    // Lifted by somebody else and frozen anew: this press is another one.
    await desk.say(contracts.opPanic, somePanic({ money: { ...FROZEN, panic: 8 } }))
    expect(desk.find('release-dialog')).toBeNull()
    expect(desk.find('strip-blackout')).toBeNull()
    await desk.say(contracts.opPanic, somePanic())
    expect(desk.find('panic-strip')).toBeNull()
  })

  it('O79 a paused session is one line, and its way back is to resume it', async () => {
    desk = await openDesk()
    const byPause = { panic: null, since: FROZEN.since, by: 'Léa', reason: 'alarme incendie' }
    await desk.say(contracts.opSession, PAUSED)
    await desk.say(contracts.opPanic, somePanic({ money: byPause, game: byPause }))
    expect([desk.find('strip-money'), desk.find('strip-game')]).toEqual([null, null])
    expect(desk.get('strip-paused').textContent).toMatch(/Séance Les Martin en pause.*par Léa\s: alarme incendie/)
    await desk.press('strip-resume')
    expect(payload()).toEqual({ name: 'opSessionResume', session: 3 })
    // Money frozen by hand as well is a line of its own.
    await desk.say(contracts.opPanic, somePanic({ money: FROZEN, game: byPause }))
    expect([desk.find('strip-money') !== null, desk.find('strip-game')]).toEqual([true, null])
    await desk.press('panic')
    await hold('panic-resume-game')
    expect(payload()).toEqual({ name: 'opSessionResume', session: 3 })
  })
})

describe('panic without the link', () => {
  it('O86 what covers the console says how old the truth is, greys with it, and commands nothing', async () => {
    desk = await openDesk()
    await desk.say(contracts.opPanic, somePanic({ money: FROZEN, message: MESSAGE }))
    await desk.press('panic')
    // The finger is on it when the link goes.
    await desk.pass(1600)
    await fingerDown(desk.get('panic-press-game'))
    await desk.pass(500)
    await desk.pass(11_900)
    expect(desk.get('dialog-lost').textContent).toMatch(/Dernier état connu il y a 1[34] s/)
    expect(desk.get('panic-panel').closest('[data-link="down"]')).not.toBeNull()
    for (const id of [
      'panic-press-game',
      'panic-release-money',
      'panic-message-send',
      'strip-release-money',
      'strip-clear',
    ]) {
      expect((desk.get(id) as HTMLButtonElement).disabled, id).toBe(true)
    }
    await desk.tick()
    await desk.pass(1500)
    expect(desk.given).toEqual([])
  })
})
