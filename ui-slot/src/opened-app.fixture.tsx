import { type GameState, type SlotState, contracts, createManualClock } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { act } from 'react'
import { type Root, createRoot } from 'react-dom/client'
import { afterEach, beforeEach } from 'vitest'
import { App } from './app'
import { KioskProvider } from './kiosk/kiosk-context'
import { type Kiosk, startKiosk } from './kiosk/start-kiosk'
import type { Layout } from './page-options'
import { type Language, WordsProvider, createWords } from './words/words'

;(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true

const own = { device_id: 'slot-01' }
let root: Root
let kiosk: Kiosk

/** Gives every test of a file a page of its own. */
export function usePage(): void {
  beforeEach(() => {
    document.body.innerHTML = '<div id="root"></div>'
    root = createRoot(document.querySelector('#root') as Element)
  })
  afterEach(async () => {
    await act(async () => root.unmount())
    kiosk.stop()
  })
}

/** The whole page on a memory link, with us in the place of the core and the agent, and a clock of our own. */
export async function open({ language = 'fr' as Language, layout = 'grid' as Layout, ticking = true } = {}) {
  const link = createMemoryLink()
  const clock = createManualClock()
  const venue = link.open()
  const presses: { index: number; run: number | null; visit?: number | null | undefined; key?: boolean }[] = []
  venue.subscribe(contracts.slotPress, own, ({ payload }) => void (payload && presses.push(payload)))
  const parts = { bus: link.open(), clock, deviceId: 'slot-01', version: '0.1.0' }
  kiosk = startKiosk({ ...parts, visible: () => true, reload: () => undefined })
  const tick = () => act(async () => void (await venue.publish(contracts.clockState, {}, { now_ms: clock.now() })))
  await act(async () => {
    await venue.publish(contracts.deviceStatus, own, 'online')
    await venue.publish(contracts.inputStatus, own, 'online')
  })
  if (ticking) await tick()
  await act(async () =>
    root.render(
      <WordsProvider value={createWords(language)}>
        <KioskProvider value={kiosk}>
          <App layout={layout} />
        </KioskProvider>
      </WordsProvider>,
    ),
  )
  const say = (state: SlotState) => act(async () => void (await venue.publish(contracts.slotState, own, state)))
  const sayGame = (game: GameState) => act(async () => void (await venue.publish(contracts.gameState, {}, game)))
  const pass = (ms: number) => act(async () => clock.advance(ms))
  /** Lets time pass as it does at a venue: with the core's clock heard all along. */
  const live = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      await pass(Math.min(left, 500))
      await tick()
    }
  }
  /** Keys typed `gapMs` apart, on whatever has the focus; gives back those whose own effect was refused. */
  const type = async (keys: (string | KeyboardEventInit)[], gapMs = 0) => {
    const refused: string[] = []
    for (const [i, key] of keys.entries()) {
      if (i > 0) await pass(gapMs)
      const init = typeof key === 'string' ? { key } : key
      const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
      Object.defineProperty(event, 'timeStamp', { value: clock.monotonic() })
      await act(async () => void (document.activeElement ?? document.body).dispatchEvent(event))
      if (event.defaultPrevented) refused.push(event.key)
    }
    return refused
  }
  /** Enter on an option, which gets the focus: the browser makes a click without a pointer of it. */
  const enter = async (testId: string) => {
    find(testId)?.focus()
    const refused = await type(['Enter'])
    const click = new MouseEvent('click', { bubbles: true, detail: 0 })
    Object.defineProperty(click, 'timeStamp', { value: clock.monotonic() })
    if (refused.length === 0) await act(async () => void find(testId)?.dispatchEvent(click))
  }
  return { venue, clock, presses, tick, say, sayGame, pass, live, type, enter }
}

export const find = (testId: string) => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)
export const text = (testId: string) => find(testId)?.textContent ?? null
export const click = (testId: string) => act(async () => find(testId)?.click())
/** Spaces of any kind are one: what stands between an amount and its currency is the business of Intl. */
export const plain = (words: string | null | undefined) => words?.replaceAll(/\s+/g, ' ').trim() ?? null
