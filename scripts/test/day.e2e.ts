import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from '../../core/test/core-process.js'
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.js'
import { AGENT, type Program, endAll, freePorts, startProgram } from './processes.js'

// A casino's day before both pages: a cashier at :3000, a player at the kiosk; the real core, the real agent.

const CARD = '04A37C91'
/** Every round wins twice the stake, so that the journey knows what it will see. */
const PAYTABLE = `name: Always a pair
stakes_cents: [100, 200]
symbols: [cherry, bell]
odds_of: 1
outcomes:
  - { name: A pair, reels: [cherry, cherry], pays: 2, odds: 1 }
loses: { odds: 0 }
`

let core: CoreProcess
let agent: Program
let browser: Browser
let cashier: Page
let kiosk: Page
const problems: string[] = []

const at = (page: Page, id: string) => page.getByTestId(id)
const phase = (name: string) => kiosk.locator(`[data-testid="screen"][data-phase="${name}"]`).waitFor()
const card = async () => get<{ balance_cents: number }>(core, `/api/cards/${CARD}`)
const health = async () => (await (await fetch(new URL('/health', kiosk.url()))).json()) as { outbox: number }
const stakes = async () => (await fetch(`${core.api}/api/wallet/transfers?format=ids&kind=stake`)).text()

async function openPage(url: string, viewport: { width: number; height: number }): Promise<Page> {
  const page = await browser.newPage({ viewport })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => problems.push(`${url}: ${error.message}`))
  await page.goto(url)
  return page
}
/** Somebody reads before they press: what has only just come to stand there takes no press for half a second. */
const read = () => cashier.waitForTimeout(600)
/** The full screen that follows a money command: its tone and its words; then it is put away. */
async function outcome(): Promise<{ tone: string | null; text: string }> {
  const dialog = cashier.getByRole('alertdialog')
  await dialog.waitFor()
  await read()
  const told = { tone: await dialog.getAttribute('data-tone'), text: (await dialog.textContent()) ?? '' }
  await cashier.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  return told
}

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-day-'))
  const paytable = join(folder, 'always.yaml')
  writeFileSync(paytable, PAYTABLE)
  const [kioskPort = 0] = await freePorts(1)
  core = await createCoreProcess({ EG_PAYTABLE: paytable, SLOT_UI_PORT: String(kioskPort) })
  await core.start()
  const env = { MQTT_PORT: String(core.ports.mqtt), MQTT_WS_PORT: String(core.ports.ws), MQTT_HOST: '127.0.0.1' }
  const own = { SLOT_UI_PORT: String(kioskPort), DB_PATH: join(folder, 'slot.db'), EG_DRIVERS: 'simulated' }
  agent = await startProgram(AGENT, { ...env, ...own }, 'slot ready')
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  cashier = await openPage(`http://127.0.0.1:${core.ports.operator}/?lang=en`, { width: 1280, height: 800 })
  kiosk = await openPage(`http://127.0.0.1:${kioskPort}/?lang=fr`, { width: 1280, height: 800 })
  await at(kiosk, 'hold-on').waitFor({ state: 'hidden' })
  await phase('attract')
})
afterAll(async () => {
  await browser.close()
  await endAll()
  await core.kill()
})

describe('a day on the pages', () => {
  it('O60 the cashier opens a shift, gives out a card, tops it up, with a receipt', async () => {
    await cashier.keyboard.press('k')
    await at(cashier, 'desk-change-01').click()
    await at(cashier, 'shift-open-amount').fill('100')
    await at(cashier, 'shift-open-name').fill('Nadia')
    await at(cashier, 'shift-open-confirm').click()
    // Far from the books (0.00): asked about once, and a double press is no answer.
    await at(cashier, 'shift-open-far').waitFor()
    await cashier.waitForTimeout(600)
    await at(cashier, 'shift-open-confirm').click()
    await at(cashier, 'desk-card').fill(CARD)
    await cashier.keyboard.press('Enter')
    await at(cashier, 'issue-name').fill('Ada')
    await at(cashier, 'issue-confirm').click()
    if (await cashier.getByRole('alertdialog').isVisible()) await outcome()
    await at(cashier, 'cash-amount').fill('20')
    await at(cashier, 'cash-next').click()
    expect(await at(cashier, 'cash-sentence').textContent()).toContain('€20.00')
    await read()
    await at(cashier, 'cash-confirm').click()
    const told = await outcome()
    expect(told.tone).toBe('ok')
    expect(told.text).toMatch(/€20\.00/)
    expect((await card()).balance_cents).toBe(2000)
  })

  it('O61 a payout of a table is claimed with one press, once', async () => {
    await post(core, '/api/op/payouts/new', { payout_id: 'p-1', source: 'roulette', amount_cents: 3500 })
    await at(cashier, 'claim-p-1').waitFor()
    await read()
    await at(cashier, 'claim-p-1').click()
    expect(await outcome()).toMatchObject({ tone: 'ok' })
    expect((await card()).balance_cents).toBe(5500)
    await at(cashier, 'claim-p-1').waitFor({ state: 'detached' })
  })

  it('O62 a player taps, plays with key 2, wins, plays again, and leaves', async () => {
    agent.type(`card ${CARD}`)
    await phase('ready')
    expect(await at(kiosk, 'balance').textContent()).toMatch(/55,00\s€/)
    await kiosk.keyboard.press('2')
    await phase('won')
    expect(await at(kiosk, 'win').textContent()).toMatch(/4,00\s€/)
    expect(await at(kiosk, 'balance').textContent()).toMatch(/57,00\s€/)
    await at(kiosk, 'option-1').click()
    await until('the second round', async () => (await stakes()).trim().split('\n').length === 2)
    await phase('won')
    expect((await card()).balance_cents).toBe(5800)
    await phase('ready')
    await kiosk.keyboard.press('6')
    await phase('out')
    await phase('attract')
  })

  it('O63 the floor tells who played, what was won, and what the slot has taken', async () => {
    await at(cashier, 'desk-card').blur()
    await cashier
      .getByRole('button', { name: /floor/i })
      .or(cashier.getByRole('link', { name: /floor/i }))
      .or(cashier.getByRole('tab', { name: /floor/i }))
      .first()
      .click()
    const tile = at(cashier, 'floor-slot-01')
    await tile.waitFor()
    const text = (await tile.textContent()) ?? ''
    expect(text).toContain('Ada')
    expect(text).toContain('€58.00')
    expect(await at(cashier, 'dock-books').getAttribute('data-books')).toBe('ok')
  })

  it('O64 a frozen card is refused at the slot, with the reason; unfrozen it plays again', async () => {
    await post(core, '/api/op/cards/freeze', { tag_uid: CARD, reason: 'found on the floor' })
    agent.type(`card ${CARD}`)
    await phase('refused')
    expect(await at(kiosk, 'refused').getAttribute('data-reason')).toBe('frozen')
    await phase('attract')
    await post(core, '/api/op/cards/unfreeze', { tag_uid: CARD, reason: 'owner came back' })
    agent.type(`card ${CARD}`)
    await phase('ready')
  })

  it('O65 the core hangs in a round, is killed and comes back: the round is asked again and counts once', async () => {
    const before = (await stakes()).trim().split('\n').length
    core.hang()
    agent.type('1') // the button: what the page says goes through the core, which hangs
    await until('the round to wait', async () => (await health()).outbox === 1)
    await at(kiosk, 'hold-on').waitFor()
    expect(await at(kiosk, 'win').count()).toBe(0)
    await core.kill()
    await core.start()
    await at(kiosk, 'hold-on').waitFor({ state: 'hidden' })
    await phase('won')
    expect((await stakes()).trim().split('\n')).toHaveLength(before + 1)
    expect((await card()).balance_cents).toBe(5900)
    expect(await get(core, '/api/books?check=now')).toMatchObject({ ok: true, problems: [] })
    await at(cashier, 'link-banner').waitFor({ state: 'hidden' })
  })

  it('O66 no page had a fault', () => {
    expect(problems).toEqual([])
  })
})
