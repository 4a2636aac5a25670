import { END, type ShowScript, type ShowStep } from '@eg/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { judge } from '../game/branches.js'
import type { ClosedBy, Run, Tally } from '../game/run.js'
import { exitsOf } from './check-branches.js'
import { printScript } from './print-script.js'
import { readScript } from './read-script.js'
import { branchesOf, stepById, stepOf, targetOf } from './script-steps.js'

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 })
const word = fc.stringMatching(/^[A-Za-zÀ-ÿ '":#&*!?-]{1,20}$/).filter((text) => text.trim() !== '')
const words = fc.uniqueArray(word, { minLength: 2, maxLength: 6, selector: (text) => text.trim() })
const cue = fc.record(
  {
    text: fc.oneof(word, fc.dictionary(fc.constantFrom('en', 'fr', 'de', 'no', 'fr-CA'), word)),
    lights: fc.constantFrom('off', 'on', 'blink', 'chase', 'alternate'),
    sound: fc.constantFrom('gong', 'null', '7'),
  },
  { requiredKeys: [] },
)

/** A script as somebody may write it: mostly a way from each step to the next and out, with branches anywhere. */
const written = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, i) => `s${i}`)
  const target = fc.constantFrom(...ids, END)
  const step = (index: number) =>
    fc
      .record({
        texts: words,
        onward: fc.oneof(
          { weight: 3, arbitrary: fc.constant(ids[index + 1] ?? END) },
          { weight: 1, arbitrary: target },
        ),
        targets: fc.array(maybe(target), { minLength: 6, maxLength: 6 }),
        question: word,
        to: maybe(target),
        timer: maybe(
          fc.record({ timer_s: fc.integer({ min: 20, max: 90 }), timeout: maybe(target), closing: maybe(cue) }),
        ),
        expected: maybe(fc.constantFrom('slots', 5, 9)),
        final: maybe(fc.boolean()),
        reveal: maybe(fc.constantFrom('auto', 'operator')),
        tie: maybe(fc.oneof(fc.constantFrom('operator', 'first', 'revote'), fc.record({ to: target }))),
        revotes: maybe(fc.integer({ min: 1, max: 9 })),
        quorum: maybe(fc.record({ quorum: fc.integer({ min: 1, max: 5 }), no_quorum: target })),
        cues: maybe(fc.record({ open: cue, closed: cue, revealed: cue }, { requiredKeys: [] })),
      })
      .map(({ texts, onward, targets, timer, quorum, tie, revotes, cues, ...rest }) => {
        const closing = timer?.closing && { closing: { before_s: 7, ...timer.closing } }
        return {
          id: ids[index],
          ...rest,
          options: texts.map((text, i) => {
            const to = i === 0 ? onward : targets[i]
            return to === undefined ? text : { text, to }
          }),
          ...(timer && { timer_s: timer.timer_s, timeout: timer.timeout }),
          ...quorum,
          tie,
          ...(tie === 'revote' && { revotes }),
          ...((cues || closing) && { cues: { ...cues, ...closing } }),
        }
      })
  return fc.record({
    title: word,
    language: fc.constantFrom('en', 'fr'),
    version: maybe(fc.constantFrom('1', 'null', '2.0 beta')),
    steps: fc.tuple(...ids.map((_, i) => step(i))),
  })
})
const text = fc
  .tuple(written, fc.constantFrom('yaml', 'json', 'pretty'))
  .map(([script, as]) => (as === 'yaml' ? stringify(script) : JSON.stringify(script, null, as === 'json' ? 0 : 2)))

interface Play {
  tally: Tally
  by: ClosedBy
}

/** Votes that bring about each exit: `leading` options level with `votes` each. */
const votes = (step: ShowStep, leading: number[], each: number): Tally =>
  Object.fromEntries(step.options.map((option, i) => [option.text, leading.includes(i) ? each : 0]))

function plays(step: ShowStep): Play[] {
  const enough = step.quorum ?? 1
  return [
    ...step.options.map((_, i): Play => ({ tally: votes(step, [i], enough), by: 'operator' })),
    { tally: votes(step, [0, 1], enough), by: 'expected' },
    { tally: votes(step, [0], enough), by: 'timer' },
    { tally: votes(step, [], 0), by: 'operator' },
  ]
}

/** What the rules of the night make of it: the id it leads to, or null where the operator or a revote comes first. */
function led(script: ShowScript, step: ShowStep, play: Play, revotes = 0): string | null {
  const run: Run = { ...stepOf(step, 9), run: 1, status: 'closed', voted: 0 }
  const verdict = judge(run, play.tally, play.by, branchesOf(script, step, revotes))
  return verdict.type === 'shown' ? targetOf(script, verdict.nextStep) : null
}

/** The fewest moves to the end, by playing; Infinity if there is no way. */
function movesToEnd(script: ShowScript, from: string): number {
  const seen = new Set<string>()
  let open = [from]
  for (let moves = 0; open.length > 0; moves++) {
    if (open.includes(END)) return moves
    const next = open.flatMap((id) => {
      const step = stepById(script, id) as ShowStep
      return plays(step).flatMap((play) => led(script, step, play) ?? [])
    })
    open = [...new Set(next)].filter((id) => !seen.has(id))
    for (const id of open) seen.add(id)
  }
  return Infinity
}

/** A property is many cases; on a busy machine that takes a while. */
const PATIENCE_MS = 120_000

describe('any script', () => {
  it(
    'F7 that is accepted ends: after any outcomes some outcomes lead to the end in as many moves as there are steps',
    () => {
      let accepted = 0
      fc.assert(
        fc.property(text, fc.array(fc.nat(), { maxLength: 40 }), (source, choices) => {
          const { script } = readScript(source)
          if (!script) return
          accepted++
          let at = script.start
          for (const choice of choices) {
            const step = stepById(script, at) as ShowStep
            // The check looks at the very exits that the rules take, and each of them can be brought about.
            const all = plays(step)
            const exits = new Set(all.flatMap((play) => led(script, step, play) ?? []))
            expect(exits).toEqual(new Set(exitsOf(step)))
            at = led(script, step, all[choice % all.length] as Play) ?? at
            expect(movesToEnd(script, at)).toBeLessThanOrEqual(script.steps.length)
            if (at === END) break
          }
        }),
        { numRuns: 400 },
      )
      expect(accepted).toBeGreaterThan(40)
    },
    PATIENCE_MS,
  )

  it(
    'F4 F5 that is refused for its branches does have a step that is not reached or that does not end',
    () => {
      let refused = 0
      fc.assert(
        fc.property(written, (script) => {
          const found = readScript(stringify(script))
          if (found.script) return
          refused++
          for (const { detail, field } of found.problems) {
            expect(field).toMatch(/^steps\.\d\.id$/)
            expect(detail).toMatch(/^(No outcome leads to|Whatever is voted from)/)
          }
        }),
        { numRuns: 300 },
      )
      expect(refused).toBeGreaterThan(0)
    },
    PATIENCE_MS,
  )

  it(
    'F8 that is refused names places that are in the text',
    () => {
      const spoiled = fc
        .tuple(
          text,
          fc.nat(),
          fc.nat({ max: 12 }),
          fc.oneof(fc.string(), fc.constantFrom('- ', '{', '*a', '!x ', '\t', '\n', '"', ': ', '<<: ')),
        )
        .map(([source, at, length, more]) => {
          const start = at % (source.length + 1)
          return source.slice(0, start) + more + source.slice(start + length)
        })
      let refused = 0
      fc.assert(
        fc.property(fc.oneof({ weight: 9, arbitrary: spoiled }, { weight: 1, arbitrary: fc.string() }), (source) => {
          const { script, problems } = readScript(source)
          expect(problems.length > 0).toBe(script === null)
          const lines = source.split('\n')
          for (const { line, column, detail } of problems) {
            refused++
            expect(line).toBeGreaterThanOrEqual(1)
            expect(line).toBeLessThanOrEqual(lines.length)
            expect(column).toBeGreaterThanOrEqual(1)
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
            expect(detail).toMatch(/[.!)]$/)
          }
        }),
        { numRuns: 800 },
      )
      expect(refused).toBeGreaterThan(200)
    },
    PATIENCE_MS,
  )

  it(
    'F9 that is printed is read as the same script, and printed again the same',
    () => {
      fc.assert(
        fc.property(text, (source) => {
          const { script } = readScript(source)
          if (!script) return
          const printed = printScript(script)
          const again = readScript(printed)
          expect(again.problems).toEqual([])
          expect(again.script).toEqual(script)
          expect(printScript(again.script as ShowScript)).toBe(printed)
        }),
        { numRuns: 400 },
      )
    },
    PATIENCE_MS,
  )
})
