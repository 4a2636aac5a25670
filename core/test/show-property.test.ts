import { contracts, validate } from '@eg/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evening, createEvening } from './show-evening.js'

const SCRIPT = `title: Any order
language: en
steps:
  - { id: a, question: A?, options: [{ text: x, to: b }, y], expected: 2, tie: revote, revotes: 1, cues: { open: { text: Go } } }
  - { id: b, question: B?, options: [x, y], expected: 2, tie: operator, quorum: 2, no_quorum: a, timer_s: 30, timeout: c }
  - { id: c, question: C?, options: [x, y], expected: 1, tie: { to: a }, reveal: operator, to: end }
`
/** 0 is the last one there is. */
const run = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
)
const on = (kind: string, more: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ run, ...more }).map((payload) => ({ kind, payload }))
const visit = fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined, freq: 2 })

/** Whatever operators and slots may send while a show runs, in any order; much of it is refused. */
const work = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .record({
        device_id: fc.constantFrom('slot-01', 'slot-02', 'slot-03'),
        step: fc.oneof(
          { weight: 4, arbitrary: fc.constant(0) },
          { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
        ),
        choice: fc.constantFrom('x', 'y'),
      })
      .map((payload) => ({ kind: 'nightVote', payload })),
  },
  { weight: 8, arbitrary: visit.map((expect_visit) => ({ kind: 'opShowNext', payload: { expect_visit } })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ step: fc.constantFrom('a', 'b', 'c', 'd'), expect_visit: visit })
      .map((payload) => ({ kind: 'opShowJump', payload: { ...payload, reason: 'late' } })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'opShowStart', payload: {} }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'opShowEnd', payload: { reason: 'enough' } }) },
  {
    weight: 1,
    arbitrary: fc.constant({ kind: 'opShowLoad', payload: { text: SCRIPT.replace('order', 'other order') } }),
  },
  on('opNightClose'),
  on('opNightReveal', { winner: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }) }),
  on('opNightVoid'),
  on('opNightRedo'),
  on('opNightExtend', { seconds: fc.constant(15) }),
  run.map((of) => ({ kind: 'timerExpired', run: of, version: 0 })),
  fc.constant({
    kind: 'opNightOpen',
    payload: { step: 4, question: 'Aside?', options: ['x', 'y'], expected: 1 },
  }),
  fc.constantFrom('day', 'night').map((mode) => ({ kind: 'opModeSet', payload: { mode } })),
)

/** The command with the last run and its step for 0. */
function aimed(evening: Evening, { kind, ...rest }: { kind: string; payload?: object; run?: number }): object {
  const last = evening.db.prepare('SELECT run, step FROM runs ORDER BY run DESC LIMIT 1').get() as Record<
    string,
    number
  >
  const aim = (fields: object) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === 0 ? last[name] : value]))
  return { kind, ...aim(rest), ...(rest.payload && { payload: aim(rest.payload) }) }
}

describe('any evening with a script', () => {
  it('F37 position, path and suggestion are true after every command, whatever is done by hand, and after a restart', () => {
    let moved = 0
    fc.assert(
      fc.property(fc.array(work, { minLength: 40, maxLength: 80 }), (works) => {
        const evening = createEvening(2)
        evening.load(SCRIPT)
        evening.send({ kind: 'opModeSet', payload: { mode: 'night' } })
        evening.send({ kind: 'opShowStart', payload: {} })
        for (const each of works) {
          const before = evening.told.opShow
          const answer = evening.send(aimed(evening, each))
          const { opShow, opNight, showState } = evening.told
          const status = String((answer as { status?: string } | null)?.status)
          // What was refused moves nothing.
          if (each.kind.startsWith('opShow') && status !== 'ok') expect(opShow.path).toEqual(before.path)
          const { position, path, leads_to: leadsTo } = opShow
          const rows = evening.db.prepare('SELECT visit, run FROM show_visits WHERE left_at IS NULL').all()
          expect(rows).toEqual(position ? [{ visit: position.visit, run: position.run }] : [])
          expect(opShow.status === 'running').toBe(position !== null)
          expect(path.filter(({ left_at }) => left_at === null)).toHaveLength(position ? 1 : 0)
          if (position) {
            // Its run is the last of its visit, and asks its step.
            const last = evening.db
              .prepare('SELECT max(run) AS run, step FROM show_runs JOIN runs USING (run) WHERE visit = ?')
              .get(position.visit)
            expect(last).toEqual({ run: position.run, step: position.step })
            const current = opNight.run && ['open', 'closed'].includes(opNight.run.status) ? opNight.run : null
            if (current) expect(leadsTo).toBeNull()
            if (leadsTo !== null) expect(position.outcome).not.toBeNull()
          }
          expect(showState === null || showState.visit === position?.visit).toBe(true)
          expect(validate(contracts.opShow, opShow)).toMatchObject({ ok: true })
          if (showState) expect(validate(contracts.showState, showState)).toMatchObject({ ok: true })
        }
        moved += evening.told.opShow.path.filter(({ via }) => via === 'next').length
        const { opShow, opScript, showState } = structuredClone(evening.told)
        evening.restart()
        expect(evening.told).toMatchObject({ opScript, showState })
        expect(evening.told.opShow).toEqual(opShow)
        // What is suggested can be done.
        const { suggested } = evening.told.opShow
        const todo: Record<string, object> = {
          next: { kind: 'opShowNext', payload: {} },
          start: { kind: 'opShowStart', payload: {} },
          redo: { kind: 'opNightRedo', payload: { run: suggested.run } },
          reveal: { kind: 'opNightReveal', payload: { run: suggested.run } },
          begin_night: { kind: 'opModeSet', payload: { mode: 'night' } },
          end_night: { kind: 'opModeSet', payload: { mode: 'day' } },
        }
        const doing = todo[suggested.action]
        if (doing) expect(evening.send(doing)).toMatchObject({ status: 'ok' })
        evening.close()
      }),
      { numRuns: 60 },
    )
    expect(moved).toBeGreaterThan(15)
  }, 180_000)
})
