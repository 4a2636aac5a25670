import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, post } from '../../core/test/core-process.js'
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.js'
import { AGENT, SIMULATOR, freePorts, startProgram, endAll } from './processes.js'

// The real core, the real agent with its kiosk, eight simulated slots, and Chromium before both pages.

let core: CoreProcess
let browser: Browser
let operator: Page
let kiosk: Page
const problems: string[] = []

const at = (page: Page, id: string) => page.getByTestId(id)

async function openPage(url: string, viewport: { width: number; height: number }): Promise<Page> {
  const page = await browser.newPage({ viewport })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => problems.push(`${url}: ${error.message}`))
  await page.goto(url)
  return page
}

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-pages-'))
  const [kioskPort = 0] = await freePorts(1)
  core = await createCoreProcess()
  await core.start()
  const env = { MQTT_PORT: String(core.ports.mqtt), MQTT_WS_PORT: String(core.ports.ws), MQTT_HOST: '127.0.0.1' }
  await startProgram(
    AGENT,
    { ...env, SLOT_UI_PORT: String(kioskPort), DB_PATH: join(folder, 'slot.db'), EG_DRIVERS: 'simulated' },
    'slot ready',
  )
  const pace = { EG_SIM_MIN_MS: '50', EG_SIM_MAX_MS: '400' }
  await startProgram(SIMULATOR, { ...env, ...pace, DB_PATH: join(folder, 'sim.db') }, 'simulator ready')
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  operator = await openPage(`http://127.0.0.1:${core.ports.operator}/?lang=en`, { width: 1440, height: 900 })
  kiosk = await openPage(`http://127.0.0.1:${kioskPort}/?lang=fr`, { width: 1280, height: 800 })
})
afterAll(async () => {
  await browser.close()
  await endAll()
  await core.stop()
})

const linkIsUp = async () => {
  await at(operator, 'link-banner').waitFor({ state: 'hidden' })
  await at(kiosk, 'hold-on').waitFor({ state: 'hidden' })
}

describe('a night on the pages', () => {
  it('O30 the night begins on the console, and the kiosk follows', async () => {
    await linkIsUp()
    await at(operator, 'action-begin-night').click()
    await kiosk.locator('[data-testid="screen"][data-phase="waiting"]').waitFor()
    await operator.locator('[data-testid="dock-mode"][data-mode="night"]').waitFor()
    await at(kiosk, 'input-status').getByText('Input Status: online').waitFor()
  })

  it('O31 a question revealed by the operator: the tile tells that a slot voted, not what; then both pages show the result', async () => {
    await operator.keyboard.press('n')
    await at(operator, 'composer-question').fill('Who do you trust?')
    for (const [i, text] of ['The cook', 'The notary'].entries())
      await at(operator, `composer-option-${i + 1}`).fill(text)
    await at(operator, 'composer-expected').fill('20')
    await at(operator, 'composer-reveal-operator').click()
    await at(operator, 'composer-open').click()
    await at(operator, 'run-question').getByText('Who do you trust?').waitFor()

    await at(kiosk, 'option-2').waitFor()
    await kiosk.keyboard.press('2')
    await kiosk.locator('[data-testid="option-2"][data-press="counted"]').waitFor()
    expect(await at(kiosk, 'press-message').textContent()).toContain('Compté')
    await operator.locator('[data-testid="tile-slot-01"][data-state="voted"]').waitFor()
    expect(await at(operator, 'tile-slot-01').textContent()).not.toMatch(/notary|2\b/)

    // All nine have voted. The operator closes; nothing is told before the operator says so.
    await at(operator, 'voted-count')
      .getByText(/^9 of 20/)
      .waitFor()
    await operator.locator('[data-testid="action-close"]:enabled').waitFor()
    await operator.keyboard.press('c')
    await operator.locator('[data-testid="run-status"][data-status="closed"]').waitFor()
    await kiosk.locator('[data-testid="screen"][data-phase="closed"]').waitFor()
    expect(await at(operator, 'winner').count()).toBe(0)
    expect(await at(kiosk, 'winner').count()).toBe(0)

    await operator.locator('[data-testid="action-reveal"]:enabled').waitFor()
    await operator.keyboard.press('r')
    await at(operator, 'winner').waitFor()
    await at(kiosk, 'winner').waitFor()
    const counts = await Promise.all(
      [1, 2].map(async (n) => Number(await at(operator, `tally-${n}`).getAttribute('data-count'))),
    )
    expect(counts.reduce((a, b) => a + b)).toBe(9)
    expect(counts[1]).toBeGreaterThanOrEqual(1)
  })

  it('O32 the core gone for 5 s in the middle of a vote: both pages say so, keep still, and come back by themselves', async () => {
    const step = { step: 2, question: 'Which door?', options: ['Left', 'Right'], expected: 20, reveal: 'operator' }
    await post(core, '/api/op/night/open', step)
    await at(kiosk, 'option-1').waitFor()
    await core.stop()
    await at(operator, 'link-banner').waitFor()
    await at(kiosk, 'hold-on').waitFor()
    expect(await at(kiosk, 'input-status').textContent()).toContain('Input Status: disconnected')
    expect(await at(operator, 'action-close').isDisabled()).toBe(true)
    await kiosk.keyboard.press('1')
    await new Promise((resolve) => setTimeout(resolve, 5000))
    await core.start()
    await linkIsUp()
    expect(await at(kiosk, 'option-1').getAttribute('data-press')).toBe('none')
    await kiosk.keyboard.press('2')
    await kiosk.locator('[data-testid="option-2"][data-press="counted"]').waitFor()
    await operator.locator('[data-testid="tile-slot-01"][data-state="voted"]').waitFor()
    expect(await at(kiosk, 'input-status').textContent()).toContain('Input Status: online')
    await at(operator, 'action-close').click()
    await at(operator, 'action-reveal').click()
    await at(operator, 'winner').waitFor()
    await at(kiosk, 'winner').waitFor()
  })

  it('O33 a refused command says why where it was given: the night does not end with a run open', async () => {
    await post(core, '/api/op/night/open', { step: 3, question: 'Last?', options: ['Yes', 'No'], expected: 20 })
    await operator.locator('[data-testid="run-status"][data-status="open"]').waitFor()
    await at(operator, 'mode-switch').getByRole('button').or(at(operator, 'mode-switch')).first().click()
    await operator.locator('[data-reason="run_open"]').waitFor()
    expect(await at(operator, 'dock-mode').getAttribute('data-mode')).toBe('night')
  })

  it('O34 no page had a fault', () => {
    expect(problems).toEqual([])
  })
})
