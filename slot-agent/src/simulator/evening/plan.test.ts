import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answer, contracts, createManualClock, type OperatorRun } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { asOption, HELP, readArguments } from '../arguments.js'
import { readSimulatorConfig } from '../config.js'
import { createRunNames } from '../record/decisions.js'
import { createRecorder } from '../record/recorder.js'
import { createOperator } from './operator.js'
import { type Plan, readPlan } from './plan.js'
import { usualPlan } from './usual-plan.js'

const folder = mkdtempSync(join(tmpdir(), 'eg-plan-'))
afterAll(() => rmSync(folder, { recursive: true }))
const night = { at: 10, command: 'opModeSet', payload: { mode: 'night' } }

describe('the plan of an evening', () => {
  it('E50 is read, and a wrong one says where it is wrong', () => {
    expect(readPlan(JSON.stringify({ ends_at: 60, steps: [night] }))).toEqual({ ends_at: 60, steps: [night] })
    const problem = (plan: unknown) => (readPlan(JSON.stringify(plan)) as { problem: string }).problem
    expect(readPlan('{')).toEqual({ problem: expect.stringMatching(/^is not JSON: /) })
    expect(problem({ steps: [] })).toMatch(/ends_at: /)
    expect(problem({ ends_at: 60, steps: [{ ...night, command: 'nightVote' }] })).toMatch(
      /steps\.0\.command: is not the name/,
    )
    expect(problem({ ends_at: 60, steps: [{ ...night, command: '__proto__' }] })).toMatch(/steps\.0\.command/)
    expect(problem({ ends_at: 60, steps: [night, { ...night, when: 3 }] })).toMatch(/steps\.1.*when/)
  })

  it('E50 the usual one is a day, a night of three questions and a day, in its time', () => {
    const { ends_at, steps } = usualPlan(120)
    expect(ends_at).toBe(7200)
    expect(steps.map(({ command }) => command)).toEqual([
      'opModeSet',
      ...Array.from({ length: 3 }, () => ['opNightOpen', 'opNightReveal']).flat(),
      'opModeSet',
    ])
    expect(readPlan(JSON.stringify(usualPlan(120)))).toEqual(usualPlan(120))
  })
})

/** An operator on a core of a few lines; `answer` says what that answers the n-th time it is asked. */
function playPlan(plan: Plan, speed: number, answer: (times: number) => Partial<Answer> | null) {
  const clock = createManualClock()
  const link = createMemoryLink()
  const core = link.open()
  const asked: { at: number; name: string; payload: Record<string, unknown> }[] = []
  for (const contract of [contracts.opModeSet, contracts.opNightOpen, contracts.opNightReveal]) {
    core.subscribe(contract, {}, ({ payload }) => {
      asked.push({ at: clock.monotonic(), name: contract.name, payload: payload as Record<string, unknown> })
      const told = answer(asked.length)
      const { req_id } = payload as { req_id: string }
      if (told)
        void core.publish(
          contracts.opAnswer,
          { client_id: 'sim-operator' },
          { type: '', status: 'ok', req_id, ...told },
        )
    })
  }
  const recorder = createRecorder()
  const log = pino({ level: 'silent' })
  const operator = createOperator({ bus: link.open(), clientId: 'sim-operator', plan, speed, clock, log, recorder })
  const played = operator.play()
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    asked,
    recorder,
    played,
    shows: (run: Partial<OperatorRun>) =>
      core.publish(contracts.opNight, {}, { ...contracts.opNight.sample, run: { ...RUN, ...run } }),
    async pass(ms: number) {
      for (let gone = 0; gone < ms; gone += 50) {
        clock.advance(50)
        await settle()
      }
    },
  }
}
const RUN = {
  run: 7,
  step: 1,
  question: 'Q',
  options: ['A', 'B'],
  status: 'open' as const,
  expected: 2,
  final: false,
  tie: 'first' as const,
  reveal: 'operator' as const,
  duration_s: 5,
  opened_at: 0,
  closes_at: null,
  closed_at: null,
  closed_by: null,
  voters: [],
  tied: null,
  tally: null,
  winner: null,
  next_step: null,
  void_reason: null,
}

describe('the simulated operator', () => {
  it('E51 does each step at its time divided by the speed, one after another, and the evening has its length', async () => {
    const day = { at: 40, command: 'opModeSet' as const, payload: { mode: 'day' } }
    const venue = playPlan({ ends_at: 60, steps: [night as Plan['steps'][0], day] }, 10, () => ({}))
    await venue.pass(5900)
    expect(venue.asked.map(({ at, payload }) => [Math.round(at / 100) / 10, payload.mode])).toEqual([
      [1, 'night'],
      [4, 'day'],
    ])
    await venue.pass(300)
    expect(await venue.played).toEqual({ unplanned: [], steps: 2 })
    expect(venue.recorder.beliefs().asked.map(({ answer }) => answer?.status)).toEqual(['ok', 'ok'])
  })

  it('E51 names the run it sees, waits until that is closed, and divides its time', async () => {
    const steps: Plan['steps'] = [
      { at: 0, command: 'opNightOpen', payload: { step: 1, question: 'Q', options: ['A', 'B'], duration_s: 300 } },
      { at: 0, command: 'opNightReveal', payload: { run: '$run' }, wait_for: 'closed' },
    ]
    const venue = playPlan({ ends_at: 60, steps }, 60, (times) => (times === 1 ? { run: 7 } : {}))
    // The run before this one is long closed, and no reason to reveal.
    await venue.shows({ run: 6, status: 'revealed' })
    await venue.pass(500)
    expect(venue.asked.map(({ name }) => name)).toEqual(['opNightOpen'])
    expect(venue.asked[0]?.payload).toMatchObject({ duration_s: 5 })
    await venue.shows({ status: 'open' })
    await venue.pass(300)
    await venue.shows({ status: 'closed' })
    await venue.pass(1000)
    expect(venue.asked.at(-1)).toMatchObject({ name: 'opNightReveal', payload: { run: 7 } })
    expect(await venue.played).toMatchObject({ unplanned: [] })
  })

  it('E51 says what was not answered as planned', async () => {
    const refused = { status: 'refused', reason: 'run_open', detail: 'A run is open.' }
    const again = { ...night, expect: ['refused'] } as Plan['steps'][0]
    const venue = playPlan({ ends_at: 20, steps: [night as Plan['steps'][0], again] }, 10, () => refused)
    await venue.pass(3000)
    expect((await venue.played).unplanned).toEqual([
      'step 1 of the plan (opModeSet) was answered "refused" (run_open: A run is open.)',
    ])
  })
})

describe('the names of runs', () => {
  it('E41 are the same in every evening, whatever the core numbers them', () => {
    const names = (first: number) => {
      const nameOf = createRunNames()
      return [nameOf(first, 1), nameOf(first + 1, 2), nameOf(first + 4, 1), nameOf(first, 1), nameOf(first + 4, 1)]
    }
    expect(names(1)).toEqual(['1#1', '2#1', '1#2', '1#1', '1#2'])
    expect(names(1_795_000_000)).toEqual(names(1))
  })
})

describe('the options of the simulator', () => {
  const config = (args: string[], env: Record<string, string> = {}) => {
    const read = readArguments(args, env)
    if (!read.ok || read.value === 'help') throw new Error('no options')
    return readSimulatorConfig(read.value)
  }
  const problems = (args: string[]) => {
    const read = config(args)
    return read.ok ? [] : read.problems.map((problem) => asOption(problem, args))
  }

  it('E52 stand for variables and win over them; --help explains each', () => {
    const read = config(['--evening', '120', '--speed=60', '--seed', '5', '--faults', 'loss=1'], { EG_SIM_SEED: '9' })
    expect(read).toMatchObject({
      ok: true,
      value: { seed: 5, speed: 60, minMs: 2000 / 60, maxMs: 20_000 / 60, report: true, faults: { loss: 1 } },
    })
    expect(read.ok && read.value.plan?.ends_at).toBe(7200)
    expect(readArguments(['-h'], {})).toEqual({ ok: true, value: 'help' })
    for (const option of ['evening', 'plan', 'speed', 'seed', 'slots', 'faults', 'forgets', 'report', 'login', 'db'])
      expect(HELP).toContain(`--${option}`)
  })

  it('E52 that are wrong say so by their own name, with what would be right', () => {
    expect(readArguments(['--quick'], {})).toEqual({ ok: false, problems: [expect.stringMatching(/--quick.*--help/)] })
    expect(problems(['--speed', '0'])).toEqual(['--speed "0" is not a speed: use a whole number from 1 to 1000'])
    expect(problems(['--faults', 'loss=1'])).toEqual([
      expect.stringMatching(/^--faults "loss=1" happens in the course/),
    ])
    expect(problems(['--plan', join(folder, 'none.json')])).toEqual([
      expect.stringMatching(/^--plan ".*" cannot be read: ENOENT/),
    ])
    const plan = join(folder, 'plan.json')
    writeFileSync(plan, JSON.stringify({ ends_at: 60, steps: [night] }))
    expect(problems(['--plan', plan])).toEqual([])
    expect(problems(['--plan', plan, '--evening', '9'])).toEqual([expect.stringContaining('leave EG_SIM_EVENING out')])
  })
})
