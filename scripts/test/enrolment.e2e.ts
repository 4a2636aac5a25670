import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EnrolledCore, createEnrolledCore } from '../../core/test/enrolled-core.js'
import { CHROMIUM, CHROMIUM_FLAGS, STILL } from './chromium.js'
import { AGENT, endAll, freePorts, type Program, startProgram, until } from './processes.js'

// A house on its first evening: a real core that asks who everybody is, a new slot, and people at three pages.

const PASSWORD = 'night falls at nine'
const STRANGER = 'stranger.test'
let core: EnrolledCore
let agent: Program
let browser: Browser
let folder: string
let kiosk: Page
let grace: Page
const faults: string[] = []

const at = (page: Page, id: string) => page.getByTestId(id)
/** A page of somebody with a browser of their own. */
async function open(url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...STILL })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => faults.push(`${url}: ${error.message}`))
  await page.goto(url)
  return page
}
const console_ = () => open(`http://127.0.0.1:${core.ports.operator}/?lang=en`)
/** Somebody reads before they press: what has only just come to mean something takes no press for half a second. */
async function pressRead(page: Page, id: string) {
  await at(page, id).waitFor()
  await page.waitForTimeout(600)
  await at(page, id).click()
}
async function logIn(page: Page, name: string, password = PASSWORD) {
  await at(page, 'login-name').fill(name)
  await at(page, 'login-password').fill(password)
  await at(page, 'login-enter').click()
}
const codeOnKiosk = async () => `${await at(kiosk, 'pending-code').getAttribute('aria-label')}`.replace(' ', '')
const phase = (name: string) => kiosk.locator(`[data-testid="screen"][data-phase="${name}"]`).waitFor()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eg-enrolment-'))
  const [page] = await freePorts(1)
  // The core lets kiosk pages in on this port only (V21).
  core = await createEnrolledCore({ SLOT_UI_PORT: `${page}` })
  await core.start()
  const ports = { MQTT_PORT: `${core.ports.mqtt}`, MQTT_WS_PORT: `${core.ports.ws}`, SLOT_UI_PORT: `${page}` }
  const slot = { ...ports, CORE_HOST: '127.0.0.1', DB_PATH: join(folder, 'slot.db'), EG_DRIVERS: 'simulated' }
  agent = await startProgram(AGENT, slot, 'slot waits to be enrolled')
  const resolve = `--host-resolver-rules=MAP ${STRANGER} 127.0.0.1`
  browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS, resolve] })
  kiosk = await open(`http://127.0.0.1:${page}/?lang=en`)
  grace = await console_()
})
afterAll(async () => {
  await browser.close()
  await endAll()
  await core.stop()
  rmSync(folder, { recursive: true })
})

describe('the first evening of a house that asks who somebody is', () => {
  it('A88 the code that the core printed makes the first game master', async () => {
    const code = await until(
      'the first start’s code',
      () => /enter code (\d{4}-\d{4})/.exec(core.lines.join('\n'))?.[1],
    )
    await at(grace, 'login-code').fill('0000-0000')
    await at(grace, 'login-name').fill('Grace')
    await at(grace, 'login-password').fill(PASSWORD)
    await at(grace, 'login-again').fill(PASSWORD)
    await at(grace, 'first-enter').click()
    await at(grace, 'login-denied').getByText('not the core’s code').waitFor()
    await at(grace, 'login-code').fill(code)
    await at(grace, 'first-enter').click()
    await at(grace, 'dock-role').getByText('Game master').waitFor()
    await at(grace, 'link-banner').waitFor({ state: 'hidden' })
  })

  it('A88 a new slot shows a code, the console shows the same, and “this is slot 4” lets it in', async () => {
    await at(kiosk, 'pending').waitFor()
    const code = await codeOnKiosk()
    expect(agent.output()).toContain(`${code.slice(0, 3)} ${code.slice(3)}`)
    await at(grace, 'tab-devices').click()
    await at(grace, `pending-name-${code}`).click()
    await at(grace, 'pending-id').fill('slot-04')
    await at(grace, 'pending-enrol').click()
    await phase('attract')
    await at(kiosk, 'input-status').getByText('Input Status: online').waitFor()
    await at(grace, 'device-row-slot-04').getByText('Enrolled').waitFor()
    expect(await at(grace, 'pending-devices').count()).toBe(0)
  })

  it('A88 it votes, and the journal names who opened the question', async () => {
    await grace.keyboard.press('g')
    await pressRead(grace, 'action-begin-night')
    await phase('waiting')
    await grace.locator('[data-testid="action-new"]:enabled').waitFor()
    await grace.keyboard.press('n')
    await at(grace, 'composer-question').fill('Who do you trust?')
    for (const [i, text] of ['The cook', 'The notary'].entries()) await at(grace, `composer-option-${i + 1}`).fill(text)
    await at(grace, 'composer-expected').fill('20')
    await pressRead(grace, 'composer-open')
    await phase('question')
    agent.type('2')
    await kiosk.locator('[data-testid="option-2"][data-press="counted"]').waitFor()
    await grace.locator('[data-testid="tile-slot-04"][data-state="voted"]').waitFor()
    await kiosk.keyboard.press('1')
    await kiosk.locator('[data-testid="option-1"][data-press="counted"]').waitFor()
    const { items } = (await core.call('GET', '/api/timeline', undefined, core.admin())).body
    expect(items?.find(({ kind }) => kind === 'runOpened')?.['actor']).toBe('Grace')
  })

  it('V70 a link to the kiosk with a stranger’s broker in it takes nothing there, and opens the slot’s own page', async () => {
    let strangersGuests = 0
    const stranger = createServer((socket) => {
      strangersGuests += 1
      socket.destroy()
    })
    stranger.listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const address = kiosk.url()
    await kiosk.goto(`${address}&mqtt_host=${STRANGER}&mqtt_port=${(stranger.address() as AddressInfo).port}`)
    await phase('question')
    await at(kiosk, 'input-status').getByText('Input Status: online').waitFor()
    expect(strangersGuests).toBe(0)
    await kiosk.goto(address)
    await phase('question')
    stranger.close()
  })

  it('A88 put out it says so on its screen, and comes back by another code', async () => {
    await grace.keyboard.press('d')
    await at(grace, 'device-more-slot-04').click()
    await at(grace, 'revoke-slot-04').click()
    await pressRead(grace, 'revoke-slot-04')
    await phase('revoked')
    await kiosk.getByText('This slot was taken out').waitFor()
    const code = await codeOnKiosk()
    await at(grace, `pending-name-${code}`).click()
    await at(grace, 'pending-id').fill('slot-04')
    await at(grace, 'pending-enrol').click()
    await at(kiosk, 'input-status').getByText('Input Status: online').waitFor()
    await kiosk.locator('[data-testid="screen"]:not([data-phase="revoked"])').waitFor()
  })

  it('A88 a cashier sees the desk and no night', async () => {
    await at(grace, 'tab-setup').click()
    await at(grace, 'operator-add').click()
    await at(grace, 'login-operator-name').fill('Sam')
    await at(grace, 'login-operator-password').fill(PASSWORD)
    await at(grace, 'role-cashier').click()
    await at(grace, 'operator-save').click()
    await at(grace, 'operator-Sam').waitFor()

    const sam = await console_()
    await logIn(sam, 'Sam')
    await at(sam, 'dock-role').getByText('Cashier').waitFor()
    await at(sam, 'link-banner').waitFor({ state: 'hidden' })
    expect(await at(sam, 'tab-desk').getAttribute('aria-current')).toBe('page')
    expect(await at(sam, 'tab-night').count()).toBe(0)
    expect(await at(sam, 'mode-switch').count()).toBe(0)
    await sam.context().close()
  })

  it('A88 logged out everywhere, a page asks for the login and keeps what was being typed', async () => {
    await at(grace, 'tab-players').click()
    await at(grace, 'player-search').fill('Nadia')
    const elsewhere = await console_()
    await logIn(elsewhere, 'Grace')
    await at(elsewhere, 'dock-who').click()
    await at(elsewhere, 'logout-everywhere').click()
    await at(elsewhere, 'login').getByText('Good evening').waitFor()
    await at(grace, 'login').getByText('Session over').waitFor()
    await at(grace, 'login-password').fill(PASSWORD)
    await at(grace, 'login-enter').click()
    await at(grace, 'link-banner').waitFor({ state: 'hidden' })
    expect(await at(grace, 'player-search').inputValue()).toBe('Nadia')
    // The page hears and commands again, as the same person.
    await at(grace, 'tab-night').click()
    await pressRead(grace, 'action-close')
    await phase('reveal')
    await elsewhere.context().close()
  })

  it('A88 all of it leaves no fault on any page, and no secret in what the programs say', async () => {
    expect(faults).toEqual([])
    const said = agent.output() + core.lines.join('\n')
    expect(said).not.toContain(PASSWORD)
    expect(said).not.toMatch(/\b(pt|ot)_[\w-]{10}/)
  })
})
