import { describe, expect, it } from 'vitest'
import { type Bytes, type Step, stepsOf } from './case.js'
import { hasClauses, render } from './render.js'
import { TABLE } from './table.suite.js'

const rows = TABLE.flatMap(({ cases }) => cases)

/** Steps as a text, also what their bytes are. */
const written = (steps: readonly Step[]) =>
  JSON.stringify(steps, (_, value: unknown) =>
    typeof value === 'function' ? (value as Bytes)('x').toString('hex') : value,
  )

describe('the table of cases', () => {
  it('Q14 is what docs/mqtt-conformance.md says', async () => {
    await expect(render(TABLE)).toMatchFileSnapshot('../../docs/mqtt-conformance.md')
  })

  it('Q15 names each case once, with its clause, and each deviation with what comes instead and why', () => {
    const ids = rows.map(({ id }) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    expect(rows.filter((row) => !hasClauses(row)).map(({ id }) => id)).toEqual([])
    const told = rows.flatMap(({ deviation }) => (deviation ? [deviation] : []))
    expect(told.filter(({ what, why }) => what.length < 5 || why.length < 5)).toEqual([])
  })

  it('Q15 plays something else where a case deviates', () => {
    const same = rows.filter(({ steps, versions, deviation }) =>
      (deviation ? (deviation.versions ?? versions) : []).some(
        (version) =>
          written(stepsOf({ steps }, version)) === written(stepsOf({ steps: deviation?.steps ?? [] }, version)),
      ),
    )
    expect(same.map(({ id }) => id)).toEqual([])
  })
})
