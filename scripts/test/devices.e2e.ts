import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, CHROMIUM_FLAGS, STILL } from './chromium.js'
import { AGENT, CORE, type Program, endAll, freePorts, startProgram, until } from './processes.js'

let browser: Browser
let agent: Program
let startAgain: () => Promise<Program>
let kiosk: Page
let desk: Page
const faults: string[] = []

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-devices-'))
  const [mqtt, ws, api, operator, page] = (await freePorts(5)).map(String)
  const ports = { MQTT_PORT: `${mqtt}`, MQTT_WS_PORT: `${ws}`, SLOT_UI_PORT: `${page}` }
  const core = { ...ports, API_PORT: `${api}`, OPERATOR_UI_PORT: `${operator}`, DB_PATH: join(folder, 'core.db') }
  await startProgram(CORE, { ...core, BIND: '127.0.0.1' }, 'core ready')
  const slot = { ...ports, CORE_HOST: '127.0.0.1', DB_PATH: join(folder, 'slot.db'), EG_DRIVERS: 'simulated' }
  startAgain = () => startProgram(AGENT, { ...slot, INVOCATION_ID: 'as under systemd' }, 'slot ready')
  agent = await startAgain()
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  const open = async (url: string, width: number, height: number) => {
    const opened = await browser.newPage({ viewport: { width, height }, ...STILL })
    opened.on('pageerror', (error) => faults.push(`${url}: ${error.message}`))
    await opened.goto(url)
    return opened
  }
  kiosk = await open(`http://127.0.0.1:${page}/?lang=en`, 1280, 800)
  desk = await open(`http://127.0.0.1:${operator}/?lang=en`, 1440, 900)
  await desk.getByTestId('tab-devices').click()
  await desk.getByTestId('device-more-slot-01').click()
})
afterAll(async () => {
  await browser.close()
  await endAll()
})

const order = (action: string) => desk.getByTestId(`order-${action}-slot-01`).click()
const says = (action: string, words: string | RegExp) =>
  until(`${action}: ${words}`, async () => {
    const text = await desk.getByTestId(`order-state-${action}-slot-01`).textContent()
    return text?.match(words) !== null
  })

describe('a slot that is told what to do from the operator’s page', () => {
  it('O75 K42 shows its name on its screen, and the page follows until it is done', async () => {
    await order('identify')
    await kiosk.getByTestId('service-identify').getByText('slot-01').waitFor()
    await says('identify', 'under way')
    await says('identify', /^done/)
    await kiosk.getByTestId('service-identify').waitFor({ state: 'detached' })
  })

  it('O75 K43 tests its buttons, button by button', async () => {
    await order('press_test')
    await kiosk.getByTestId('service-press-test').getByText('6 buttons to go').waitFor()
    agent.type('4')
    await kiosk.getByTestId('service-press-test').getByText('5 buttons to go').waitFor()
    await says('press_test', 'under way · 1 of 6 buttons')
    for (const key of ['1', '2', '3', '5', '6']) agent.type(key)
    await says('press_test', /^done · 6 of 6 buttons/)
  })

  it('O75 K44 loads its screen again, which is another load of the page and in order', async () => {
    const loaded = kiosk.waitForEvent('load')
    await order('reload_screen')
    await loaded
    await says('reload_screen', /^done/)
    await kiosk.getByText('Input Status: online').waitFor()
  })

  it('O74 O75 restarts its program after a second press; the row says meanwhile that it has stopped', async () => {
    await order('restart_agent')
    // Asked twice, and the second half of a double press is no answer.
    await desk.waitForTimeout(600)
    await order('restart_agent')
    expect(await agent.ended).toBe(75)
    await desk.getByTestId('device-row-slot-01').getByText('the slot’s program has stopped').waitFor()
    agent = await startAgain()
    await says('restart_agent', /^done/)
    expect(faults).toEqual([])
  })
})
