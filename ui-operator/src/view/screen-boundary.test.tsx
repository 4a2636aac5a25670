// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type * as Desk from '../testing/desk'

let broken = false
let openDesk: typeof Desk.openDesk
// The files of a worker share their modules: this page gets its own, and those who come after know nothing of it.
beforeAll(async () => {
  vi.resetModules()
  vi.doMock('../ready/ready-screen', () => ({
    ReadyScreen: () => {
      if (broken) throw new Error('broken on purpose')
      return 'Prêt, pour de bon'
    },
  }))
  ;({ openDesk } = await import('../testing/desk'))
})
afterAll(() => {
  vi.doUnmock('../ready/ready-screen')
  vi.resetModules()
})

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(async () => {
  await desk.close()
  vi.restoreAllMocks()
})

it('O93 a screen that breaks says so and offers to reload; dock, rail and the other screens go on', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  desk = await openDesk()
  broken = true
  await desk.press('tab-ready')
  expect(desk.get('screen-broken').textContent).toContain('Cet écran ne s’affiche pas')
  expect(desk.get('screen-reload').textContent).toBe('Recharger')
  expect(desk.host.querySelectorAll('main')).toHaveLength(1)
  await desk.say(contracts.modeState, { mode: 'night' })
  expect(desk.get('dock-mode').textContent).toContain('Nuit')
  await desk.press('tab-timeline')
  expect(desk.find('screen-broken')).toBeNull()
  await desk.press('tab-ready')
  expect(desk.find('screen-broken')).not.toBeNull()
  broken = false
  await desk.press('screen-again')
  expect(desk.host.textContent).toContain('Prêt, pour de bon')
})
