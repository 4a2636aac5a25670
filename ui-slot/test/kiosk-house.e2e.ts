import { fileURLToPath } from 'node:url'
import { type SlotState, contracts } from '@eg/shared'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asking, dayGame, playing, pressOf } from '../src/kiosk/samples'
import { startStand } from './kiosk-stand'

const own = { device_id: 'slot-01' }
const EXAMPLE = fileURLToPath(new URL('../../deploy/theme-example', import.meta.url))

let stand: Awaited<ReturnType<typeof startStand>>
/** What the browser told of policies that were broken. */
const violations: string[] = []

beforeAll(async () => {
  stand = await startStand({ themeDir: EXAMPLE })
  await stand.publish(contracts.deviceStatus, own, 'online')
  await stand.publish(contracts.inputStatus, own, 'online')
  await stand.publish(contracts.gameState, {}, dayGame)
})
afterAll(() => stand.stop())

const say = (state: SlotState) => stand.publish(contracts.slotState, own, state)

async function openPage(script: () => void = () => undefined): Promise<Page> {
  const page = await stand.browser.newPage({ viewport: { width: 800, height: 480 } })
  page.on('console', (message) => /violat|Content Security/i.test(message.text()) && violations.push(message.text()))
  await page.addInitScript(script)
  await page.goto(`${stand.origin}/?lang=fr`)
  return page
}

describe('a venue’s kiosk in a browser', () => {
  it('K67 shows the theme’s logo, words and colours, and plays its sounds, under the page’s policy', async () => {
    await say(playing('attract', {}, { card: null }))
    const page = await openPage(() => {
      const played: string[] = []
      Object.assign(window, { played })
      const play = HTMLMediaElement.prototype.play
      HTMLMediaElement.prototype.play = function begin() {
        this.addEventListener('canplaythrough', () => played.push(new URL(this.src).pathname))
        return play.call(this).catch(() => undefined)
      }
    })
    const logo = page.getByTestId('house-mark')
    await logo.waitFor()
    expect(await logo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0))).toBe(
      true,
    )
    expect(await page.title()).toBe('La Lanterne')
    const accent = () => getComputedStyle(document.documentElement).getPropertyValue('--eg-accent')
    expect(await page.evaluate(accent)).toBe('#f2c14e')
    await say(asking({ press: pressOf(1, 'pending') }))
    await page.locator('[data-press="pending"]').waitFor()
    await say(asking({ press: pressOf(1, 'counted'), counted: 'B' }))
    await page.waitForFunction(() => (window as unknown as { played: string[] }).played.length > 0)
    expect(await page.evaluate(() => (window as unknown as { played: string[] }).played)).toEqual([
      '/theme/sounds/counted.wav',
    ])
    await page.close()
    expect(violations).toEqual([])
  })

  it('K68 has no way out: no menu, no shortcut, no window, no print, no zoom by fingers, no way back, no selection', async () => {
    await say(asking())
    const page = await openPage()
    await page.getByTestId('option-1').waitFor()
    const address = page.url()
    await page.evaluate(() => {
      const open: string[] = []
      Object.assign(window, { open2: open })
      // Last in line: what reached the browser unrefused.
      for (const name of [
        'contextmenu',
        'dragstart',
        'drop',
        'selectstart',
        'copy',
        'paste',
        'auxclick',
        'wheel',
        'keydown',
      ])
        addEventListener(
          name,
          (event) => event.defaultPrevented || open.push(`${name} ${(event as KeyboardEvent).key ?? ''}`),
        )
    })
    for (const key of ['F1', 'F3', 'F5', 'F6', 'F7', 'F11', 'F12', 'Escape', 'Backspace', 'ContextMenu'])
      await page.keyboard.press(key)
    for (const keys of [
      'Control+p',
      'Control+s',
      'Control+f',
      'Control+o',
      'Control+u',
      'Control++',
      'Alt+ArrowLeft',
      'Alt+d',
      'Control+Shift+i',
      'Meta+l',
    ])
      await page.keyboard.press(keys)
    await page.mouse.click(400, 100, { button: 'right' })
    await page.mouse.click(400, 100, { button: 'middle' })
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -300)
    await page.keyboard.up('Control')
    await page.mouse.move(30, 40)
    await page.mouse.down()
    await page.mouse.move(500, 120, { steps: 4 })
    await page.mouse.up()
    const after = await page.evaluate(() => ({
      reached: (window as unknown as { open2: string[] }).open2.filter((name) => !/Control|Alt|Shift|Meta/.test(name)),
      selected: String(getSelection()),
      opened: window.open('about:blank'),
      asked: [window.print(), window.confirm('?'), window.prompt('?')],
      zoom: visualViewport?.scale,
      touch: getComputedStyle(document.documentElement).touchAction,
    }))
    expect(after).toEqual({
      reached: [],
      selected: '',
      opened: null,
      asked: [null, null, null],
      zoom: 1,
      touch: 'none',
    })
    await page.evaluate(() => history.back())
    await page.waitForFunction(() => history.state?.eg === 'kiosk')
    expect([page.url(), page.context().pages().length]).toEqual([address, 1])
    await page.getByTestId('option-1').waitFor()
    await page.close()
  })

  it('K69 a page whose screen is emptied says so and is there again by itself', async () => {
    await say(asking())
    const page = await stand.browser.newPage()
    await page.clock.install()
    await page.goto(`${stand.origin}/?lang=fr`)
    await page.getByTestId('option-1').waitFor()
    await page.evaluate(() => {
      Object.assign(window, { before: true })
      document.querySelector('#root')?.replaceChildren()
    })
    // Two looks, and the wait before it begins anew.
    await page.clock.runFor(13_000)
    await page.waitForFunction(() => !('before' in window))
    await page.clock.resume()
    await page.getByTestId('option-1').waitFor()
    await page.close()
  })

  it('K70 a page whose program does not arrive is loaded again', async () => {
    await say(asking())
    const page = await stand.browser.newPage()
    await page.clock.install()
    let refuse = true
    await page.route('**/assets/*.js', (route) => (refuse ? route.abort() : route.continue()))
    await page.goto(`${stand.origin}/?lang=fr`)
    refuse = false
    await page.clock.fastForward(21_000)
    await page.clock.resume()
    await page.getByTestId('option-1').waitFor()
    await page.close()
  })
})
