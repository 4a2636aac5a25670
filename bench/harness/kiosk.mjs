// The built kiosk page in Chromium, with the agent and the core as they ship.
import { chromium } from 'playwright-core'
import { startAgent } from './agent.mjs'
import { startEg } from './eg.mjs'
import { freePort } from './processes.mjs'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
]

/**
 * Core, agent and page, joined. `throttle`: how many times slower than it is the page's processor shall be (CDP). `page.evaluate`
 * finds `window.bench`: `states` counts the slot's states that came, `heardAt` is when the last one did (ms, performance.now()).
 */
export async function openKioskBench({ throttle = 1, env = {} } = {}) {
  const [ws, ui] = [await freePort(), await freePort()]
  const eg = await startEg({ env: { MQTT_WS_PORT: String(ws), SLOT_UI_PORT: String(ui), ...env } })
  const agentEnv = { MQTT_WS_PORT: String(ws), SLOT_UI_PORT: String(ui), EG_DRIVERS: 'simulated' }
  const agent = await startAgent(eg, { env: agentEnv })
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, hasTouch: true })
  const faults = []
  page.on('pageerror', (error) => faults.push(error.message))
  await page.addInitScript(listenIn)
  const cdp = await page.context().newCDPSession(page)
  await page.goto(`http://127.0.0.1:${ui}/?lang=en`)
  await page.locator('[data-phase="attract"]').waitFor({ timeout: 30_000 })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle })
  return {
    eg,
    agent,
    page,
    cdp,
    faults,
    async end() {
      await browser.close()
      await agent.end()
      await eg.end()
    },
  }
}

/** In the page, before its own program: hears every message of the broker first. */
function listenIn() {
  const bench = { states: 0, heardAt: 0 }
  const decoder = new TextDecoder()
  window.bench = bench
  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args)
      super.addEventListener('message', (event) => {
        if (!(event.data instanceof ArrayBuffer)) return
        const found = decoder.decode(event.data.slice(0, 4096)).includes('/slot/state')
        if (!found) return
        bench.states += 1
        bench.heardAt = event.timeStamp
      })
    }
  }
}
