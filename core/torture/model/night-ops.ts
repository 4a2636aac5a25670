import type { Work } from '../../dist/commit/command.js'

/** One operation of the night. Small numbers, so that the same steps and runs meet again and again. */
export type NightOp =
  | { op: 'mode'; mode: 'day' | 'night' }
  | {
      op: 'open'
      step: number
      final: boolean
      tie: 'revote' | 'operator' | 'first'
      reveal: 'auto' | 'operator'
      timed: boolean
      /** The run that the operator saw; absent: says nothing of it. */
      saw?: number
    }
  | { op: 'vote'; slot: number; step: number; choice: string; run?: number; named: boolean }
  | { op: 'close' | 'void' | 'redo' | 'extend'; run: number }
  | { op: 'reveal'; run: number; winner?: string }

export const OPTIONS = ['A', 'B', 'C']
export const EXPECTED = 4
const MINUTES = 30

/** The command that says it. A vote of the old system (not `named`) has no request id. */
export function nightWork(operation: NightOp, req_id: string): Work {
  switch (operation.op) {
    case 'mode':
      return { kind: 'opModeSet', payload: { req_id, mode: operation.mode } }
    case 'open': {
      const { step, final, tie, reveal, timed, saw } = operation
      const asks = { step, question: 'Q', options: OPTIONS, expected: EXPECTED, final, tie, reveal }
      const more = { ...(timed ? { duration_s: MINUTES * 60 } : {}), ...(saw === undefined ? {} : { expect_run: saw }) }
      return { kind: 'opNightOpen', payload: { req_id, ...asks, ...more } }
    }
    case 'vote': {
      const { slot, step, choice, run, named } = operation
      const about = { device_id: `slot-0${slot}`, step, choice, ...(run === undefined ? {} : { run }) }
      return { kind: 'nightVote', payload: named ? { ...about, req_id } : about }
    }
    case 'close':
      return { kind: 'opNightClose', payload: { req_id, run: operation.run } }
    case 'void':
      return { kind: 'opNightVoid', payload: { req_id, run: operation.run } }
    case 'redo':
      return { kind: 'opNightRedo', payload: { req_id, run: operation.run } }
    case 'extend':
      return { kind: 'opNightExtend', payload: { req_id, run: operation.run, seconds: 15 } }
    case 'reveal': {
      const { run, winner } = operation
      return { kind: 'opNightReveal', payload: { req_id, run, ...(winner === undefined ? {} : { winner }) } }
    }
  }
}
