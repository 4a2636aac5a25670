// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { act } from 'react'
import { afterEach, expect, it } from 'vitest'
import { openDesk } from '../testing/desk'
import { aNight } from '../testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

it('O154 a button pressed by hand gives the focus back, so that Enter is the suggested action; by keyboard it keeps it', async () => {
  desk = await openDesk()
  await desk.say(contracts.modeState, { mode: 'night' })
  await desk.say(contracts.opNight, aNight('open', null))
  const press = async (id: string, detail: number) => {
    const button = desk.get(id)
    button.focus()
    await act(async () => void button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail })))
    return document.activeElement === button
  }
  expect(await press('tab-night', 0)).toBe(true)
  expect(await press('tab-night', 1)).toBe(false)
  expect(await press('mode-switch', 1)).toBe(false)
})
