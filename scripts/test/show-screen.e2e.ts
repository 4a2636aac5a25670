import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MqttClient } from 'mqtt'
import { type Browser, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess } from '../../core/test/core-process.js'
import { connect } from '../../core/test/running-core.js'
import { CHROMIUM, CHROMIUM_FLAGS, STILL } from './chromium.js'

// A script on the console, from its text to its end: the real core, the real page, and four slots that vote as they are told.

const EXAMPLE = fileURLToPath(new URL('../../docs/examples/night-en.yaml', import.meta.url))
const SLOTS = ['slot-01', 'slot-02', 'slot-03', 'slot-04', 'slot-05', 'slot-06']
/** Where the console's pictures go while somebody looks at them; null: none are made. */
const pictures = process.env.EG_PICTURES ?? null

let core: CoreProcess
let browser: Browser
let page: Page
const slots: MqttClient[] = []
const problems: string[] = []
const at = (id: string) => page.getByTestId(id)

/** Each slot's option, in their order; null: it does not vote. */
async function vote(step: number, choices: readonly (string | null)[]) {
  for (const [i, choice] of choices.entries()) {
    const body = { device_id: SLOTS[i], step, choice, req_id: `v-${Math.random()}` }
    if (choice !== null) await slots[i]?.publishAsync('eg/night/vote', JSON.stringify(body), { qos: 1 })
  }
}

/** The page at both sizes in both languages, for eyes. */
async function picture(name: string) {
  if (pictures === null) return
  for (const lang of ['en', 'fr'])
    for (const [width, height] of [
      [1280, 800],
      [1024, 600],
    ] as const) {
      await page.setViewportSize({ width, height })
      const other = page.locator(`[data-testid="lang-${lang}"]`)
      if ((await other.count()) > 0) await other.first().evaluate((button: HTMLElement) => button.click())
      await page.waitForTimeout(250)
      await page.screenshot({ path: `${pictures}/${name}-${lang}-${width}.png` })
    }
  await page.setViewportSize({ width: 1280, height: 800 })
  const english = page.locator('[data-testid="lang-en"]')
  if ((await english.count()) > 0) await english.first().evaluate((button: HTMLElement) => button.click())
}

/** What Enter would do now, once it does it. */
async function enter(testId: string) {
  await page.locator(`[data-testid="${testId}"][data-suggested]:enabled`).waitFor()
  // What has only just come to be suggested takes no press for half a second.
  await page.waitForTimeout(600)
  await at(testId).click()
}

/** A key of the keyboard, by somebody who has read what it does now. */
async function press(key: string) {
  await page.waitForTimeout(600)
  await page.keyboard.press(key)
}

beforeAll(async () => {
  core = await createCoreProcess({ NIGHT_EXPECTED_VOTES: '6' })
  await core.start()
  for (const id of SLOTS) {
    const client = await connect(core.ports.mqtt, { clientId: id })
    await client.publishAsync(`eg/dev/${id}/hello`, '{"type":"slot"}', { qos: 1 })
    slots.push(client)
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...STILL })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await page.goto(`http://127.0.0.1:${core.ports.operator}/?lang=en`)
  await at('link-banner').waitFor({ state: 'hidden' })
})
afterAll(async () => {
  await browser?.close()
  for (const client of slots) client.end(true)
  await core.kill()
})

describe('a script on the console', () => {
  it('F63 the editor shows faults at their lines, keeps what is typed over a reload, and loads what is right', async () => {
    await at('tab-night').click()
    await at('script-none').waitFor()
    await picture('01-no-script')
    await page.keyboard.press('m')
    await picture('02-open')
    await at('open-file-input').setInputFiles(EXAMPLE)
    await page.locator('.eg-problems-head[data-state="right"]').waitFor()
    await at('preview-cellar').waitFor()
    await picture('03-editor')

    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('\nwrong: Twice?')
    const fault = page.locator('[data-testid^="problem-"]').first()
    await fault.getByText('“wrong” is no field').waitFor()
    expect(await page.locator('.cm-lint-marker-error').count()).toBeGreaterThan(0)
    await picture('04-editor-faults')
    await page.reload()
    await fault.getByText('“wrong” is no field').waitFor()
    await fault.click()
    await page.locator('.cm-content').getByText('Twice?').waitFor()
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('cm-content')

    // Tab indents while somebody types; after Escape it leaves.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).not.toContain('cm-content')

    await at('editor-open').click()
    await at('open-file-input').setInputFiles(EXAMPLE)
    await at('editor-load').click()
    await at('load-dialog').waitFor()
    await picture('05-load')
    await at('load-confirm').click()
    await at('script-title').getByText('The missing diamond').waitFor()
    expect(readFileSync(EXAMPLE, 'utf8')).toContain('the-safe')
  })

  it('F64 a night with a branch, a tie that leads elsewhere, a void, and an undo, each step suggested', async () => {
    await picture('06-day')
    await enter('action-begin-night')
    await page.locator('[data-testid="action-start"][data-suggested]').waitFor()
    await picture('07-start')
    await enter('action-start')
    await at('script-step-the-safe').and(page.locator('[data-state="here"]')).waitFor()
    await vote(1, ['In the cellar', 'In the cellar', 'In the garden', 'In the cellar', null, null])
    await at('voted-count')
      .getByText(/^4 of 6/)
      .waitFor()
    await picture('08-branch-ahead')

    // Closed by hand with too few votes, and that is taken back.
    await press('c')
    await page.locator('[data-testid="branch-call-back"][data-taken="true"]').waitFor()
    await picture('09-no-quorum')
    // Nothing else may be under way.
    await page.locator('[data-testid="action-redo"]:enabled').waitFor()
    await press('o')
    await page.locator('[data-testid="run-status"][data-status="open"]').waitFor()
    await vote(1, [
      'In the cellar',
      'In the cellar',
      'In the garden',
      'In the cellar',
      'In the garden',
      'In the cellar',
    ])
    await page.locator('[data-testid="branch-cellar"][data-taken="true"]').waitFor()
    expect(await at('action-next').textContent()).toContain('3 · A trapdoor')
    await picture('10-branch-taken')
    await enter('action-next')
    await at('script-step-cellar').and(page.locator('[data-state="here"]')).waitFor()
    await vote(3, ['Open it', 'Open it', 'Open it', 'Leave it', 'Leave it', 'Leave it'])
    await page.locator('[data-testid="branch-quarrel"][data-taken="true"]').waitFor()
    await picture('11-tie')
    await enter('action-next')
    await at('script-step-quarrel').and(page.locator('[data-state="here"]')).waitFor()

    // A void by mistake, taken back: its question goes on.
    await press('v')
    await at('void-reason').fill('wrong key')
    await at('void-confirm').click()
    await at('undo-line').getByText('Void the question').waitFor()
    await picture('12-void-undo')
    await press('u')
    await at('reason').fill('by mistake')
    await picture('13-undo-dialog')
    await at('reason-confirm').click()
    await page.locator('[data-testid="run-status"][data-status="open"]').waitFor()

    // Past the branches, with a reason.
    await at('script-step-police').getByRole('button').click()
    await at('peek').waitFor()
    await picture('14-peek')
    await at('peek-jump').click()
    await at('reason').fill('the group is late')
    await picture('15-jump')
    await at('reason-confirm').click()
    await at('script-step-police').and(page.locator('[data-state="here"]')).waitFor()
    await vote(6, ['The butler', 'The butler', 'The butler', 'The widow', 'The widow', 'The widow'])
    await at('tie-2').click()
    await picture('16-decide')
    await enter('action-reveal')
    await at('winner').getByText('The widow').waitFor()
    await picture('17-end-ahead')
    await enter('action-next')
    await page.locator('[data-testid="action-end-night"][data-suggested]').waitFor()
    await picture('18-played')
  })

  it('O157 on a tablet on its side every usual message is in sight at once, and so is what shows it', async () => {
    await page.setViewportSize({ width: 1024, height: 600 })
    await page.keyboard.press('q')
    const last = at('panic-panel').locator('.eg-panic-presets button').last()
    await last.waitFor()
    for (const each of [last, at('panic-message-send')]) {
      const box = await each.boundingBox()
      expect(box && box.y + box.height).toBeLessThanOrEqual(600)
    }
    expect(await at('panic-panel').evaluate((panel) => panel.scrollHeight - panel.clientHeight)).toBe(0)
    await page.keyboard.press('Escape')
  })

  it('F65 no page had a fault, nor met its own content policy', () => {
    expect(problems).toEqual([])
  })
})
