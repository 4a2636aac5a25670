// A card is presented: how long until its balance stands on the screen. Serial port (a pseudo terminal), the agent as it
// ships, core, kiosk page in Chromium; the clock stops when the frame with the balance has been drawn.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { startAgent } from '../harness/agent.mjs'
import { startEg } from '../harness/eg.mjs'
import { runLoad, startLoad } from '../harness/load.mjs'
import { freePort, sleep } from '../harness/processes.mjs'
import { plugReader } from '../harness/pty-reader.mjs'
import { times } from '../harness/rounds.mjs'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const PAGE = fileURLToPath(new URL('../../ui-slot/dist/index.html', import.meta.url))
const MQTTJS = 'mqtt.js alone, a balance asked and answered'
const CARDS = 40
const PAUSE_MS = 150
const ROUNDS = 3

const cardOf = (n) => `04A3${(0x1000 + n).toString(16).toUpperCase()}`
const cards = Array.from({ length: CARDS }, (_, n) => ({ uid: cardOf(n), cents: 1001 + 7 * n }))

/** Wall clock in milliseconds with fractions: the one clock that a page and this process share. */
const wallNow = () => performance.timeOrigin + performance.now()

async function giveOut(eg) {
  for (const { uid, cents } of cards) {
    await eg.post('/api/op/cards/issue', { tag_uid: uid })
    const money = { amount_cents: cents, direction: 'credit', reason: 'bench', by: 'bench' }
    await eg.post('/api/op/cards/adjust', { tag_uid: uid, ...money })
  }
}

/** In the page: resolves with the time at which the frame with these digits as the balance had been drawn. */
const balanceDrawn = (digits) =>
  new Promise((resolve) => {
    const drawn = () => resolve(performance.timeOrigin + performance.now())
    const look = () => {
      const text = document.querySelector('[data-testid="balance"]')?.textContent ?? ''
      if (text.replace(/\D/g, '') !== digits) return
      observer.disconnect()
      // The first callback comes before that frame is drawn, the second after it.
      requestAnimationFrame(() => requestAnimationFrame(drawn))
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    look()
  })

async function tapAll(page, reader, taps) {
  const latencies = []
  for (let n = 0; n < taps; n += 1) {
    const { uid, cents } = cards[n % CARDS]
    const drawn = page.evaluate(balanceDrawn, String(cents))
    await page.evaluate(() => undefined) // the page looks out by now
    const at = wallNow()
    reader.tap(uid)
    latencies.push((await drawn) - at)
    await sleep(PAUSE_MS)
  }
  return times(latencies)
}

async function onScreen(taps) {
  const [ws, kiosk] = [await freePort(), await freePort()]
  const eg = await startEg({ env: { MQTT_WS_PORT: String(ws), SLOT_UI_PORT: String(kiosk), EG_CARDS: 'issued' } })
  const reader = await plugReader()
  let agent
  let browser
  try {
    await giveOut(eg)
    const drivers = { EG_DRIVERS: 'hardware', EG_GPIO: 'off', EG_KEYS: 'off', RFID_PORT: reader.port }
    agent = await startAgent(eg, { env: { ...drivers, MQTT_WS_PORT: String(ws), SLOT_UI_PORT: String(kiosk) } })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`http://127.0.0.1:${kiosk}/?lang=en`)
    await page.locator('[data-testid="screen"][data-phase="attract"]').waitFor()
    await tapAll(page, reader, 5) // a page that has just been loaded
    return await tapAll(page, reader, taps)
  } finally {
    await browser?.close()
    await agent?.end()
    await reader.end()
    await eg.end()
  }
}

async function onMqttjs(messages) {
  const eg = await startEg({ env: { EG_CARDS: 'issued' } })
  try {
    await giveOut(eg)
    const asked = { deviceId: 'slot-01', kind: 'balance', cards: cards.map(({ uid }) => uid), everyMs: PAUSE_MS }
    return await runLoad(await startLoad('mqttjs', { port: eg.port, messages, ...asked }), { core: eg.pid })
  } finally {
    await eg.end()
  }
}

export async function measureTap(record, { quick }) {
  if (!existsSync(CHROMIUM))
    throw new Error(`${CHROMIUM} is not there: sudo apt-get install -y chromium, or name one in CHROMIUM`)
  if (!existsSync(PAGE)) throw new Error('ui-slot/dist is missing: npm run build')
  const taps = quick ? 40 : 150
  const subjects = { EG: () => onScreen(taps), [MQTTJS]: () => onMqttjs(taps) }
  const measured = await record.interleaved('card tap to screen', subjects, ROUNDS)
  const of = (what, pick, aim) => record.figure({ what, unit: 'ms', measured, peers: [MQTTJS], pick, aim })
  of('card tap → balance on the screen, median', ({ p50 }) => p50)
  of('card tap → balance on the screen, p99', ({ p99 }) => p99, { atMost: 300 })
}
