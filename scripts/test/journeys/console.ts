import type { BrowserContext, Locator, Page } from 'playwright-core'
import { PASSWORD, type Stage } from './stage.js'

// The console as a person uses it. The one place of the journeys that knows how its screens are marked.

export type Lang = 'fr' | 'en'
export type Theme = 'dark' | 'light'
export const TABS = [
  'ready',
  'night',
  'floor',
  'desk',
  'players',
  'tables',
  'devices',
  'timeline',
  'sessions',
  'setup',
] as const
interface Draft {
  question: string
  options: readonly string[]
  expected: number
  reveal: 'operator'
}
type Brake = 'game' | 'money'
export type Tab = (typeof TABS)[number]

export interface ConsoleOptions {
  lang?: Lang
  viewport?: { width: number; height: number }
  /** What must stand before the page is opened. */
  prepare?: (context: BrowserContext) => Promise<void>
}

/** Opens the console and logs somebody in. */
export async function openConsole(stage: Stage, name: string, options: ConsoleOptions = {}): Promise<Console> {
  const { lang = 'en', viewport, prepare } = options
  const page = await stage.page(`http://127.0.0.1:${stage.core.ports.operator}/?lang=${lang}`, { viewport, prepare })
  const console_ = new Console(page)
  await console_.logIn(name)
  return console_
}

export class Console {
  constructor(readonly page: Page) {}

  at(id: string): Locator {
    return this.page.getByTestId(id)
  }
  async logIn(name: string, password = PASSWORD): Promise<void> {
    await this.at('login-name').fill(name)
    await this.at('login-password').fill(password)
    await this.at('login-enter').click()
    await this.at('dock-role').waitFor()
    await this.linkIs(true)
  }
  async linkIs(up: boolean): Promise<void> {
    await this.at('link-banner').waitFor({ state: up ? 'hidden' : 'visible' })
  }
  async open(tab: Tab): Promise<void> {
    await this.at(`tab-${tab}`).click()
    await this.page.locator('main:not([aria-busy])').first().waitFor()
  }
  /** The tabs that this person has. */
  async tabs(): Promise<Tab[]> {
    const seen = await Promise.all(TABS.map(async (tab) => ((await this.at(`tab-${tab}`).count()) > 0 ? [tab] : [])))
    return seen.flat()
  }

  /** Somebody reads before they press: what has only just come to mean something takes no press for half a second (O7). */
  private async read(what: Locator): Promise<Locator> {
    await what.waitFor()
    // By the page's own pictures: on a busy machine it may not have drawn yet what is to be read.
    await this.page.evaluate(async (ms) => {
      const picture = () => new Promise(requestAnimationFrame)
      await picture()
      for (const end = performance.now() + ms; performance.now() < end;) await picture()
    }, 600)
    return what
  }

  // The night.
  async press(action: string): Promise<void> {
    await (await this.read(this.page.locator(`[data-testid="action-${action}"]:enabled`).first())).click()
  }
  async beginNight(): Promise<void> {
    await this.open('night')
    await this.press('begin-night')
    await this.modeIs('night')
  }
  async modeIs(mode: 'day' | 'night'): Promise<void> {
    await this.page.locator(`[data-testid="dock-mode"][data-mode="${mode}"]`).waitFor()
  }
  async questionIs(text: string): Promise<void> {
    await this.at('run-question').getByText(text).waitFor()
  }
  async runIs(status: 'open' | 'closed' | 'revealed'): Promise<void> {
    await this.page.locator(`[data-testid="run-status"][data-status="${status}"]`).waitFor()
  }
  async tileIs(slot: string, state: string): Promise<void> {
    await this.page.locator(`[data-testid="tile-${slot}"][data-state="${state}"]`).waitFor()
  }
  /** In a tie: this option, 1 to 6. */
  async decide(option: number): Promise<void> {
    await this.at(`tie-${option}`).click()
    await this.press('reveal')
  }
  async tally(options: number): Promise<number[]> {
    await this.at('winner').waitFor()
    const bars = Array.from({ length: options }, (_, i) => this.at(`tally-${i + 1}`).getAttribute('data-count'))
    return (await Promise.all(bars)).map(Number)
  }
  /** The note beside what was pressed: things are not as they were on this screen. */
  async staleNote(): Promise<string> {
    return (await this.page.locator('[data-reason="stale"]').first().textContent()) ?? ''
  }
  async refused(reason: string): Promise<void> {
    await this.page.locator(`[data-reason="${reason}"]`).first().waitFor()
  }

  async key(name: string): Promise<void> {
    const action = { c: 'close', r: 'reveal', n: 'new' }[name]
    if (action) await this.page.locator(`[data-testid="action-${action}"]:enabled`).first().waitFor()
    await this.page.keyboard.press(name)
  }
  async votedIs(voted: number, of: number): Promise<void> {
    await this.at('voted-count')
      .getByText(new RegExp(`^${voted}\\D+${of}`))
      .waitFor()
  }
  async compose(draft: Draft): Promise<void> {
    await this.draft(draft)
    await this.openDraft()
  }
  async draft({ question, options, expected, reveal }: Draft): Promise<void> {
    await this.key('n')
    await this.at('composer-question').fill(question)
    for (const [i, text] of options.entries()) await this.at(`composer-option-${i + 1}`).fill(text)
    await this.at('composer-expected').fill(String(expected))
    await this.at(`composer-reveal-${reveal}`).click()
  }
  async openDraft(): Promise<void> {
    await (await this.read(this.at('composer-open'))).click()
  }
  async leaveDraft(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await this.at('composer').waitFor({ state: 'detached' })
  }
  /** Asks for the day. */
  async endNight(): Promise<void> {
    const toggle = this.at('mode-switch')
    await (await this.read(toggle.getByRole('button').or(toggle).first())).click()
  }
  /** The first script of the house: the editor asks for a file, and loads it once the core finds nothing wrong with it. */
  async loadScript(text: string): Promise<void> {
    await this.open('night')
    await this.at('script-edit').click()
    await this.at('open-dialog').waitFor()
    const file = { name: 'night.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) }
    await this.at('open-file-input').setInputFiles(file)
    await this.page.locator('[data-testid="editor-load"]:enabled').click()
    await this.at('load-confirm').click()
    await this.at('load-dialog').waitFor({ state: 'detached' })
    if (await this.at('script-editor').isVisible()) await this.at('editor-close').click()
  }
  /** From the script's panel: while nothing else is suggested it is the suggested action. */
  async startShow(): Promise<void> {
    const start = '[data-testid="action-start"]:enabled, [data-testid="script-start"]:enabled'
    await (await this.read(this.page.locator(start).first())).click()
  }
  async nextStep(): Promise<void> {
    await this.press('next')
  }
  /** A spare takes the place of a slot that is gone. */
  async swap(slot: string, spare: string, reason: string): Promise<void> {
    await this.open('night')
    await this.at('slots-open').click()
    await this.at('slot-which').selectOption(slot)
    await this.at('slot-replace').click()
    await this.at(`spare-${spare}`).click()
    await this.confirmWith(reason)
    await this.page.locator('[data-testid="swap-status"][data-status="done"]').waitFor()
    await this.at('swap-close').click()
  }
  private async confirmWith(reason: string): Promise<void> {
    await this.at('reason').fill(reason)
    await this.at('reason-confirm').click()
  }
  /** Another operator's name in the dock. */
  async sees(name: string): Promise<void> {
    await this.at('dock-present').getByText(name).waitFor({ state: 'attached' })
  }

  // Panic: what stops the house is held, and lifted where it is said.
  private async hold(id: string, until: () => Promise<void>): Promise<void> {
    await this.page.locator(`[data-testid="${id}"]:enabled`).hover()
    await this.page.mouse.down()
    await until()
    await this.page.mouse.up()
  }
  private async freeze(what: Brake): Promise<void> {
    await this.at('panic').click()
    await this.hold(`panic-press-${what}`, () => this.at(`panic-release-${what}`).waitFor())
    await this.page.keyboard.press('Escape')
    await this.at('panic-panel').waitFor({ state: 'detached' })
  }
  private async unfreeze(what: Brake): Promise<void> {
    await this.at(`strip-release-${what}`).click()
    await this.hold('release-confirm', () => this.brakeIs(what, false))
  }
  freezeGame = () => this.freeze('game')
  unfreezeGame = () => this.unfreeze('game')
  freezeMoney = () => this.freeze('money')
  unfreezeMoney = () => this.unfreeze('money')
  /** Every console says what is held. */
  async brakeIs(what: Brake, held: boolean): Promise<void> {
    await this.at(`strip-${what}`).waitFor({ state: held ? 'visible' : 'detached' })
  }
  async showMessage(text: string): Promise<void> {
    await this.at('panic').click()
    await this.at('panic-message-text').fill(text)
    await this.at('panic-message-send').click()
    await this.at('panic-shown').getByText(text).waitFor()
  }
  /** With the panel still open. */
  async clearMessage(): Promise<void> {
    await this.at('panic-message-clear').click()
    await this.at('panic-shown').waitFor({ state: 'detached' })
    await this.page.keyboard.press('Escape')
  }

  // Sessions.
  async startSession(name: string, people: number, though?: string): Promise<void> {
    await this.open('sessions')
    await this.at('session-name').fill(name)
    await this.at('session-size').fill(String(people))
    if (though !== undefined) await this.at('session-reason').fill(though)
    await this.at('session-start-confirm').click()
    await this.at('session-now').waitFor()
  }
  async closeSession(): Promise<void> {
    await this.open('sessions')
    await this.at('session-close').click()
    await this.at('close-confirm').click()
    await this.at('session-now').waitFor({ state: 'detached' })
  }
  async openReport(session: number): Promise<void> {
    await this.at(`past-${session}`).getByRole('button').first().click()
    await this.at('report-figures').waitFor()
  }
  async resetDevices(): Promise<void> {
    await this.at('reset-needed').click()
  }
  /** Somebody has looked at a device that cannot be reset by a command. */
  async confirmDevice(id: string): Promise<void> {
    await this.at(`reset-confirm-${id}`).click()
  }
  async keepCards(): Promise<void> {
    await this.at('cards-keep').click()
    await this.at('cards-confirm').click()
  }

  // The desk.
  async chooseDesk(desk: string): Promise<void> {
    await this.open('desk')
    await this.at(`desk-${desk}`).click()
  }
  /** Amounts as they are typed: `20`, in euros. */
  async openShift(counted: string): Promise<void> {
    await this.at('shift-open-amount').fill(counted)
    await this.confirmCount('shift-open')
    await this.at('desk-card').waitFor()
  }
  async closeShift(counted: string): Promise<{ tone: string | null; text: string }> {
    await this.at('desk-done').click()
    await this.at('shift-end').click()
    await this.at('shift-close-amount').fill(counted)
    await this.confirmCount('shift-close')
    return this.outcome()
  }
  /** A count far from the books is asked about once; the answer is no second half of a double press. */
  private async confirmCount(form: 'shift-open' | 'shift-close'): Promise<void> {
    await this.at(`${form}-confirm`).click()
    if (!(await this.at(`${form}-far`).isVisible())) return
    await this.page.waitForTimeout(600)
    await this.at(`${form}-confirm`).click()
  }
  async presentCard(tag: string): Promise<void> {
    await this.at('desk-card').fill(tag)
    await this.page.keyboard.press('Enter')
  }
  async issueCard(name: string): Promise<void> {
    await this.at('issue-name').fill(name)
    await this.at('issue-confirm').click()
    await this.at('cash-amount').waitFor()
  }
  async topUp(amount: string): Promise<{ tone: string | null; text: string }> {
    return this.cash('topUp', amount)
  }
  async cashOut(amount: string): Promise<{ tone: string | null; text: string }> {
    return this.cash('cashOut', amount)
  }
  private async cash(way: 'topUp' | 'cashOut', amount: string): Promise<{ tone: string | null; text: string }> {
    await this.at(`cash-${way}`).click()
    await this.at('cash-amount').fill(amount)
    await this.at('cash-next').click()
    await (await this.read(this.at('cash-confirm'))).click()
    return this.outcome()
  }
  /** A waiting payout onto the card that lies there. */
  async claim(payout: string): Promise<{ tone: string | null; text: string }> {
    await (await this.read(this.at(`claim-${payout}`))).click()
    return this.outcome()
  }
  /** The full screen that follows a money command; then it is put away. */
  async outcome(): Promise<{ tone: string | null; text: string }> {
    const dialog = this.page.getByRole('alertdialog')
    await this.read(dialog)
    const told = { tone: await dialog.getAttribute('data-tone'), text: (await dialog.textContent()) ?? '' }
    await this.page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    return told
  }

  /** What was asked for has been answered: nothing on the page is being read any more. */
  async settled(): Promise<void> {
    await this.page.waitForLoadState('networkidle')
  }
  /** In which of the two looks the page is. */
  async theme(theme: Theme): Promise<void> {
    await this.fromMenu(`theme-${theme}`)
    await this.page.locator(`html[data-theme="${theme}"]`).waitFor({ state: 'attached' })
  }
  async lang(lang: Lang): Promise<void> {
    await this.fromMenu(`menu-lang-${lang}`)
    await this.page.locator(`html[lang="${lang}"]`).waitFor({ state: 'attached' })
  }
  private async fromMenu(id: string): Promise<void> {
    await this.at('dock-who').click()
    await this.at(id).click()
    await this.page.keyboard.press('Escape')
    await this.at('who-menu').waitFor({ state: 'detached' })
  }
}
