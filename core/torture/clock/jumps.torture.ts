import { execFileSync } from 'node:child_process'
import { beforeAll, expect, it } from 'vitest'
import { createDraw } from '../model/draw.js'
import { replay, rounds, seed } from '../seed.js'
import { DAY, HOUR, Scenario } from './scenario.js'
import { buildClockShim, createShiftedClock } from './shifted-clock.js'

const SCENARIOS = rounds(4, 200)
const AT_ONCE = 3
const CUTS = [null, -HOUR, DAY, 0]

let library: string
beforeAll(() => {
  library = buildClockShim()
})

it('Z25 the shim moves the clocks of a process: the wall clock alone, or both', () => {
  const clock = createShiftedClock(library)
  const read = () => {
    const script = 'console.log(Date.now(), performance.timeOrigin, process.hrtime()[0])'
    const [now = 0, origin = 0, uptime = 0] = execFileSync(process.execPath, ['-e', script], {
      env: { ...process.env, ...clock.env },
      encoding: 'utf8',
    })
      .split(' ')
      .map(Number)
    return { now: now - Date.now(), origin: origin - performance.timeOrigin, uptime: uptime - process.hrtime()[0] }
  }
  expect(Math.abs(read().now)).toBeLessThan(60_000)
  clock.jump(-DAY)
  expect(Math.round(read().now / HOUR)).toBe(-24)
  expect(Math.abs(read().uptime)).toBeLessThan(60)
  clock.pass(2 * HOUR)
  expect(Math.round(read().now / HOUR)).toBe(-22)
  expect(Math.round(read().uptime / 3600)).toBe(2)
})

it(`Z26 Z27 Z28 ${SCENARIOS} evenings on a clock that is set by hours and days: order, timers, what waits and backups hold`, async () => {
  const todo = Array.from({ length: SCENARIOS }, (_, i) => i)
  const found: string[] = []
  const began = performance.now()
  const work = async () => {
    for (let i = todo.shift(); i !== undefined; i = todo.shift()) {
      const cut = CUTS[(seed + i) % CUTS.length] ?? null
      const problems = await play(seed + i, cut).catch((error: unknown) => [String(error)])
      found.push(...problems.map((problem) => `scenario ${i} (EG_SEED=${seed + i} begins with it): ${problem}`))
      // What the others are at is finished, and no core is left behind.
      if (problems.length > 0) todo.length = 0
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  expect(found, replay('clock')).toEqual([])
  const seconds = (performance.now() - began) / 1000
  console.log(`${SCENARIOS} scenarios on a clock that is set in ${seconds.toFixed(1)} s; ${replay('clock')}`)
})

/** One scenario; with `cut` the power goes in its middle and the clock is off by so much (ms) when it is back. */
async function play(scenarioSeed: number, cut: number | null): Promise<string[]> {
  const draw = createDraw(scenarioSeed)
  const scenario = new Scenario(library, draw)
  try {
    await scenario.begin(draw.between(20, 90))
    for (let i = draw.between(4, 10); i > 0; i--) await scenario.act()
    if (cut !== null) await scenario.cutPower(cut)
    for (let i = draw.between(3, 8); i > 0; i--) await scenario.act()
    return await scenario.finish()
  } finally {
    await scenario.end()
  }
}
