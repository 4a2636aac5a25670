// @vitest-environment happy-dom
import { contracts, type OpPresence } from '@eg/shared'
import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import type { CoreHealth } from '../session/live-store'
import { SessionContext } from '../session/use-session'
import { openDesk } from '../testing/desk'
import { aSession, PAUSED } from '../testing/panic-samples'
import { START_MS } from '../testing/samples'

type PresentPage = OpPresence['items'][number]
import { useTellScreen } from './tell-screen'

let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

const aPausedAt = (activeMs: number) => aSession({ ...PAUSED.current, active_ms: activeMs })

const core = (backup: CoreHealth['backup']): CoreHealth => ({
  version: '0.1.0',
  started_at: START_MS,
  auth: 'open',
  store: 'ok',
  detail: null,
  backup,
})

describe('dock', () => {
  it('O78 says the mode and since when, and the group’s session with its running time without pauses', async () => {
    desk = await openDesk()
    expect(desk.find('dock-session')).toBeNull()
    await desk.say(contracts.modeState, { mode: 'night', since: START_MS } as never)
    expect(desk.get('dock-mode').textContent).toMatch(/^Nuitdepuis \d\d:\d\d$/)
    await desk.say(contracts.opSession, aSession({ active_ms: 4_358_000, running_since: START_MS }))
    await desk.pass(1000)
    await desk.tick()
    await desk.pass(1000)
    expect(desk.get('dock-session').textContent).toBe('Les Martin01:12:40')
    await desk.say(contracts.opSession, aPausedAt(4_362_000))
    await desk.pass(1000)
    await desk.tick()
    await desk.pass(1000)
    expect(desk.get('dock-session').textContent).toBe('Les Martin01:12:42 en pause')
    expect(desk.get('dock-session').title).toContain('en pause après 01:12:42')
    await desk.say(contracts.opSession, { ...PAUSED, current: null })
    expect(desk.get('dock-session').textContent).toBe('Pas de séance')
  })

  it('O78 tells how old the last backup is, and why there is none', async () => {
    desk = await openDesk()
    expect(desk.find('dock-backup')).toBeNull()
    const backup = { at: START_MS - 40_000, file: 'a.db', same_device: false, problem: null }
    await desk.say(contracts.opCore, core(backup))
    expect(desk.get('dock-backup').querySelector('b')?.textContent).toBe('40\u00a0s')
    await desk.say(contracts.opCore, core({ ...backup, at: START_MS - 720_000, problem: 'The disk is full.' }))
    expect(desk.get('dock-backup').textContent).toContain('12\u00a0min')
    expect([
      desk.get('dock-backup').dataset['tone'],
      desk.get('dock-backup').title.startsWith('The disk is full.'),
    ]).toEqual(['attention', true])
    await desk.say(contracts.opCore, core(null))
    expect(desk.find('dock-backup')).toBeNull()
  })

  it('O87 shows the other operators and what they look at, never oneself, and all of them when there are many', async () => {
    desk = await openDesk()
    const page = (id: string, more: Partial<PresentPage> = {}): PresentPage => ({
      client_id: id,
      name: 'Léa',
      role: 'gamemaster',
      screen: 'night',
      since: START_MS,
      seen: START_MS,
      ...more,
    })
    const present = (items: PresentPage[]) => act(async () => desk.session.live.setState({ present: { items } }))
    await present([page(desk.session.clientId)])
    expect(desk.find('dock-present-count')).toBeNull()
    await present([page(desk.session.clientId), page('op-aaaa1111'), page('op-bbbb2222', { name: null, screen: null })])
    expect([...desk.get('dock-present').children].map((li) => li.textContent)).toEqual([
      'Léa · Nuit',
      'l’opérateur bbbb',
    ])
    await present(
      ['1', '2', '3'].map((n) => page(`op-cccc${n}`, { name: `Zoé ${n}`, role: 'cashier', screen: 'desk' })),
    )
    expect(desk.find('dock-present')).toBeNull()
    expect(desk.get('dock-present-count').textContent).toContain('3')
    await desk.press('dock-present-count')
    expect(desk.get('present-list').textContent).toContain('Zoé 2 · Caisse')
  })

  it('O87 tells the others which screen this one is at: when it changes, and again when the link is back', async () => {
    desk = await openDesk()
    const told: string[] = []
    const root = createRoot(document.createElement('div'))
    const Tell = () => {
      useTellScreen((screen) => told.push(screen))
      return null
    }
    await act(async () => root.render(createElement(SessionContext, { value: desk.session }, createElement(Tell))))
    await desk.press('tab-devices')
    await desk.pass(5000)
    await desk.press('tab-night')
    await desk.tick()
    await act(async () => root.unmount())
    expect(told).toEqual(['night', 'devices', 'night'])
  })

  it('O88 a command that came too late says beside its button who did what meanwhile', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'night' })
    await desk.pass(600)
    const changed = { kind: 'opModeSet', by: 'Léa', at: START_MS - 1400, seq: 41 }
    desk.answers['opModeSet'] = { status: 'stale', reason: 'stale', changed }
    await desk.press('mode-switch')
    expect(desk.get('error-mode').textContent?.trim()).toMatch(/^Entre-temps\s: .*par Léa \(il y a 2 s\)\.$/)
    desk.answers['opModeSet'] = { status: 'stale', reason: 'run_open', changed }
    await desk.press('mode-switch')
    expect(desk.get('error-mode').textContent).toMatch(/Une question est ouverte.*Entre-temps/)
  })

  it('O177 a double click on the switch begins the night, and does not end it again', async () => {
    desk = await openDesk()
    await desk.say(contracts.modeState, { mode: 'day' })
    await desk.pass(600)
    await desk.press('mode-switch')
    await desk.say(contracts.modeState, { mode: 'night' })
    await desk.pass(300)
    await desk.press('mode-switch')
    expect(desk.given.map(({ payload }) => payload['mode'])).toEqual(['night'])
    await desk.pass(300)
    await desk.press('mode-switch')
    expect(desk.given.map(({ payload }) => payload['mode'])).toEqual(['night', 'day'])
  })

  it('O89 the theme is chosen in the menu, shown at once and kept on the machine', async () => {
    desk = await openDesk()
    expect(document.documentElement.dataset['theme']).toBe('dark')
    await desk.press('dock-menu')
    await desk.press('theme-light')
    expect(document.documentElement.dataset['theme']).toBe('light')
    await desk.press('menu-lang-en')
    expect(desk.get('tab-devices').textContent).toContain('Devices')
  })

  it('O95 by keyboard: a link past it all, the dock as header, the rail as nav, one main', async () => {
    desk = await openDesk()
    const parts = [...desk.host.querySelectorAll('a[href], header.eg-dock, nav, main')].map((e) => e.localName)
    expect(parts).toEqual(['a', 'header', 'nav', 'main'])
    await desk.press('skip')
    expect(document.activeElement?.localName).toBe('main')
  })

  it('A92 behind the login what covered the console holds neither focus nor pointer, and is there after it', async () => {
    const access = createOpenAccess({ is: 'in', name: 'Léa', role: 'gamemaster' })
    desk = await openDesk([], { access })
    await desk.press('panic')
    await desk.type('panic-reason', 'une fuite')
    expect(document.body.style.pointerEvents).toBe('none')
    await act(async () => access.store.setState({ is: 'out', ended: 'Léa' }, true))
    expect(document.body.style.pointerEvents).not.toBe('none')
    expect(desk.get('panic-panel').getAttribute('aria-modal')).toBe('false')
    await act(async () => access.store.setState({ is: 'in', name: 'Léa', role: 'gamemaster' }, true))
    expect((desk.get('panic-reason') as HTMLInputElement).value).toBe('une fuite')
    expect(desk.get('panic-panel').getAttribute('aria-modal')).toBe('true')
  })
})
