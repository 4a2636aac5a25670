// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryKeep } from '../session/keep'
import { openDesk } from '../testing/desk'
import { fingerDown } from '../testing/hold'
import { aNight, aRun } from '../testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

const below = () => desk.host.querySelector<HTMLElement>('.eg-below')
const isLocked = () => desk.find('lock-strip') !== null
const keyUp = (key: string) => act(async () => void window.dispatchEvent(new KeyboardEvent('keyup', { key })))

async function openNight(keeps?: Parameters<typeof openDesk>[1]) {
  desk = await openDesk([], keeps)
  await desk.say(contracts.modeState, { mode: 'night', since: 0 } as never)
  await desk.say(contracts.opNight, aNight('close', aRun()))
}

describe('lock', () => {
  it('O83 locked, nothing below answers: no press, no key, no palette; but all of it is live to read', async () => {
    await openNight()
    await desk.press('lock')
    expect(isLocked()).toBe(true)
    expect(below()?.inert).toBe(true)
    for (const id of ['mode-switch', 'dock-books', 'palette-open', 'dock-menu']) {
      expect(desk.get(id).closest('[inert]'), id).not.toBeNull()
    }
    for (const id of ['lock', 'panic']) expect(desk.get(id).closest('[inert]'), id).toBeNull()
    await desk.key('c')
    await desk.key('Enter')
    await desk.key('d')
    await desk.key('?')
    await desk.key('k', document.body, { ctrlKey: true })
    expect(desk.given).toEqual([])
    expect([desk.find('palette'), desk.find('help'), desk.session.view.getState().tab]).toEqual([null, null, null])
    await desk.say(contracts.opNight, aNight('close', aRun({ question: 'Et maintenant ?' })))
    expect(below()?.textContent).toContain('Et maintenant ?')
  })

  it('O83 only a hold of one second opens it, on the lock or on L', async () => {
    await openNight()
    await desk.key('l')
    expect(isLocked()).toBe(true)
    // The same press of the key, which repeats while it is held, opens nothing.
    await desk.key('l', document.body, { repeat: true })
    await desk.pass(3000)
    await keyUp('l')
    await desk.press('lock')
    const short = await fingerDown(desk.get('lock'))
    await desk.pass(900)
    await short.lift()
    await desk.key('l')
    await desk.pass(900)
    await keyUp('l')
    await desk.pass(2000)
    expect(isLocked()).toBe(true)
    const long = await fingerDown(desk.get('lock'))
    await desk.pass(1000)
    expect(isLocked()).toBe(false)
    // Letting go is no press of its own.
    await long.lift()
    expect(isLocked()).toBe(false)
    await desk.press('lock')
    await desk.key('l')
    await desk.pass(1000)
    expect(isLocked()).toBe(false)
    await desk.press('lock')
    expect(isLocked()).toBe(true)
  })

  it('O83 it stays locked over a reload of the tab, and in no other tab', async () => {
    const keeps = { tab: createMemoryKeep(), machine: createMemoryKeep() }
    await openNight({ keeps })
    await desk.press('lock')
    await desk.close()
    await openNight({ keeps })
    expect([isLocked(), below()?.inert]).toEqual([true, true])
    await desk.close()
    await openNight({ keeps: { tab: createMemoryKeep(), machine: keeps.machine } })
    expect(isLocked()).toBe(false)
  })

  it('O83 panic answers all the same, when it is held', async () => {
    await openNight()
    await desk.press('lock')
    const tap = await fingerDown(desk.get('panic'))
    await desk.pass(100)
    await tap.lift()
    expect(desk.find('panic-panel')).toBeNull()
    await fingerDown(desk.get('panic'))
    await desk.pass(800)
    expect(desk.get('panic-panel').closest('[inert]')).toBeNull()
    await fingerDown(desk.get('panic-press-money'))
    await desk.pass(800)
    expect(desk.given.map(({ name }) => name)).toEqual(['opMoneyFreeze'])
  })
})
