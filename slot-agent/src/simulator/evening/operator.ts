import { type Answer, type Bus, type Clock, type Contract, contracts, type OperatorRun, request } from '@eg/shared'
import type { Logger } from 'pino'
import type { Recorder } from '../record/recorder.js'
import type { Plan, PlanStep } from './plan.js'

/** How long the core may take to answer, and between one try and the next (ms, real time). */
const ANSWER_MS = 2000
const AGAIN_MS = 300
/** After so many tries a step is given up: the core is gone. */
const TRIES = 40
/** How long beyond its own time a run may take to close (ms, real time). */
const CLOSE_MS = 15_000
const LOOK_MS = 50

export interface OperatorOptions {
  bus: Bus
  clientId: string
  plan: Plan
  /** By how much waiting is divided. */
  speed: number
  clock: Clock
  log: Logger
  recorder: Recorder
}

/** How a planned evening went on the operator's side. */
export interface PlayedPlan {
  /** The steps that were not as planned, one sentence each. */
  unplanned: string[]
  steps: number
}

/** The simulated operator: does what the plan says, when it says so, and asks again what was not answered, by its id. */
export function createOperator(options: OperatorOptions) {
  const { bus, clientId, plan, speed, clock, log, recorder } = options
  const life = Math.floor(clock.now())
  let run: OperatorRun | null = null
  /** The last run that was opened here: the screen may still show the one before. */
  let opened = 0
  const stops = [
    bus.subscribe(contracts.opNight, {}, ({ payload }) => void (run = payload?.run ?? null)),
    // One subscription for all answers: one anew for each may come too late for its answer.
    bus.subscribe(contracts.opAnswer, { client_id: clientId }, () => undefined),
  ]
  const pause = (ms: number) => new Promise<void>((resolve) => void clock.after(Math.max(0, ms), resolve))
  /** Resolves true when it holds, false when time is up. */
  const until = async (holds: () => boolean, withinMs: number) => {
    const end = clock.monotonic() + withinMs
    while (!holds() && clock.monotonic() < end) await pause(LOOK_MS)
    return holds()
  }
  const ask = async (contract: Contract, payload: { req_id: string }): Promise<Answer | null> => {
    recorder.ask(clientId, contract.name, payload)
    const answers = { contract: contracts.opAnswer, params: { client_id: clientId } }
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await request(bus, contract, {} as never, payload as never, answers, ANSWER_MS)
      if (answer.status !== 'unavailable') {
        recorder.hear(clientId, answer)
        opened = Math.max(opened, answer.run ?? 0)
        return answer
      }
      await pause(AGAIN_MS)
    }
    return null
  }
  const isClosed = () => run !== null && run.run >= opened && run.status !== 'open'
  const carryOut = async (step: PlanStep, index: number): Promise<string | null> => {
    const name = `step ${index + 1} of the plan (${step.command})`
    if (step.wait_for === 'closed' && !(await until(isClosed, (run?.duration_s ?? 0) * 1000 + CLOSE_MS)))
      return `${name} waited in vain for the run to close`
    const payload = { ...hurried(step.payload, speed, run), req_id: `sim-plan-${life}-${index + 1}` }
    const answer = await ask(contracts[step.command], payload)
    if (!answer) return `${name} was never answered`
    log.debug({ command: step.command, status: answer.status, reason: answer.reason }, 'the simulated operator')
    if ((step.expect ?? ['ok']).includes(answer.status)) return null
    return `${name} was answered "${answer.status}" (${answer.reason ?? 'no reason'}: ${answer.detail ?? 'no detail'})`
  }

  return {
    /** Resolves when the plan is done and its evening over. */
    async play(): Promise<PlayedPlan> {
      const began = clock.monotonic()
      const unplanned: string[] = []
      for (const [index, step] of plan.steps.entries()) {
        await pause(began + (step.at * 1000) / speed - clock.monotonic())
        const problem = await carryOut(step, index)
        if (problem !== null) unplanned.push(problem)
      }
      await pause(began + (plan.ends_at * 1000) / speed - clock.monotonic())
      return { unplanned, steps: plan.steps.length }
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}

/** A payload as it is sent: with the run that is on the screen, and its time divided like all waiting. */
function hurried(payload: PlanStep['payload'], speed: number, run: OperatorRun | null): Record<string, unknown> {
  const entries = Object.entries(payload).map(([name, value]) => {
    if (value === '$run') return [name, run?.run ?? null]
    // A run of less than two seconds would close before a slot has lit its buttons.
    if (name === 'duration_s' && typeof value === 'number') return [name, Math.max(2, Math.round(value / speed))]
    return [name, value]
  })
  return Object.fromEntries(entries) as Record<string, unknown>
}
