import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post } from '../../core/test/core-process.js'
import { CHROMIUM, CHROMIUM_FLAGS, STILL } from './chromium.js'
import { AGENT, type Program, endAll, freePorts, startProgram, until } from './processes.js'

// Panic as players see it. Real core, real agent, real browser.

const STEP = { step: 1, question: 'Who opened the safe?', options: ['A', 'B', 'C'], duration_s: 600 }

let core: CoreProcess
let agent: Program
let browser: Browser
let kiosk: Page
const faults: string[] = []

beforeAll(async () => {
  const [kioskPort = 0] = await freePorts(1)
  core = await createCoreProcess({ SLOT_UI_PORT: String(kioskPort) })
  await core.start()
  const DB_PATH = join(mkdtempSync(join(tmpdir(), 'eg-panic-')), 'slot.db')
  const ports = {
    MQTT_PORT: String(core.ports.mqtt),
    MQTT_WS_PORT: String(core.ports.ws),
    SLOT_UI_PORT: String(kioskPort),
  }
  agent = await startProgram(
    AGENT,
    { MQTT_HOST: '127.0.0.1', EG_DRIVERS: 'simulated', DB_PATH, ...ports },
    'slot ready',
  )
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  kiosk = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...STILL })
  kiosk.setDefaultTimeout(20_000)
  kiosk.on('pageerror', (error) => faults.push(error.message))
  await kiosk.goto(`http://127.0.0.1:${kioskPort}/?lang=en`)
  await post(core, '/api/mode', { mode: 'night' })
  await post(core, '/api/op/night/open', STEP)
  await kiosk.getByText(STEP.question).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await endAll()
  await core.kill()
  expect(faults).toEqual([])
})

const panic = async (path: string, body: object = {}) => (await post(core, `/api/op/panic/${path}`, body)).body
/** The colour of the middle of the screen, as people see it. */
const isBlack = () =>
  kiosk.evaluate(() => {
    const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2)
    return top !== null && getComputedStyle(top).backgroundColor === 'rgb(0, 0, 0)' && top.clientWidth >= innerWidth
  })
const votes = async () => (await get<{ items: { voted: number }[] }>(core, '/api/night/runs')).items[0]?.voted

describe('panic on the kiosk', () => {
  it('K83 K85 a frozen game: it says so, no option can be pressed, the countdown stands; then all goes on', async () => {
    const { panic: number } = await panic('game/freeze')
    await kiosk.getByTestId('house-paused').waitFor()
    expect(await kiosk.getByTestId('house-paused').textContent()).toContain('nothing counts')
    await kiosk.locator('[data-testid="option-1"]:disabled').waitFor()
    const shine = () => kiosk.locator('.options').evaluate((options) => Number(getComputedStyle(options).opacity))
    expect(await shine()).toBeLessThan(0.5)
    const stands = await kiosk.getByTestId('countdown').textContent()
    await kiosk.keyboard.press('2')
    agent.type('2')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(await kiosk.getByTestId('countdown').textContent()).toBe(stands)
    expect(await votes()).toBe(0)
    await panic('game/unfreeze', { panic: number })
    await kiosk.locator('[data-testid="option-1"]:enabled').waitFor()
    expect(await shine()).toBe(1)
    await until('the countdown to run', async () => (await kiosk.getByTestId('countdown').textContent()) !== stands)
  })

  it('K80 K82 a blackout is black also over a lost core, lets a message through, and ends', async () => {
    const { panic: number } = await panic('blackout/begin')
    await until('the dark', isBlack)
    await core.kill()
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(await isBlack()).toBe(true)
    await core.start()
    const shown = await panic('message/show', { text: 'Please stay where you are', severity: 'info' })
    await kiosk.getByText('Please stay where you are').waitFor()
    await panic('message/clear', { panic: shown.panic })
    await until('the dark again', isBlack)
    await panic('blackout/end', { panic: number })
    await kiosk.locator('[data-testid="option-2"]:enabled').waitFor()
    agent.type('2')
    await kiosk.locator('[data-testid="option-2"][data-press="counted"]').waitFor()
  })

  it('K81 a message of any length stands whole above the question, which goes on', async () => {
    const text = 'A long line of the house '.repeat(8).trim()
    expect(text.length).toBeGreaterThan(190)
    const { panic: number } = await panic('message/show', { text, severity: 'attention' })
    const band = kiosk.getByTestId('house-message')
    await band.waitFor()
    const fits = await band.evaluate((element) => {
      const words = element.querySelector('.fit-text') as HTMLElement
      const [outer, inner] = [element.getBoundingClientRect(), words.getBoundingClientRect()]
      const screen = document.querySelector('.screen')?.getBoundingClientRect()
      return {
        inside: inner.bottom <= outer.bottom + 1 && inner.top >= outer.top - 1,
        above: (screen?.top ?? 0) >= outer.bottom - 1,
      }
    })
    expect(fits).toEqual({ inside: true, above: true })
    await kiosk.getByTestId('option-3').click()
    await kiosk.locator('[data-testid="option-3"][data-press="counted"]').waitFor()
    await panic('message/clear', { panic: number })
    await band.waitFor({ state: 'detached' })
  })
})
