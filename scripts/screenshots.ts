import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterEach, describe, it } from 'vitest'
import { type Console, type Lang, openConsole, type Tab } from './test/journeys/console.js'
import { beginNight, loseSlot, OWN, playDay, PLAYERS, prepareHouse, raiseEvening } from './test/journeys/evening.js'
import { type Kiosk, openKiosk } from './test/journeys/kiosk.js'
import type { Stage } from './test/journeys/stage.js'

// `npm run screenshots`: every screen of the console and of the kiosk in both languages, from an evening that is really played.
// All go to build/screenshots; those that the guides and the README show, to docs/screenshots as well.

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ALL = join(ROOT, 'build/screenshots')
const SHOWN = join(ROOT, 'docs/screenshots')
/** In the repository, by name and language: few and small. */
const IN_DOCS = new Set([
  'ready-fr',
  'ready-en',
  'night-fr',
  'night-en',
  'desk-fr',
  'desk-en',
  'devices-fr',
  'devices-en',
  'floor-en',
  'kiosk-vote-fr',
  'kiosk-vote-en',
  'kiosk-day-en',
])
/** WebP at this quality: letters stay sharp, and a screen takes some 50 kB. */
const QUALITY = 82

let stage: Stage | null = null
afterEach(async () => {
  await stage?.end()
  stage = null
})

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  // What moves once stands still at its end; what always moves is caught where it is.
  await page.evaluate(() =>
    Promise.race([
      Promise.all(
        document
          .getAnimations()
          .filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
          .map((each) => each.finished.catch(() => null)),
      ),
      new Promise((resolve) => setTimeout(resolve, 2000)),
    ]),
  )
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await session.detach()
  const picture = Buffer.from(data, 'base64')
  for (const folder of [ALL, ...(IN_DOCS.has(name) ? [SHOWN] : [])]) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.webp`), picture)
  }
}

async function tabs(console_: Console, names: readonly Tab[], suffix: string): Promise<void> {
  for (const tab of names) {
    await console_.open(tab)
    await console_.settled()
    await take(console_.page, `${tab}-${suffix}`)
  }
}

/** What opens by these presses, one after the other; then it is left. */
async function open(console_: Console, name: string, ...presses: string[]): Promise<void> {
  for (const each of presses) await console_.at(each).click()
  await console_.page.locator('[role="dialog"]').waitFor()
  await take(console_.page, name)
  await console_.page.keyboard.press('Escape')
  await console_.page.locator('[role="dialog"]').waitFor({ state: 'detached' })
}

describe.each(['fr', 'en'] as const)('an evening in %s', (lang) => {
  it('shows every screen', async () => {
    stage = await raiseEvening()
    const lea = await openConsole(stage, 'Léa', { lang })
    await take(lea.page, `console-begins-${lang}`)
    await prepareHouse(stage, lang)
    await tabs(lea, ['ready'], lang)
    await playDay(stage, lang)
    const kiosk = await openKiosk(stage, OWN, lang)
    await kioskByDay(stage, kiosk, lang)
    await tabs(lea, ['floor', 'tables'], lang)
    await lea.open('players')
    await lea.at('player-search').fill('Blaise')
    await lea.at(`player-${PLAYERS[1][0]}`).click()
    await lea.at('player-balance').waitFor()
    await take(lea.page, `players-${lang}`)
    const nadia = await openConsole(stage, 'Nadia', { lang })
    await nadia.chooseDesk('change-01')
    await nadia.presentCard(PLAYERS[2][0])
    await nadia.at('desk-balance').waitFor()
    await take(nadia.page, `desk-${lang}`)

    await beginNight(stage)
    await loseSlot(stage, 'slot-09')
    await kioskByNight(stage, kiosk, lang)
    await tabs(lea, ['night', 'devices', 'timeline', 'setup'], lang)
    await lea.open('night')
    await open(lea, `panic-${lang}`, 'panic')
    await open(lea, `palette-${lang}`, 'palette-open')
    await open(lea, `swap-${lang}`, 'slot-slot-09', 'slot-replace')
    await lea.theme('light')
    await tabs(lea, ['floor', 'night'], `light-${lang}`)
    await lea.theme('dark')
    await stage.sims.get('slot-08')?.vote(2)
    await stage.give('night/close', { run: await run(stage) }, 'Léa')
    await lea.open('night')
    await lea.settled()
    await take(lea.page, `night-result-${lang}`)
    await take(kiosk.page, `kiosk-result-${lang}`)
    await stage.give('panic/game/freeze', {}, 'Marc')
    await kiosk.page.getByTestId('house-paused').waitFor()
    await take(kiosk.page, `kiosk-paused-${lang}`)
    await take(lea.page, `night-frozen-${lang}`)
    await lea.unfreezeGame()
    await betweenGroups(stage, lea, lang)
    await stage.core.stop()
    await Promise.all([lea.linkIs(false), kiosk.linkIs(false)])
    await take(kiosk.page, `kiosk-hold-on-${lang}`)
    await take(lea.page, `link-lost-${lang}`)
  }, 180_000)
})

async function kioskByDay(stage: Stage, kiosk: Kiosk, lang: Lang): Promise<void> {
  const machine = stage.machines.get(OWN)
  await kiosk.phase('attract')
  await take(kiosk.page, `kiosk-attract-${lang}`)
  machine?.type(`card ${PLAYERS[0][0]}`)
  await kiosk.phase('ready')
  await take(kiosk.page, `kiosk-day-${lang}`)
  machine?.type('1')
  await kiosk.page.getByTestId('outcome').waitFor()
  await take(kiosk.page, `kiosk-round-${lang}`)
  await kiosk.phase('ready')
  machine?.type('6')
  await kiosk.phase('attract')
  machine?.type(`card ${PLAYERS[5][0]}`)
  await kiosk.phase('refused')
  await take(kiosk.page, `kiosk-refused-${lang}`)
}

async function kioskByNight(stage: Stage, kiosk: Kiosk, lang: Lang): Promise<void> {
  await kiosk.open()
  await take(kiosk.page, `kiosk-question-${lang}`)
  await kiosk.vote(2)
  await take(kiosk.page, `kiosk-vote-${lang}`)
}

async function betweenGroups(stage: Stage, lea: Console, lang: Lang): Promise<void> {
  await stage.give('show/end', { reason: 'late' }, 'Léa')
  await stage.give('mode/set', { mode: 'day' }, 'Léa')
  await lea.closeSession()
  await tabs(lea, ['sessions'], lang)
  await lea.openReport(1)
  await take(lea.page, `report-${lang}`)
}

async function run(stage: Stage): Promise<number> {
  return (await stage.state<{ run: { run: number } }>('eg/op/night')).run.run
}
