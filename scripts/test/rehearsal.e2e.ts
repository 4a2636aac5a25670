import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, CHROMIUM_FLAGS, STILL } from './chromium.js'
import { AGENT, CORE, endAll, freePorts, type Program, startProgram } from './processes.js'

// A rehearsing core, an agent with its kiosk, and Chromium before both pages in both languages; then the real core.

const folder = mkdtempSync(join(tmpdir(), 'eg-rehearsal-pages-'))
let env: Record<string, string>
let core: Program
let browser: Browser
const problems: string[] = []

const startCore = (more: Record<string, string>) =>
  startProgram(CORE, { ...env, DB_PATH: join(folder, 'core.db'), ...more }, 'core ready')
const post = (path: string, body: object) =>
  fetch(`http://127.0.0.1:${env.API_PORT}${path}`, { method: 'POST', body: JSON.stringify(body) })
const banner = (page: Page) => page.getByTestId('rehearsal-banner')

async function openPage(
  port: string | undefined,
  lang: string,
  viewport: { width: number; height: number },
): Promise<Page> {
  const page = await browser.newPage({ viewport, ...STILL })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`http://127.0.0.1:${port}/?lang=${lang}`)
  return page
}
const kioskPage = (lang: string, width = 1280, height = 800) => openPage(env.SLOT_UI_PORT, lang, { width, height })
const console_ = (lang: string) => openPage(env.OPERATOR_UI_PORT, lang, { width: 1280, height: 800 })

beforeAll(async () => {
  const [mqtt, ws, api, operator, slot] = (await freePorts(5)).map(String) as [string, string, string, string, string]
  env = {
    MQTT_PORT: mqtt,
    MQTT_WS_PORT: ws,
    API_PORT: api,
    OPERATOR_UI_PORT: operator,
    SLOT_UI_PORT: slot,
    CORE_HOST: '127.0.0.1',
  }
  core = await startCore({ EG_REHEARSAL: 'yes' })
  await startProgram(AGENT, { ...env, DB_PATH: join(folder, 'slot-01.db'), EG_DRIVERS: 'simulated' }, 'slot ready')
  await post('/api/mode', { mode: 'night' })
  await post('/api/op/night/open', {
    step: 1,
    question: 'Who opened the safe?',
    options: ['A', 'B', 'C', 'D', 'E', 'F'],
    expected: 9,
  })
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
})
afterAll(async () => {
  await browser.close()
  await endAll()
  rmSync(folder, { recursive: true, force: true })
})

/** Whether nothing of the page lies under the banner, and the banner in its place and on top. */
async function stands(page: Page, below: string): Promise<void> {
  const strip = await banner(page).boundingBox()
  const rest = await page.locator(below).first().boundingBox()
  const width = page.viewportSize()?.width ?? 0
  expect(strip).toMatchObject({ x: 0, y: 0, width })
  expect(rest?.y).toBeGreaterThanOrEqual((strip?.height ?? 0) - 0.5)
  const onTop = await banner(page).evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2))
  })
  expect(onTop).toBe(true)
}

describe('the kiosk in a rehearsal', () => {
  it.each([
    ['fr', 'Répétition', 'argent fictif'],
    ['en', 'Rehearsal', 'no real money'],
  ])('K90 says so in %s, over every screen', async (lang, ...words) => {
    const page = await kioskPage(lang)
    await page.getByTestId('option-1').waitFor()
    for (const word of words) expect(await banner(page).textContent()).toContain(word)
    await stands(page, '[data-testid="screen"]')
    await page.close()
  })

  it.each([
    [1280, 800],
    [800, 480],
    [480, 800],
  ])('K91 leaves room for everything at %i×%i', async (width, height) => {
    const page = await kioskPage('fr', width, height)
    await page.getByTestId('option-6').waitFor()
    await stands(page, '[data-testid="screen"]')
    for (const n of [1, 6]) {
      const box = await page.getByTestId(`option-${n}`).boundingBox()
      expect(box!.y).toBeGreaterThan((await banner(page).boundingBox())!.height)
      expect(box!.y + box!.height).toBeLessThanOrEqual(height)
    }
    const overflows = await banner(page).evaluate((element) => element.scrollWidth > element.clientWidth)
    expect(overflows).toBe(false)
    await page.close()
  })
})

describe('the console in a rehearsal', () => {
  it.each([
    ['fr', 'Répétition', 'Argent fictif'],
    ['en', 'Rehearsal', 'No real money'],
  ])('O90 says so in %s, above everything', async (lang, ...words) => {
    const page = await console_(lang)
    await banner(page).waitFor()
    for (const word of words) expect(await banner(page).textContent()).toContain(word)
    await stands(page, '.eg-dock')
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true)
    await page.close()
  })
})

describe('from the rehearsal to the evening', () => {
  it('K92 K93 O91 O92 the banner stays while the link is lost, and goes with the real core', async () => {
    const [kiosk, operator] = await Promise.all([kioskPage('en'), console_('en')])
    for (const page of [kiosk, operator]) await banner(page).waitFor()
    await core.end()
    await kiosk.getByTestId('hold-on').waitFor()
    await operator.getByTestId('link-banner').waitFor()
    for (const page of [kiosk, operator]) expect(await banner(page).isVisible()).toBe(true)
    await stands(kiosk, '[data-testid="screen"]')
    core = await startCore({})
    for (const page of [kiosk, operator]) await banner(page).waitFor({ state: 'hidden' })
    expect(problems).toEqual([])
  })
})
