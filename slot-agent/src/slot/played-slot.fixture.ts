import type { Round } from './day-model.js'
import { createModel, type Memory, type NightStep, type SlotEffect, type SlotEvent, type Vote } from './model.js'
import { reduce } from './reduce.js'
import { viewOf } from './view.js'

export const THREE: NightStep = {
  run: 7,
  step: 3,
  question: 'Who opened the safe?',
  options: ['A', 'B', 'C'],
  closes_at: null,
  final: false,
}

/** A slot as a test plays with it: events in, effects and view out, time by hand (monotonic ms). */
export function playSlot(memory: Memory | null = null, unanswered: Vote | null = null, round: Round | null = null) {
  let model = createModel('slot-01', { memory, vote: unanswered, round, forgottenRun: null }, 100)
  let at = 1000
  let presses = 0
  const slot = {
    effects: [] as SlotEffect[],
    send(event: SlotEvent) {
      const change = reduce(model, event, at)
      model = change.model
      slot.effects = change.effects
      return slot
    },
    /** Night, with the link up and a question open. */
    ask(step: NightStep = THREE) {
      return slot
        .send({ type: 'link', up: true })
        .send({ type: 'mode', mode: 'night' })
        .send({ type: 'round', round: { run: step.run, step: step.step, status: 'open', voted: 0, expected: 9 } })
        .send({ type: 'step', step })
    },
    press(index: number) {
      presses += 1
      return slot.send({ type: 'press', index, source: 'button', run: null, visit: null, reqId: `v-${presses}` })
    },
    screen(index: number, run: number | null) {
      presses += 1
      return slot.send({ type: 'press', index, source: 'screen', run, visit: null, reqId: `v-${presses}` })
    },
    answer(status: string, more: Record<string, unknown> = {}) {
      const answer = { type: 'night_vote', status, req_id: `v-${presses}`, run: THREE.run, step: 3, ...more }
      return slot.send({ type: 'answer', answer })
    },
    /** The run ends as `status` says: its step is cleared. */
    end(status: 'closed' | 'revealed' | 'voided', run = THREE.run) {
      return slot
        .send({ type: 'step', step: null })
        .send({ type: 'round', round: { run, step: 3, status, voted: 5, expected: 9 } })
    },
    wait(ms: number) {
      at += ms
      return slot.send({ type: 'tick' })
    },
    view: () => viewOf(model, at),
    /** The lights as a word: `123...` when the first three are lit. */
    lights: () =>
      viewOf(model, at)
        .lights.map((lit, index) => (lit ? String(index + 1) : '.'))
        .join(''),
    votes: () => slot.effects.flatMap((effect) => (effect.type === 'vote' ? [effect.vote] : [])),
    remembered: () =>
      slot.effects.flatMap((effect) => (effect.type === 'remember' ? [effect.memory] : [])).at(-1) ?? null,
  }
  return slot
}
