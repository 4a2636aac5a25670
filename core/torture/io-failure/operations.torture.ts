import { describe, expect, it } from 'vitest'
import type { Fault } from '../disk/disk-control.js'
import { type Draw, drawFrom } from '../evening/draw.js'
import { inLanes } from '../evening/lanes.js'
import { progress } from '../evening/progress.js'
import { isLong, replay, rounds, seed } from '../seed.js'
import { type CoreOnDisk, startCoreOnDisk } from './core-on-disk.js'
import { type Measured, type Strike, strike } from './strike.js'

const FAULTS: readonly Fault[] = ['eio', 'enospc', 'short', 'sync', 'read']
const LAST_OPERATION = 500
/** Long: every operation of every kind fails once. Every so many, drawn ones, last a while. */
const LASTING_ONE_IN = isLong ? 11 : 4
const STRIKES = rounds(40, (LAST_OPERATION * FAULTS.length * 11) / 10)
/** Cores beside each other: most of their time they wait for the disk to be mended. */
const LANES = 5
const STRIKES_A_CORE = 100
/** A read is rarely needed: what the cache holds is not read again. */
const LAST_READ = 5

function strikeOf(i: number, draw: Draw): Strike {
  const lasting = i % LASTING_ONE_IN === LASTING_ONE_IN - 1
  const nth = lasting ? Math.floor(i / LASTING_ONE_IN) : i - Math.floor(i / LASTING_ONE_IN)
  const fault = FAULTS[nth % FAULTS.length] as Fault
  const after = isLong && !lasting ? Math.floor(nth / FAULTS.length) : draw.between(0, LAST_OPERATION - 1)
  const hold = lasting && nth % 4 === 0 ? 'until told' : 'brief'
  return { fault, after: fault === 'read' ? after % LAST_READ : after, lasting, hold }
}

describe(`an operation on the database files fails, ${STRIKES} times`, () => {
  it('Z5 nothing is acknowledged that is not stored, reads go on, and the core recovers by itself', async () => {
    const tell = progress('io-failure')
    const measured: Measured[] = []
    let calmMs = 0
    let next = 0
    let turnedAway = 0
    await inLanes(LANES, async (lane, ended) => {
      while (next < STRIKES && !ended()) {
        const on = await startCoreOnDisk({ seed: seed + lane + next })
        const draw = drawFrom(seed + lane + next)
        try {
          calmMs = Math.max(calmMs, await on.calmStallMs())
          for (let here = 0; here < STRIKES_A_CORE && next < STRIKES && !ended(); here++) {
            const i = next++
            const what = strikeOf(i, draw)
            measured.push(await strike(on, what).catch((error: Error) => failed(on, what, i, error)))
            tell(`${measured.length} of ${STRIKES} failures, ${inMs(measured)}`)
          }
          turnedAway += on.evening.turnedAway
        } finally {
          await on.end()
        }
      }
    })
    tell(
      `${STRIKES} failures, ${turnedAway} senders turned away, ${inMs(measured)} (${calmMs} ms while all is well)`,
      true,
    )
    expect(measured).toHaveLength(STRIKES)
  })
})

function failed({ core }: CoreOnDisk, what: Strike, i: number, { message }: Error): never {
  const state = core.running() ? 'the core runs' : `the core has ended: ${core.lines.slice(-2).join('\n')}`
  throw new Error(`failure ${i} ${JSON.stringify(what)}: ${message}\n${state}\n${replay('io-failure')}`)
}

function inMs(measured: Measured[]): string {
  const max = (name: keyof Measured) => Math.round(Math.max(...measured.map((one) => one[name])))
  return `recovered within ${max('recoveredMs')} ms, event loop never longer still than ${max('stalledMs')} ms`
}
