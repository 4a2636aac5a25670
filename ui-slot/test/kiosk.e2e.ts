import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type SlotState, contracts } from '@eg/shared'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asking, playing, pressOf } from '../src/kiosk/samples'
import { DIST, startStand } from './kiosk-stand'

const own = { device_id: 'slot-01' }
const SCREENS = [
  [1280, 800],
  [1024, 600],
  [800, 480],
  [480, 800],
] as const
const MAX_FIRST_LOAD = 220_000

let stand: Awaited<ReturnType<typeof startStand>>

beforeAll(async () => {
  stand = await startStand()
  await stand.publish(contracts.deviceStatus, own, 'online')
  await stand.publish(contracts.inputStatus, own, 'online')
})
afterAll(() => stand.stop())

const say = (state: SlotState) => stand.publish(contracts.slotState, own, state)
const six = [true, true, true, true, true, true]
const hard = asking(
  { offered: six },
  {
    text: 'Avant que la dernière bougie ne s’éteigne, laquelle de ces six personnes a menti cette nuit ?',
    options: ['La comtesse', 'Le croupier, qui ne dort jamais', 'L’inconnue', 'Anticonstitutionnellement', 'E', 'Vous'],
    closes_at: Date.now() + 90_000,
  },
)

/** Every option's smaller side, and whether every text is inside its box and its box inside the window. */
async function measure(page: Page) {
  return page.evaluate(() => {
    const sides = [...document.querySelectorAll<HTMLElement>('.option')].map((o) =>
      Math.min(o.offsetWidth, o.offsetHeight),
    )
    const cut = [...document.querySelectorAll<HTMLElement>('.fit-text')].filter((text) => {
      const box = text.closest<HTMLElement>('.fit-box') as HTMLElement
      const frame = box.getBoundingClientRect()
      const outside = frame.right > innerWidth + 1 || frame.bottom > innerHeight + 1
      return outside || text.offsetHeight > box.clientHeight + 1 || text.scrollWidth > box.clientWidth + 1
    })
    return { sides, cut: cut.map((text) => text.textContent) }
  })
}

/** Types a card's id and Enter as a keyboard would, at times of its own: the machine that runs this may be slow. */
async function createTyping(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  return async (uid: string, gapMs: number) => {
    const at = Date.now() / 1000
    const keys = [...uid].map((key) => ({ key, code: /\d/.test(key) ? `Digit${key}` : `Key${key}`, text: key }))
    const enter = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 }
    await Promise.all(
      [...keys, enter].flatMap((key, i) => {
        const timestamp = at + (i * gapMs) / 1000
        return [
          cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, timestamp }),
          cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, text: '', timestamp }),
        ]
      }),
    )
  }
}

describe('the kiosk page in a browser', () => {
  it.each(SCREENS)('K28 has targets of 160 px and cuts no text on %d x %d', async (width, height) => {
    const page = await stand.browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' })
    for (const layout of ['grid', 'row']) {
      await say(hard)
      await page.goto(`${stand.origin}/?lang=fr&layout=${layout}`)
      await page.getByTestId('option-6').waitFor()
      await page.evaluate(() => document.fonts.ready)
      const { sides, cut } = await measure(page)
      expect(Math.min(...sides)).toBeGreaterThanOrEqual(160)
      expect(cut).toEqual([])
    }
    await page.close()
  })

  it('K29 loads at most 220 kB, compressed, and everything from its own host', async () => {
    const assets = readdirSync(join(DIST, 'assets')).filter((name) => /\.(js|css)$/.test(name))
    const files = ['index.html', 'watchdog.js', ...assets.map((name) => join('assets', name))]
    const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(DIST, name))).length, 0)
    console.log(`first load: ${(size / 1000).toFixed(1)} kB compressed`)
    expect(size).toBeLessThanOrEqual(MAX_FIRST_LOAD)

    const page = await stand.browser.newPage()
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).origin))
    await say(hard)
    await page.goto(stand.origin)
    await page.getByTestId('option-1').waitFor()
    expect([...hosts]).toEqual([stand.origin])
    await page.evaluate(() => document.fonts.ready)
    expect(await page.evaluate(() => document.fonts.check('700 40px "Atkinson Hyperlegible"'))).toBe(true)
    await page.close()
  })

  it('K24 sets the language of the document, and K27 shows no cursor', async () => {
    const page = await stand.browser.newPage()
    await page.goto(`${stand.origin}/?lang=en`)
    await page.getByTestId('option-1').waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    expect(await page.evaluate(() => getComputedStyle(document.body).cursor)).toBe('none')
    expect(await page.evaluate(() => getComputedStyle(document.body).userSelect)).toBe('none')
    await page.close()
  })

  it('K99 a reader that types presses nothing, also not the button that has the focus, and while the page is busy', async () => {
    await say(playing('ready'))
    const page = await stand.browser.newPage()
    await page.goto(stand.origin)
    await page.locator('[data-testid="option-1"]:enabled').waitFor()
    const pending = page.locator('[data-press="pending"]')
    const type = await createTyping(page)
    await page.getByTestId('option-1').focus()
    await type('04A37C91', 5)
    await page.waitForTimeout(200)
    expect(await pending.count()).toBe(0)
    // The first digit waits while the others cannot be heard.
    await page.evaluate(() => {
      const busy = () => {
        for (const end = performance.now() + 300; performance.now() < end;);
      }
      addEventListener('keydown', () => setTimeout(busy), { once: true })
    })
    await type('30A37C91', 5)
    await page.waitForTimeout(200)
    expect(await pending.count()).toBe(0)
    await page.keyboard.press('2')
    await page.locator('[data-testid="option-2"][data-press="pending"]').waitFor()
    await page.close()
  })

  it('K97 nothing moves unseen, and nothing moves in the first picture of a press', async () => {
    const page = await stand.browser.newPage()
    const moving = () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .map(({ effect }) => (effect as KeyframeEffect).target?.className)
          .filter((name) => typeof name === 'string' && !name.startsWith('stage-'))
          .sort(),
      )
    await say(playing('attract', {}, { card: null }))
    await page.goto(stand.origin)
    await page.locator('[data-light="day"]').waitFor({ state: 'attached' })
    expect(await moving()).toContain('mote')
    await say(asking({ offered: six }))
    await page.getByTestId('option-1').waitFor()
    await page.waitForFunction(() => document.getAnimations().length === 0)
    // The agent's word that it is under way: what breathes then begins when it takes long.
    const first = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (!document.querySelector('[data-press="pending"]')) return requestAnimationFrame(look)
            return resolve(document.querySelector('main')?.getAnimations({ subtree: true }).length ?? -1)
          }
          look()
        }),
    )
    await say(asking({ offered: six, press: pressOf(1, 'pending') }))
    expect(await first).toBe(0)
    await page.waitForFunction(() => document.querySelector('.options')?.getAnimations({ subtree: true }).length === 1)
    await page.close()
  })
})
