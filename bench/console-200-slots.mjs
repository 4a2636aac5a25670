// node bench/console-200-slots.mjs [--slots 200] [--rate 5] [--seconds 10] [--throttle 4] [--screens devices,floor] [--page DIST]
// Whether the console stays smooth with many slots: the built page in Chromium, its processor slowed, while every slot's
// opDevice and opFloor states change, in turn, so many times a second together. Prints frame times, long frames and how busy the page's thread
// was, and all of it against the same page with 9 slots: the ratio is the figure, the times are this machine's.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildTopic, contracts } from '@eg/shared'
import { Aedes } from 'aedes'
import { chromium } from 'playwright-core'
import websocket from 'websocket-stream'

const { values: args } = parseArgs({
  options: {
    slots: { type: 'string', default: '200' },
    rate: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '10' },
    throttle: { type: 'string', default: '4' },
    screens: { type: 'string', default: 'devices,floor' },
    page: { type: 'string', default: fileURLToPath(new URL('../ui-operator/dist', import.meta.url)) },
  },
})
const [slots, rate, seconds, throttle] = [args.slots, args.rate, args.seconds, args.throttle].map(Number)
const FEW = 9
const TICK_MS = 20
/** A frame that somebody sees as a stumble (ms). */
const LONG_MS = 50
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

/** The core as far as this page needs one: its states over WebSocket, an empty journal, nobody asked who he is. */
async function startCore() {
  const broker = await Aedes.createBroker({ concurrency: 0 })
  const server = createServer((request, response) => void serve(request.url ?? '/', response))
  websocket.createServer({ server, perMessageDeflate: false }, (stream, request) => broker.handle(stream, request))
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const say = (contract, params, payload) =>
    broker.publish({
      topic: buildTopic(contract.topic, params),
      payload: JSON.stringify(payload),
      qos: 0,
      retain: contract.retain,
    })
  return {
    port: server.address().port,
    say,
    stop: () => (broker.close(), server.close(), server.closeAllConnections()),
  }
}

async function serve(url, response) {
  const { pathname } = new URL(url, 'http://page')
  if (pathname === '/health') return answer(response, { ok: true, auth: 'open' })
  if (pathname === '/api/timeline') return answer(response, { items: [], next_before: null })
  if (pathname.startsWith('/api/') || pathname === '/config.json') return response.writeHead(404).end()
  const file = normalize(pathname === '/' ? '/index.html' : pathname)
  const bytes = await readFile(join(args.page, file)).catch(() => null)
  response
    .writeHead(bytes ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    .end(bytes)
}

function answer(response, body) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const idOf = (index) => `slot-${String(index + 1).padStart(2, '0')}`
const ok = { status: 'ok', driver: 'onoff' }

function device(index, beat) {
  const faulty = index % 10 === 7
  return {
    device_id: idOf(index),
    kind: 'slot',
    version: index % 20 === 3 ? '0.0.9' : '0.1.0',
    online: true,
    page_online: true,
    last_seen: Date.now(),
    link_ms: 2 + ((index * 7 + beat * 3) % 40) / 4,
    outbox: 0,
    parts: {
      buttons: ok,
      lights: ok,
      reader: faulty ? { status: 'missing' } : ok,
      keys: { status: 'off' },
      screen: ok,
    },
    host: { clock_offset_ms: (beat * 3) % 20, temperature_c: 50 + (beat % 5), throttled: [], disk_free_mb: 20480 },
    troubles: faulty ? ['reader_missing'] : [],
    protection: 'enrolled',
  }
}

const { player, last } = contracts.opFloor.sample
/** A round more than before: balance, take and what the reels show are others. */
const floor = (index, beat) => ({
  device_id: idOf(index),
  player: { ...player, balance_cents: 5000 + ((index + beat) % 90) * 100 },
  last: {
    ...last,
    at: Date.now(),
    win_cents: (beat % 4) * 100,
    reels: beat % 4 < 2 ? last.reels : last.reels.toReversed(),
  },
  take_cents: ((index + beat) % 50) * 100,
  rounds: beat,
})

/** Changes the states of `count` slots, in turn, `rate` times a second each slot, spread over time as heartbeats are. */
function speak(core, count) {
  const say = (index, beat, state) => {
    const payload = state === contracts.opDevice ? device(index, beat) : floor(index, beat)
    core.say(state, { device_id: idOf(index) }, payload)
  }
  const states = [contracts.opDevice, contracts.opFloor]
  for (let index = 0; index < count; index += 1) for (const state of states) say(index, 0, state)
  core.say(contracts.modeState, {}, { ...contracts.modeState.sample, mode: 'day' })
  core.say(contracts.opNight, {}, { ...contracts.opNight.sample, mode: 'day', run: null, expected_default: count })
  const clock = setInterval(() => core.say(contracts.clockState, {}, { now_ms: Date.now() }), 500)
  const began = performance.now()
  let said = 0
  const beats = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * rate * count
    for (; said < due; said += 1) {
      const beat = Math.floor(said / count) + 1
      say(said % count, beat, states[beat % 2])
    }
  }, TICK_MS)
  return { said: () => said, stop: () => (clearInterval(clock), clearInterval(beats)) }
}

/** Runs in the page: the time from each frame to the next, in ms. */
const frames = (forMs) =>
  new Promise((done) => {
    const times = []
    const end = performance.now() + forMs
    let last = null
    const onFrame = (now) => {
      if (last !== null) times.push(now - last)
      last = now
      if (now < end) requestAnimationFrame(onFrame)
      else done(times)
    }
    requestAnimationFrame(onFrame)
  })

async function measure(browser, screen, count) {
  const core = await startCore()
  const speaker = speak(core, count)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const faults = []
  page.on('pageerror', (error) => faults.push(error.message))
  try {
    await page.goto(`http://127.0.0.1:${core.port}/?lang=en&mqtt_host=127.0.0.1&mqtt_port=${core.port}`)
    await page.getByTestId(`tab-${screen}`).click()
    await page
      .locator(screen === 'devices' ? 'tr[data-testid^="device-row-"]' : 'main')
      .first()
      .waitFor()
    const cdp = await page.context().newCDPSession(page)
    // By the thread's own processor time: what else runs on this machine does not count.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle })
    await page.waitForTimeout(3000)
    const metrics = async () => {
      const all = (await cdp.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value])
      return Object.fromEntries(all)
    }
    const [before, saidBefore] = [await metrics(), speaker.said()]
    const times = (await page.evaluate(frames, seconds * 1000)).toSorted((a, b) => a - b)
    const [after, said] = [await metrics(), speaker.said() - saidBefore]
    if (faults.length > 0) throw new Error(faults.join('\n'))
    const span = seconds
    const share = (name) => (after[name] - before[name]) / span
    const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))]
    return {
      slots: count,
      'updates/s': Math.round(said / span),
      frames: times.length,
      p50: at(0.5),
      p95: at(0.95),
      max: at(1),
      long: times.filter((ms) => ms > LONG_MS).length,
      busy: share('TaskDuration'),
      script: share('ScriptDuration'),
      layout: share('LayoutDuration') + share('RecalcStyleDuration'),
    }
  } finally {
    speaker.stop()
    await page.close()
    core.stop()
  }
}

const round = (row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Number.isInteger(value) ? value : Number(value.toFixed(2))]),
  )

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
  ],
})
try {
  console.log(`${throttle}x slower processor, ${rate} updates/s of each slot, ${seconds} s; frames in ms`)
  for (const screen of args.screens.split(',')) {
    const few = await measure(browser, screen, FEW)
    const many = await measure(browser, screen, slots)
    console.log(`\n${screen}`)
    console.table([round(few), round(many)])
    const ratio = (name) => (many[name] / few[name]).toFixed(2)
    console.log(`${slots} slots against ${FEW}: p50 x${ratio('p50')}, p95 x${ratio('p95')}, busy x${ratio('busy')}`)
  }
} finally {
  await browser.close()
}
