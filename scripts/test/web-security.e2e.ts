import { mkdtempSync } from 'node:fs'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess } from '../../core/test/core-process.js'
import { makeTlsFolder } from '../../core/test/tls-venue.js'
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.js'
import { AGENT, endAll, freePorts, startProgram, until } from './processes.js'

// Both pages in a real Chromium, over TLS and under the policies that are sent with them.

const STRANGER = 'stranger.test'
/** What the browser told of policies that were broken, on every page of this file. */
const violations: string[] = []

let core: CoreProcess
let browser: Browser
let operatorUrl: string
let kioskUrl: string
let stranger: Server
let strangersGuests = 0

const at = (page: Page, id: string) => page.getByTestId(id)

/** `ignoreHTTPSErrors`: the CA is this run's own, and Chromium's list of CAs the machine's. */
async function openPage(url: string): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('console', (message) => {
    if (/violat|Content Security Policy|Permissions.Policy|X-Frame-Options|ignored/i.test(message.text()))
      violations.push(message.text())
  })
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.warn(`violates ${event.violatedDirective}`))
  })
  await page.goto(url)
  return page
}
const linked = (page: Page) => at(page, 'link-banner').waitFor({ state: 'hidden' })

beforeAll(async () => {
  const dir = await makeTlsFolder()
  const [mqtts = 0, wss = 0, kioskPort = 0] = await freePorts(3)
  const folder = mkdtempSync(join(tmpdir(), 'eg-web-'))
  core = await createCoreProcess({
    EG_TLS_DIR: dir,
    MQTT_TLS_PORT: String(mqtts),
    MQTT_WSS_PORT: String(wss),
    SLOT_UI_PORT: String(kioskPort),
  })
  await core.start()
  const tls = {
    MQTT_PORT: String(mqtts),
    MQTT_WSS_PORT: String(wss),
    EG_TLS_CA: `${dir}/ca.pem`,
    MQTT_HOST: '127.0.0.1',
  }
  const own = { SLOT_UI_PORT: String(kioskPort), DB_PATH: join(folder, 'slot.db'), EG_DRIVERS: 'simulated' }
  await startProgram(AGENT, { ...tls, ...own }, 'slot ready')
  stranger = createServer((_, response) => {
    strangersGuests += 1
    response.setHeader('content-type', 'text/html')
    response.end(`<iframe src="${operatorUrl}"></iframe><iframe src="${kioskUrl}"></iframe>`)
  })
  stranger.on('upgrade', (_, socket) => {
    strangersGuests += 1
    socket.destroy()
  })
  stranger.listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  operatorUrl = `https://127.0.0.1:${core.ports.operator}/?lang=en`
  kioskUrl = `http://127.0.0.1:${kioskPort}/?lang=fr`
  const resolve = [`--host-resolver-rules=MAP ${STRANGER} 127.0.0.1`]
  browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS, ...resolve] })
})
afterAll(async () => {
  await browser.close()
  stranger.close()
  await endAll()
  await core.stop()
})

describe('the pages over TLS', () => {
  it('V18 find their broker by wss and run a question; V26 break none of the policies sent with them', async () => {
    const operator = await openPage(operatorUrl)
    const kiosk = await openPage(kioskUrl)
    await linked(operator)
    await at(kiosk, 'hold-on').waitFor({ state: 'hidden' })
    await at(operator, 'action-begin-night').waitFor()
    // What has only just come to mean something takes no press for half a second.
    await operator.waitForTimeout(600)
    await at(operator, 'action-begin-night').click()
    await kiosk.locator('[data-testid="screen"][data-phase="waiting"]').waitFor()
    await operator.locator('[data-testid="action-new"]:enabled').waitFor()
    await operator.keyboard.press('n')
    await at(operator, 'composer-question').fill('Who do you trust?')
    for (const [i, text] of ['The cook', 'The notary'].entries())
      await at(operator, `composer-option-${i + 1}`).fill(text)
    await operator.waitForTimeout(600)
    await at(operator, 'composer-open').click()
    await at(kiosk, 'option-2').waitFor()
    await kiosk.keyboard.press('2')
    await kiosk.locator('[data-testid="option-2"][data-press="counted"]').waitFor()
    // Every page of the console.
    const tabs = await operator.locator('[data-testid^="tab-"]').all()
    expect(tabs.length).toBeGreaterThan(3)
    for (const tab of tabs) {
      await tab.click()
      await operator
        .locator('[data-testid^="tab-"][aria-current], [data-testid^="tab-"][aria-selected="true"]')
        .first()
        .waitFor()
    }
    await operator.reload()
    await linked(operator)
    expect(violations).toEqual([])
    expect(await kiosk.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).not.toBe(
      'rgba(0, 0, 0, 0)',
    )
    await operator.context().close()
    await kiosk.context().close()
  })

  it('V4 a browser of this machine that asks by http is served, and finds the broker without TLS', async () => {
    const page = await openPage(operatorUrl.replace('https:', 'http:'))
    await linked(page)
    await page.context().close()
  })
})

describe('the policies', () => {
  it.each([
    ['the operator’s page', () => operatorUrl],
    ['the kiosk', () => kioskUrl],
  ])('V27 %s runs no script that was written into it', async (_, url) => {
    const page = await openPage(url())
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.body.append(script)
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.injected = true">')
    })
    await until('the browser to refuse it', () => violations.some((text) => text.includes('script-src')))
    expect(await page.evaluate(() => 'injected' in window)).toBe(false)
    violations.length = 0
    await page.context().close()
  })

  it('V28 no page of another site can put ours in a frame', async () => {
    const page = await openPage(`http://${STRANGER}:${(stranger.address() as AddressInfo).port}/`)
    await until('both frames to be refused', () => violations.filter((text) => /frame/i.test(text)).length >= 2)
    for (const frame of page.frames().slice(1)) expect(await frame.locator('#root').count()).toBe(0)
    violations.length = 0
    await page.context().close()
  })

  it('V29 a link to the operator’s page with a stranger’s broker in it takes nothing there', async () => {
    const { port } = stranger.address() as AddressInfo
    const before = strangersGuests
    const page = await openPage(`${operatorUrl.replace('https:', 'http:')}&mqtt_host=${STRANGER}&mqtt_port=${port}`)
    await until('the browser to refuse it', () => violations.some((text) => text.includes('connect-src')))
    expect(strangersGuests).toBe(before)
    violations.length = 0
    await page.context().close()
  })
})
