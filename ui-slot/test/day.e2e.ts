import { type SlotState, contracts } from '@eg/shared'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayGame, playing, roundOf } from '../src/kiosk/samples'
import { startStand } from './kiosk-stand'

const own = { device_id: 'slot-01' }
const SCREENS = [
  [1280, 800],
  [1024, 600],
  [800, 480],
  [480, 800],
] as const
const LARGE = 1_234_567_890
const LONG = 'Le grand carrousel de la comtesse de Saint-Germain'
const stakes = [100_000, 250_000, 500_000, 1_000_000, 10_000_000]
const actions = [...stakes.map((stake_cents) => ({ do: 'play' as const, stake_cents })), { do: 'out' as const }]
const rich = { balance_cents: LARGE, actions }
const lit = { offered: [true, true, true, true, true, true] }
const drawn = { reels: ['seven', 'Mascarade vénitienne', 'star'], outcome: LONG, win_cents: LARGE }

/** The screens of the day at their fullest. */
const HARD: SlotState[] = [
  playing('attract', {}, { card: null }),
  playing('reading', { balance_cents: null }),
  playing('ready', rich, lit),
  playing('playing', { ...rich, round: roundOf({ stake_cents: 10_000_000 }) }),
  playing('won', { ...rich, round: roundOf(drawn) }, lit),
  playing('lost', { ...rich, round: roundOf({ ...drawn, win_cents: 0 }) }, lit),
  ...['insufficient', 'limit', 'offline', 'money_frozen'].flatMap((reason) => [
    playing('refused', { ...rich, reason, round: roundOf() }, lit),
    playing('refused', { reason, actions: Array<null>(6).fill(null) }),
  ]),
  playing('out', rich),
]

let stand: Awaited<ReturnType<typeof startStand>>

beforeAll(async () => {
  stand = await startStand()
  await stand.publish(contracts.deviceStatus, own, 'online')
  await stand.publish(contracts.inputStatus, own, 'online')
  await stand.publish(contracts.gameState, {}, { ...dayGame, name: LONG })
})
afterAll(() => stand.stop())

const say = (state: SlotState) => stand.publish(contracts.slotState, own, state)
const phaseOf = (page: Page, phase: string) => page.locator(`[data-testid="screen"][data-phase="${phase}"]`).waitFor()

/** What is too small to be hit, cut off, or reaches out of the part of the screen that it belongs to. */
async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    for (const { offsetWidth, offsetHeight } of document.querySelectorAll<HTMLElement>('.option')) {
      if (Math.min(offsetWidth, offsetHeight) < 160) faults.push(`button of ${offsetWidth} × ${offsetHeight}`)
    }
    for (const text of document.querySelectorAll<HTMLElement>('.fit-text')) {
      const box = text.closest<HTMLElement>('.fit-box') as HTMLElement
      const cut = text.offsetHeight > box.clientHeight + 1 || text.scrollWidth > box.clientWidth + 1
      if (cut) faults.push(`cut: ${text.textContent}`)
    }
    const table = document.querySelector('.table-top')?.getBoundingClientRect()
    const frame = table ?? { top: 0, bottom: innerHeight }
    for (const part of document.querySelectorAll('.screen :is(p, h1, .fit-box, .reels):not(.stakes *)')) {
      const { top, bottom, left, right, height } = part.getBoundingClientRect()
      const out = bottom > frame.bottom + 1 || top < frame.top - 1 || right > innerWidth + 1 || left < -1
      if (height > 0 && out) faults.push(`outside: ${part.className} ${part.textContent}`)
    }
    return faults
  })
}

describe('the day in a browser', () => {
  it.each(SCREENS)('K41 has targets of 160 px and cuts no word and no amount on %d x %d', async (width, height) => {
    // Without motion, so that what is measured is where it stays.
    const page = await stand.browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' })
    for (const options of ['lang=fr', 'lang=en', 'lang=fr&layout=row']) {
      await say(playing('ready'))
      await page.goto(`${stand.origin}/?${options}`)
      await phaseOf(page, 'ready')
      await page.evaluate(() => document.fonts.ready)
      for (const state of HARD) {
        await say(state)
        const { phase, card } = state
        await phaseOf(page, phase)
        if (phase === 'refused') await page.locator(`[data-testid="refused"][data-reason="${card?.reason}"]`).waitFor()
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
        expect({ phase, options, faults: await faultsOf(page) }).toEqual({ phase, options, faults: [] })
      }
    }
    await page.close()
  })

  it('K34 moves the reels by transforms only, and covers them where motion is not wanted', async () => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      const page = await stand.browser.newPage({ reducedMotion })
      await say(playing('playing', { round: roundOf() }))
      await page.goto(stand.origin)
      await page.locator('.reel[data-motion="turning"]').first().waitFor()
      const { moving, covered } = await page.evaluate(() => {
        const strip = document.querySelector('.reel-strip') as HTMLElement
        const effects = strip.getAnimations().map(({ effect }) => effect as KeyframeEffect)
        const keys = new Set(effects.flatMap((effect) => effect.getKeyframes().flatMap((frame) => Object.keys(frame))))
        return {
          moving: keys.has('transform') && !keys.has('top'),
          covered: getComputedStyle(strip).display === 'none',
        }
      })
      const still = reducedMotion === 'reduce'
      expect({ moving, covered }).toEqual({ moving: !still, covered: still })
      await say(playing('lost', { round: roundOf({ reels: ['seven', 'bell', 'cherry'], win_cents: 0 }) }))
      await page.locator('.reel[data-motion="stopping"]').first().waitFor()
      await page.waitForFunction(() =>
        [...document.querySelectorAll('.reel-strip')]
          .flatMap((strip) => strip.getAnimations())
          .every(({ playState }) => playState === 'finished'),
      )
      const shown = await page.evaluate(() =>
        [...document.querySelectorAll('.reel')].map((reel) => {
          const { left, top, width, height } = reel.getBoundingClientRect()
          return document
            .elementsFromPoint(left + width / 2, top + height / 2)
            .map((element) => element.closest<SVGElement>('.symbol')?.dataset.symbol)
            .find(Boolean)
        }),
      )
      expect(shown).toEqual(['seven', 'bell', 'cherry'])
      await page.close()
    }
  })
})
