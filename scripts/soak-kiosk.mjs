// Plays long evenings in a short time into the built kiosk page, with the real core and agent, and says whether the page grows:
// JavaScript memory after a forced collection, DOM nodes and listeners at the start, in the middle and at the end.
//
//   npm run soak [-- CYCLES]     a cycle is a visit by day with six rounds and four questions by night (default 100)
import { openKioskBench } from '../bench/harness/kiosk.mjs'

const CYCLES = Number(process.argv[2] ?? 100)
/** Code is compiled and caches are filled in these; they are not counted. */
const WARM_UP = 5
const ROUNDS = 6
const QUESTIONS = 4
const CARD = 'SOAK0001'
const OPTIONS = ['The countess', 'The croupier', 'The stranger', 'The gardener', 'Nobody', 'You']
/** More than this above the first figure is a leak: what is kept of 100 cycles would be megabytes in a night. */
const MOST_GROWTH = 0.2

const bench = await openKioskBench()
const { eg, agent, page, cdp } = bench
const began = Date.now()
await eg.post('/api/op/cards/issue', { tag_uid: CARD })
await eg.post('/api/op/cards/adjust', {
  tag_uid: CARD,
  amount_cents: 9_000_000,
  direction: 'credit',
  reason: 'soak',
  by: 'soak',
})
const phase = (...names) =>
  page
    .locator(names.map((name) => `[data-testid="screen"][data-phase="${name}"]`).join(', '))
    .waitFor({ timeout: 60_000 })
const option = (nth, press) =>
  page.locator(`[data-testid="option-${nth}"][data-press="${press}"]`).waitFor({ timeout: 60_000 })
let step = 0

const figures = []
for (let cycle = 0; cycle < WARM_UP; cycle++) await play()
figures.push(await measure('start'))
for (let cycle = 0; cycle < CYCLES; cycle++) {
  await play()
  if (cycle === Math.floor(CYCLES / 2)) figures.push(await measure('middle'))
}
figures.push(await measure('end'))
await bench.end()

console.log(
  `kiosk soak: ${CYCLES} cycles in ${Math.round((Date.now() - began) / 1000)} s, ${figures.at(-1).states} states of the slot`,
)
console.table(figures)
const [first, , last] = figures
if (bench.faults.length > 0) throw new Error(`the page failed: ${bench.faults.join('; ')}`)
if (last['heap MB'] > first['heap MB'] * (1 + MOST_GROWTH) + 0.5)
  throw new Error('the page keeps what it should forget: its memory grew')
if (last.nodes > first.nodes * (1 + MOST_GROWTH) + 50)
  throw new Error('the page keeps what it should forget: its nodes grew')
console.log('flat')

async function play() {
  await eg.post('/api/mode', { mode: 'day' })
  await phase('attract')
  agent.say(`card ${CARD}`)
  await phase('ready')
  for (let round = 0; round < ROUNDS; round++) {
    agent.say(String((round % 3) + 1))
    await phase('playing', 'won', 'lost')
    await phase('won', 'lost')
  }
  await eg.post('/api/mode', { mode: 'night' })
  for (let question = 0; question < QUESTIONS; question++) {
    step += 1
    const asked = {
      step,
      question: `Question ${step}: who opened the safe?`,
      options: OPTIONS,
      expected: 9,
      timer_s: 60,
    }
    const { run } = await eg.post('/api/op/night/open', asked)
    await phase('question')
    for (const press of [1, 2, 3]) {
      agent.say(String(press))
      await option(press, 'counted')
    }
    await eg.post('/api/op/night/close', { run })
    await phase('reveal')
  }
}

/** After everything that nobody holds any more is gone. */
async function measure(when) {
  for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners, documents } = await cdp.send('Memory.getDOMCounters')
  const states = await page.evaluate(() => window.bench.states)
  return { when, states, 'heap MB': Number((usedSize / 1e6).toFixed(2)), nodes, listeners: jsEventListeners, documents }
}
