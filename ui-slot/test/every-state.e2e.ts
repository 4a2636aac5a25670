import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { contracts } from '@eg/shared'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes'
import { dayGame } from '../src/kiosk/samples'
import { everyState, type Shown } from './every-state'
import { startStand } from './kiosk-stand'

const own = { device_id: 'slot-01' }
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let stand: Awaited<ReturnType<typeof startStand>>

beforeAll(async () => {
  stand = await startStand()
  await stand.publish(contracts.deviceStatus, own, 'online')
  await stand.publish(contracts.inputStatus, own, 'online')
})
afterAll(() => stand.stop())

/** What each page's connection has brought since the last state was shown. */
const heard = new WeakMap<Page, string>()

/** Publishes the state and waits until the page has heard it, which its lights tell, and has drawn it. */
async function show(page: Page, { state, game = dayGame }: Shown, mark: number) {
  heard.set(page, '')
  if (game) await stand.publish(contracts.gameState, {}, game)
  // Every state has lights of its own here, so that the page has heard this one and not the last.
  const lights = Array.from({ length: 6 }, (_, i) => ((mark >> i) & 1) === 1)
  await stand.publish(contracts.slotState, own, { ...state, lights })
  await until('the page to hear it', () => heard.get(page)?.includes(JSON.stringify(lights)))
  await page.waitForFunction(
    ({ phase }) => document.querySelector('[data-testid="screen"]')?.getAttribute('data-phase') === phase,
    { phase: state.phase },
  )
  await drawn(page)
}

/** A frame that began after now. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { target: unknown; failureSummary?: string }[] }[]
}

/** What keeps people out, by axe: `rule: where`, for what is serious or critical. */
async function barriers(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(root: Document, options: object): Promise<AxeResult> } }
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      // With a contrast of 7, and 4.5 for what is large: it is read at two metres.
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'wcag2aaa'],
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ''}`),
      )
  })
}

/** Texts that their box or the window cuts. */
async function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const outside = (element: Element) => {
      const { top, bottom, left, right, height } = element.getBoundingClientRect()
      // After a press the question is a reminder in one line, with an ellipsis.
      if (element.closest('[data-answered] .prompt-words')) return false
      // A band has its own edge.
      const low = element.closest('.house-band, .service-name')?.getBoundingClientRect().bottom ?? innerHeight
      return height > 0 && (bottom > low + 1 || top < -1 || right > innerWidth + 1 || left < -1)
    }
    const words = [
      ...document.querySelectorAll(
        '#root :is(p, h1, strong, .fit-text, .house-mark, .house-paused, .service-name span, .countdown-face)',
      ),
    ]
    const boxed = [...document.querySelectorAll<HTMLElement>('.fit-text')].filter((text) => {
      if (text.closest('[data-answered] .prompt-words')) return false
      const box = text.closest<HTMLElement>('.fit-box')
      return box && (text.offsetHeight > box.clientHeight + 1 || text.scrollWidth > box.clientWidth + 1)
    })
    return [...words.filter(outside), ...boxed].map((text) => `cut: ${text.className} ${text.textContent}`)
  })
}

/** Words that are smaller than what can be read at two metres. The corner and the band of a rehearsal are for whoever works here. */
async function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement
      // What a drawing says has its size from the drawing.
      const apart = '.diagnostics, .rehearsal-banner, script, style, svg'
      if (!element || !node.textContent?.trim() || element.closest(apart)) continue
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const px = Number.parseFloat(getComputedStyle(element).fontSize)
      if (px < 28) found.push(`${px} px: ${element.className || element.tagName} ${node.textContent.trim()}`)
    }
    return found
  })
}

/** What of its texts is wrong once it is drawn: a box that has only just changed is fitted before the next frame. */
async function textFaults(page: Page): Promise<string[]> {
  const look = async () => [...(await cutTexts(page)), ...(await smallTexts(page))]
  if ((await look()).length === 0) return []
  await drawn(page)
  return look()
}

async function openPage(language: string, width = 800, height = 480, more = ''): Promise<Page> {
  const page = await stand.browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' })
  await page.addInitScript(AXE)
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => void heard.set(page, `${heard.get(page) ?? ''}${payload.toString()}`)),
  )
  await page.goto(`${stand.origin}/?lang=${language}${more}`)
  await page.evaluate(() => document.fonts.ready)
  return page
}

describe('every state of the kiosk', () => {
  // Axe is dear: every state goes through it in one of the languages, and each language with every second state.
  it.each([
    ['fr', 800, 480, 0],
    ['en', 480, 800, 1],
  ] as const)(
    'K50 K51 K95 cuts no text of any state and writes none small, and axe finds nothing serious (%s, %d x %d)',
    async (language, width, height, turn) => {
      const page = await openPage(language, width, height)
      const found: Record<string, string[]> = {}
      for (const [index, shown] of everyState(Date.now()).entries()) {
        await show(page, shown, index + 1)
        const texts = await textFaults(page)
        const faults = [...texts, ...(index % 2 === turn ? await barriers(page) : [])]
        if (faults.length > 0) found[shown.name] = faults
      }
      expect(found).toEqual({})
      await page.close()
    },
  )

  it('K50 K51 K95 so it is before the door, and while the link is lost', async () => {
    const doors = [
      { state: 'pending', code: '413256' },
      { state: 'revoked', code: '413256', replaced: true },
      { state: 'dismissed' },
    ]
    const found: Record<string, string[]> = {}
    for (const door of doors) {
      stand.answers.set('/link', door)
      const page = await openPage('fr')
      await page.locator(`[data-phase="${door.state}"]`).waitFor()
      const faults = [...(await cutTexts(page)), ...(await smallTexts(page)), ...(await barriers(page))]
      if (faults.length > 0) found[door.state] = faults
      await page.close()
    }
    stand.answers.delete('/link')
    const unnamed = await openPage('fr', 480, 800, '&id=!')
    await unnamed.locator('.no-device').waitFor()
    const unnamedFaults = [...(await cutTexts(unnamed)), ...(await smallTexts(unnamed)), ...(await barriers(unnamed))]
    if (unnamedFaults.length > 0) found.unnamed = unnamedFaults
    await unnamed.close()
    stand.setClock(false)
    const page = await openPage('en', 480, 800)
    await page.getByTestId('hold-on').waitFor()
    const faults = [...(await cutTexts(page)), ...(await smallTexts(page)), ...(await barriers(page))]
    stand.setClock(true)
    await page.getByTestId('hold-on').waitFor({ state: 'detached' })
    await page.close()
    expect({ found, faults }).toEqual({ found: {}, faults: [] })
  })
})
