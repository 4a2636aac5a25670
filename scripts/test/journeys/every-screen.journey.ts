import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from './axe.js'
import { type Console, type Lang, openConsole, TABS, type Theme } from './console.js'
import { beginNight, loseSlot, playDay, prepareHouse, raiseEvening } from './evening.js'
import { openKiosk } from './kiosk.js'
import type { Stage } from './stage.js'

// Every screen with a whole evening on it, in both languages and both looks: what a person with other eyes or hands can use, on a
// laptop and on a tablet.

const SIZES = { laptop: { width: 1280, height: 800 }, tablet: { width: 1024, height: 600 } }
const LOOKS: readonly [Lang, Theme][] = [
  ['en', 'dark'],
  ['fr', 'light'],
  ['fr', 'dark'],
  ['en', 'light'],
]

let stage: Stage
let lea: Console

beforeAll(async () => {
  stage = await raiseEvening()
  await prepareHouse(stage, 'en')
  await playDay(stage, 'en')
  await beginNight(stage)
  await loseSlot(stage, 'slot-09')
  lea = await openConsole(stage, 'Léa')
})
afterAll(() => stage.end())

/** What a check finds on which screens. */
async function onEveryScreen(check: (page: Page) => Promise<string[]>): Promise<string[]> {
  const found = new Map<string, string[]>()
  for (const tab of TABS) {
    await lea.open(tab)
    if (tab === 'desk' && (await lea.at('desk-change-01').count()) > 0) await lea.chooseDesk('change-01')
    await lea.settled()
    for (const line of await check(lea.page)) found.set(line, [...(found.get(line) ?? []), tab])
  }
  return [...found].map(([line, tabs]) => `${tabs.join(', ')}: ${line}`)
}

/** By how much the page itself is larger than its window, and which controls nobody can reach by scrolling. */
async function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement
    const problems: string[] = []
    if (scrollHeight > innerHeight) problems.push(`the page is ${scrollHeight - innerHeight} px too high`)
    if (scrollWidth > innerWidth) problems.push(`the page is ${scrollWidth - innerWidth} px too wide`)
    for (const control of document.querySelectorAll('button, a[href], input')) {
      const { left, right, top, bottom, width } = control.getBoundingClientRect()
      if (width < 2) continue
      let scrolls: Element | null = control.parentElement
      while (scrolls && !/auto|scroll/.test(getComputedStyle(scrolls).overflow)) scrolls = scrolls.parentElement
      const isOut = bottom > innerHeight + 1 || top < -1 || right > innerWidth + 1 || left < -1
      if (isOut && !scrolls)
        problems.push(`out of sight: ${control.getAttribute('data-testid') ?? control.textContent}`)
    }
    return problems
  })
}

describe('the console for everybody', () => {
  it.each(LOOKS)('H20 has no serious fault, %s, %s', async (lang, theme) => {
    await lea.theme(theme)
    await lea.lang(lang)
    expect(await onEveryScreen(violations)).toEqual([])
  })

  it.each(['laptop', 'tablet'] as const)(
    'H24 fits on a %s: only what is in it scrolls, nothing stands outside',
    async (size) => {
      await lea.theme('dark')
      await lea.lang('fr')
      await lea.page.setViewportSize(SIZES[size])
      expect(await onEveryScreen(outside)).toEqual([])
    },
  )

  it.each(['en', 'fr'] as const)('H20 nor has the kiosk in a vote, %s', async (lang) => {
    const kiosk = await openKiosk(stage, 'slot-01', lang)
    await kiosk.open()
    expect(await violations(kiosk.page)).toEqual([])
    await kiosk.page.context().close()
  })

  it('H19 no page had a fault', () => {
    expect(stage.faults()).toEqual([])
  })
})
