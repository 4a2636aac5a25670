// How fast the kiosk is under a finger: from the tap to "pending" on the screen, and from the slot's state to the screen, with the
// processor made four times slower. Core, agent, broker and page as they ship; run by hand: npm run bench:kiosk [TAPS].
//
// How it is measured. A tap is given to the browser (CDP) as a touch or a pointer's press (a touch passes the compositor's thread first,
// which waits on a busy machine), and its time is the browser's own stamp of the event. A state's time is
// the stamp of the WebSocket's message. The end is the first task after the frame in which the change was drawn: the change is seen by
// a MutationObserver, the next animation frame is the one that draws it, and a message posted in that frame comes when it is painted.
// The Event Timing API, which measures until the frame is presented and rounds to 8 ms, stands beside it as a check.
import { availableParallelism, loadavg } from 'node:os'
import { openKioskBench } from './harness/kiosk.mjs'
import { sleep } from './harness/processes.mjs'

const TAPS = Number(process.argv[2] ?? 200)
const THROTTLE = 4
const SCREENS = 30
const SETTLE_MS = 500

const bench = await openKioskBench({ throttle: THROTTLE })
const { eg, page, cdp } = bench
await page.evaluate(watchPixels)

await eg.post('/api/mode', { mode: 'night' })
let run = await ask(1)
const places = await centres(2)
const clicks = []
const touches = []
const answers = []
for (let i = 0; i < TAPS; i++) {
  const { x, y } = places[i % 2]
  await page.evaluate((option) => window.pixels.expect(option), (i % 2) + 1)
  const byTouch = i % 4 > 1
  await (byTouch ? touch(x, y) : click(x, y))
  const { pendingMs, countedMs } = await page.evaluate(() => window.pixels.done())
  const taps = byTouch ? touches : clicks
  taps.push(pendingMs)
  answers.push(countedMs)
  // A finger is not faster than the picture of the last press.
  await sleep(SETTLE_MS)
}
const screens = []
for (let i = 0; i < SCREENS; i++) {
  await page.evaluate(() => window.pixels.expectPhase('reveal'))
  await eg.post('/api/op/night/close', { run })
  screens.push(await page.evaluate(() => window.pixels.phase()))
  await sleep(SETTLE_MS)
  await page.evaluate(() => window.pixels.expectPhase('question'))
  run = await ask(i + 2)
  screens.push(await page.evaluate(() => window.pixels.phase()))
  await sleep(SETTLE_MS)
}
const events = await page.evaluate(() => window.pixels.events)
await bench.end()

const show = (what, limit, times) => {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(1) ?? '-'
  console.log(
    `${what.padEnd(44)} n ${String(times.length).padStart(4)}   p50 ${at(0.5).padStart(6)}   p99 ${at(0.99).padStart(6)}   limit ${limit} ms`,
  )
}
const load = loadavg()[0]?.toFixed(1)
console.log(
  `kiosk at 1280 x 800, processor ${THROTTLE} times slower; this machine's load is ${load} on ${availableParallelism()} cores; ms`,
)
show('tap to pending, by a pointer', 50, clicks)
show('tap to pending, by a touch', 50, touches)
show('tap to pending, by Event Timing (steps of 8)', 50, events)
show('state to pixels: an answer', 100, answers)
show('state to pixels: another screen', 100, screens)
if (bench.faults.length > 0) throw new Error(`the page failed meanwhile: ${bench.faults.join('; ')}`)

async function touch(x, y) {
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

async function click(x, y) {
  await cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', x, y, button: 'left', clickCount: 1 })
  await cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x, y, button: 'left', clickCount: 1 })
}

async function ask(step) {
  const { run } = await eg.post('/api/op/night/open', {
    step,
    question: `Question ${step}: who opened the safe?`,
    options: ['The countess', 'The croupier', 'The stranger', 'The gardener'],
    expected: 9,
  })
  await page.locator('[data-testid="option-1"]:enabled').waitFor()
  return run
}

async function centres(count) {
  const boxes = []
  for (let i = 1; i <= count; i++) boxes.push(await page.getByTestId(`option-${i}`).boundingBox())
  return boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))
}

/** In the page: notes when a change is on the screen. */
function watchPixels() {
  let tappedAt = 0
  let wanted = null
  let wantedPhase = null
  let told = {}
  // All of this runs in the page: it has no outer scope there.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const painted = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.addEventListener('message', () => {
        channel.port1.close()
        then(performance.now())
      })
      channel.port1.start()
      channel.port2.postMessage(null)
    })
  addEventListener('pointerdown', (event) => (tappedAt = event.timeStamp), { capture: true })
  const look = () => {
    if (wanted) {
      const press = document.querySelector(`[data-testid="option-${wanted.option}"]`)?.dataset.press
      if (press === 'pending' && !wanted.pending) {
        wanted.pending = true
        const from = tappedAt
        painted((at) => told.pending(at - from))
      }
      if (press === 'counted' && wanted.pending && !wanted.counted) {
        wanted.counted = true
        const from = window.bench.heardAt
        painted((at) => told.counted(at - from))
      }
    }
    if (wantedPhase && document.querySelector('[data-testid="screen"]')?.dataset.phase === wantedPhase.phase) {
      const { tell } = wantedPhase
      wantedPhase = null
      const from = window.bench.heardAt
      painted((at) => tell(at - from))
    }
  }
  new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true, attributes: true })
  const pixels = {
    events: [],
    expect(option) {
      const pending = new Promise((resolve) => (told.pending = resolve))
      const counted = new Promise((resolve) => (told.counted = resolve))
      wanted = { option, pending: false, counted: false }
      pixels.both = Promise.all([pending, counted])
    },
    done: async () => {
      const [pendingMs, countedMs] = await pixels.both
      return { pendingMs, countedMs }
    },
    expectPhase(phase) {
      pixels.shown = new Promise((tell) => (wantedPhase = { phase, tell }))
    },
    phase: () => pixels.shown,
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'pointerdown') pixels.events.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16 })
  window.pixels = pixels
}
