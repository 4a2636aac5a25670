import type { Page } from 'playwright-core'
import type { Stage } from './stage.js'

/** What a player sees and does at a slot's screen. */
export interface Kiosk {
  page: Page
  phase(name: string): Promise<void>
  /** Presses a key of the slot's keyboard, and waits until the core has counted it. */
  vote(option: number): Promise<void>
  counted(option: number): Promise<void>
  /** The options can be pressed. */
  open(): Promise<void>
  linkIs(up: boolean): Promise<void>
  /** The house is paused. */
  paused(is: boolean): Promise<void>
  /** What it says of the last press. */
  message(): Promise<string>
  /** The line of the diagnostics corner. */
  inputIs(status: 'online' | 'disconnected'): Promise<void>
  balance(): Promise<string>
  winner(): Promise<string>
}

/** The page of a slot that has a machine. */
export async function openKiosk(stage: Stage, id: string, lang: 'fr' | 'en' = 'fr', query = ''): Promise<Kiosk> {
  const machine = stage.machines.get(id)
  if (!machine) throw new Error(`${id} has no machine on this stage`)
  return kioskOn(await stage.page(`${machine.page}/?lang=${lang}${query}`))
}

function kioskOn(page: Page): Kiosk {
  const at = (id: string) => page.getByTestId(id)
  const pressIs = (option: number, press: string) =>
    page.locator(`[data-testid="option-${option}"][data-press="${press}"]`).waitFor()
  const open = () => page.locator('[data-testid="option-1"]:enabled').waitFor()
  return {
    page,
    phase: (name) => page.locator(`[data-testid="screen"][data-phase="${name}"]`).waitFor(),
    async vote(option) {
      await open()
      await page.keyboard.press(String(option))
      await pressIs(option, 'counted')
    },
    counted: (option) => pressIs(option, 'counted'),
    open,
    linkIs: (up) => at('hold-on').waitFor({ state: up ? 'hidden' : 'visible' }),
    async paused(is) {
      await at('house-paused').waitFor({ state: is ? 'visible' : 'detached' })
      if (!is) await open()
    },
    message: async () => (await at('press-message').textContent()) ?? '',
    inputIs: (status) => at('input-status').getByText(`Input Status: ${status}`).waitFor(),
    balance: async () => (await at('balance').textContent()) ?? '',
    winner: async () => (await at('winner').textContent()) ?? '',
  }
}
