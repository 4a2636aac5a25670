import { describe, expect, it } from 'vitest'
import { inLanes } from '../evening/lanes.js'
import { progress } from '../evening/progress.js'
import { inWords, isClean } from '../evening/verdict.js'
import { replay, rounds, seed } from '../seed.js'
import { crashChain } from './crash-chain.js'

/** Cores that run, and die, beside each other. */
const LANES = 2
/** How often the core of one database is killed: a longer evening only makes each look at it longer. */
const KILLS_AN_EVENING = 50

const KILLS = rounds(200, 10_000)

describe(`kill -9, ${KILLS} times under load`, () => {
  it('Z1 Z2 nothing acknowledged is lost, nothing counts twice, every answer stays the first one', async () => {
    const tell = progress('kill-nine')
    let next = 0
    let kills = 0
    let acknowledged = 0
    const effective = new Map<string, number>()
    const evenings = Math.ceil(KILLS / KILLS_AN_EVENING)
    await inLanes(LANES, async (_, ended) => {
      while (next < evenings && !ended()) {
        const evening = next++
        let here = 0
        const result = await crashChain({
          seed: seed + evening,
          kills: Math.min(KILLS_AN_EVENING, KILLS - evening * KILLS_AN_EVENING),
          onKill(now) {
            kills += 1
            acknowledged += now - here
            here = now
            tell(`${kills} of ${KILLS} crash points, ${acknowledged} acknowledged, 0 lost, 0 doubled`)
          },
        })
        acknowledged += result.acknowledged - here
        for (const [kind, count] of Object.entries(result.effective)) {
          effective.set(kind, (effective.get(kind) ?? 0) + count)
        }
        const where = `evening ${evening}, after ${result.kills} kills: ${replay('kill-nine', seed + evening)}`
        expect(isClean(result.verdict), `${inWords(result.verdict)}\n${where}`).toBe(true)
      }
    })
    const kinds = [...effective].map(([kind, count]) => `${count} ${kind}`).join(', ')
    tell(`${kills} crash points, ${acknowledged} acknowledged (${kinds}), 0 lost, 0 doubled`, true)
    expect(kills).toBe(KILLS)
    if (KILLS < KILLS_AN_EVENING) return
    for (const [kind, count] of effective) expect(count, `acknowledged of kind ${kind}`).toBeGreaterThan(0)
  })
})
