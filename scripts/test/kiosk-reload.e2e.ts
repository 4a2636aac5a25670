import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ALONE_MS } from '@eg/shared'
import Database from 'better-sqlite3'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post } from '../../core/test/core-process.js'
import { type Cable, layCable } from './cable.js'
import { CHROMIUM, CHROMIUM_FLAGS, STILL } from './chromium.js'
import { AGENT, type Program, endAll, freePorts, startProgram, until } from './processes.js'

// The kiosk is loaded again in the middle of a vote. Real core, real agent, real browser; a cable between them and the core.

const OPTIONS = ['A', 'B', 'C', 'D']

let core: CoreProcess
let cable: Cable
let agent: Program
let browser: Browser
let kiosk: Page
let run: number
const faults: string[] = []

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-reload-'))
  const [kioskPort = 0] = await freePorts(1)
  core = await createCoreProcess({ SLOT_UI_PORT: String(kioskPort) })
  await core.start()
  cable = await layCable([core.ports.mqtt, core.ports.ws])
  const [mqtt, ws] = cable.ports
  const env = { MQTT_HOST: '127.0.0.1', MQTT_PORT: `${mqtt}`, MQTT_WS_PORT: `${ws}`, EG_DRIVERS: 'simulated' }
  const own = { SLOT_UI_PORT: String(kioskPort), DB_PATH: join(folder, 'slot.db') }
  agent = await startProgram(AGENT, { ...env, ...own }, 'slot ready')
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  kiosk = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...STILL })
  kiosk.setDefaultTimeout(20_000)
  kiosk.on('pageerror', (error) => faults.push(error.message))
  await kiosk.addInitScript(watchOptions)
  await kiosk.goto(`http://127.0.0.1:${kioskPort}/?lang=en`)
  await post(core, '/api/mode', { mode: 'night' })
})
afterAll(async () => {
  await browser.close()
  await endAll()
  cable.close()
  await core.kill()
  expect(faults).toEqual([])
})

let step = 0
beforeEach(async () => {
  cable.heal()
  run = await ask()
})

/** Notes whatever an option has looked like since the page was loaded. In the browser. */
function watchOptions() {
  const looks: string[] = []
  Object.assign(globalThis, { looks })
  const look = () => {
    for (const option of document.querySelectorAll<HTMLElement>('[data-press]')) {
      const word = `${option.dataset['testid']} ${option.dataset['press']}`
      if (!looks.includes(word)) looks.push(word)
    }
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
}
const looksSinceLoad = () => kiosk.evaluate(() => (globalThis as unknown as { looks: string[] }).looks)
const looks = (option: number, press: string) =>
  kiosk.locator(`[data-testid="option-${option}"][data-press="${press}"]`).waitFor()
const holdOn = () => kiosk.getByTestId('hold-on')
/** A page takes presses once it has heard the core's clock. */
const takesPresses = () => kiosk.locator('[data-testid="option-1"]:enabled').waitFor()

async function ask(more: object = {}): Promise<number> {
  step += 1
  const text = `Question ${step}?`
  const asked = { step, question: text, options: OPTIONS, expected: 9, reveal: 'operator', ...more }
  const { body } = await post(core, '/api/op/night/open', asked)
  await kiosk.getByText(text).waitFor()
  await takesPresses()
  return Number(body.run)
}
/** What the core holds: the vote, and how often one was counted. */
function truth(): { choice: string | undefined; counted: number } {
  const db = new Database(core.dbPath, { readonly: true })
  try {
    const choice = db.prepare('SELECT choice FROM votes WHERE run = ?').pluck().get(run) as string | undefined
    const lines = db.prepare(
      `SELECT count(*) FROM journal WHERE kind = 'nightVote' AND outcome = 'counted' AND run = ?`,
    )
    return { choice, counted: Number(lines.pluck().get(run)) }
  } finally {
    db.close()
  }
}
/** The button is pressed, and the vote on the slot's disk. */
async function press(key: number): Promise<void> {
  const before = agent.output().length
  agent.type(String(key))
  await until('the vote to be kept', () => agent.output().slice(before).includes('vote kept'))
}
/** The slot's page loses its link: within two seconds it says so. */
async function cut(): Promise<void> {
  cable.cut()
  await holdOn().waitFor()
}

describe('a kiosk that is loaded again in the middle of a vote', () => {
  it('K45 shows a pending press as counted only when the core has counted it', async () => {
    // Another program holds the core's database: what is pressed waits for its commit.
    const db = new Database(core.dbPath)
    try {
      db.exec('BEGIN EXCLUSIVE')
      await kiosk.keyboard.press('2')
      await looks(2, 'pending')
      await kiosk.reload()
      await kiosk.getByTestId('option-2').waitFor()
      expect((await looksSinceLoad()).filter((word) => word.endsWith('counted'))).toEqual([])
    } finally {
      db.close()
    }
    await looks(2, 'counted')
    expect(truth()).toEqual({ choice: 'B', counted: 1 })
  })

  it('K46 shows what is counted at once, however often, and the vote stays one', async () => {
    await press(3)
    await looks(3, 'counted')
    for (let i = 0; i < 3; i++) {
      await kiosk.reload()
      await looks(3, 'counted')
      const seen = (await looksSinceLoad()).filter((word) => !word.endsWith('none'))
      expect(seen).toEqual(['option-3 counted'])
    }
    expect(truth()).toEqual({ choice: 'C', counted: 1 })
    // It is no other page to the slot: the vote can still be changed.
    await takesPresses()
    await kiosk.keyboard.press('1')
    await looks(1, 'counted')
    expect(truth()).toEqual({ choice: 'A', counted: 2 })
  })

  it('K47 loaded while the link is down says so and claims nothing, then shows the kept press as counted', async () => {
    await cut()
    await press(4)
    await kiosk.reload()
    await holdOn().waitFor()
    expect((await looksSinceLoad()).filter((word) => word.endsWith('counted'))).toEqual([])
    expect(truth().counted).toBe(0)
    cable.heal()
    await looks(4, 'counted')
    await holdOn().waitFor({ state: 'detached' })
    expect(truth()).toEqual({ choice: 'D', counted: 1 })
  })

  it('K48 where the run closed meanwhile it says too late, and which vote stands, also when it is loaded once more', async () => {
    await press(1)
    await looks(1, 'counted')
    await cut()
    await press(2)
    expect((await post(core, '/api/op/night/close', { run })).status).toBe(200)
    await kiosk.reload()
    await holdOn().waitFor()
    cable.heal()
    const message = kiosk.locator('[data-testid="press-message"][data-status="too_late"]')
    await message.waitFor()
    expect(await message.textContent()).toContain('Your vote is still: A')
    await kiosk.reload()
    await message.waitFor()
    expect(await message.textContent()).toContain('Your vote is still: A')
    expect(truth()).toEqual({ choice: 'A', counted: 1 })
    const { items } = await get<{ items: { run: number; status: string }[] }>(core, '/api/night/runs')
    expect(items.find((each) => each.run === run)?.status).toBe('closed')
  })

  it('K49 pressed on the screen, cut and loaded again at any moment: in the end page and core say the same', async () => {
    // The page waits for that long before a key is a press; while it does, there is none.
    for (const [i, afterMs] of [0, ALONE_MS, ALONE_MS + 5, ALONE_MS + 20, ALONE_MS + 60].entries()) {
      if (i > 0) run = await ask()
      await kiosk.keyboard.press('2')
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      cable.cut()
      await kiosk.reload()
      await holdOn().waitFor()
      cable.heal()
      await holdOn().waitFor({ state: 'detached' })
      // A press of the page that the cut has swallowed was never a vote; one that came through is counted, once.
      await until('page and core to agree', async () => {
        const { choice } = truth()
        const shown = await kiosk.locator('[data-press="counted"]').count()
        return shown === (choice === undefined ? 0 : 1)
      })
      const { choice, counted } = truth()
      expect(counted).toBe(choice === undefined ? 0 : 1)
      if (choice !== undefined) await looks(2, 'counted')
    }
  })
})
