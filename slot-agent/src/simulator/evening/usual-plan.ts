import type { Plan, PlanStep } from './plan.js'

const QUESTIONS = [
  { question: 'Who opened the safe?', options: ['The cook', 'The notary', 'Nobody'], reveal: 'operator', tie: 'first' },
  { question: 'Which door?', options: ['Left', 'Right'], final: true, reveal: 'operator', tie: 'first' },
  { question: 'Whom do you trust?', options: ['Ada', 'Basile', 'Clara', 'Denis'], reveal: 'operator', tie: 'first' },
]

/** An evening as the demo has it: day, a night of three questions, day again. `minutes`: of a real evening. */
export function usualPlan(minutes: number): Plan {
  const at = (share: number) => Math.round(minutes * 60 * share)
  const steps: PlanStep[] = [{ at: at(0.35), command: 'opModeSet', payload: { mode: 'night' } }]
  for (const [index, question] of QUESTIONS.entries()) {
    const duration_s = Math.max(1, at(0.07))
    steps.push({
      at: at(0.38 + index * 0.1),
      command: 'opNightOpen',
      payload: { step: index + 1, ...question, duration_s, expected: 'slots' },
    })
    steps.push({ at: 0, command: 'opNightReveal', payload: { run: '$run' }, wait_for: 'closed' })
  }
  steps.push({ at: at(0.7), command: 'opModeSet', payload: { mode: 'day' } })
  return { ends_at: at(1), steps }
}
