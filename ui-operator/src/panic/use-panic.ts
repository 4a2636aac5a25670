import { contracts, type Answer, type OpPanic } from '@eg/shared'
import type { OpSession } from '@eg/shared'
import { useLive, useSession } from '../session/use-session'

/** What is stopped by holding: the keys of the state and of the words. */
export const HELD = ['money', 'game', 'blackout'] as const
export type HeldScope = (typeof HELD)[number]

export const PRESS = { money: 'opMoneyFreeze', game: 'opGameFreeze', blackout: 'opBlackout' } as const
export const RELEASE = { money: 'opMoneyUnfreeze', game: 'opGameUnfreeze', blackout: 'opBlackoutEnd' } as const

/** Where a command of panic is given: what is pending and what failed stands under it. */
export const panicCommand = (scope: HeldScope | 'message') => `panic.${scope}` as const
export const RESUME_COMMAND = 'panic.resume'

type Pause = NonNullable<OpSession['current']>['pauses'][number]

/** The open session's pause, which freezes money and game until the session goes on; null: it is not paused. */
export interface PausedSession {
  session: number
  name: string
  /** Null where the pause itself is not in the list any more. */
  pause: Pause | null
}

export function pausedSession(evening: OpSession | null): PausedSession | null {
  const current = evening?.current
  if (current?.status !== 'paused') return null
  const { session, name, pauses } = current
  return { session, name, pause: pauses.findLast(({ until }) => until === null) ?? null }
}

const why = (reason: string) => (reason.trim() === '' ? {} : { reason: reason.trim() })

/** What is stopped now, and what stops and releases it. */
export function usePanic() {
  const { commands } = useSession()
  const panic = useLive((s) => s.panic)
  const evening = useLive((s) => s.evening)
  const paused = pausedSession(evening)
  return {
    panic,
    paused,
    press: (scope: HeldScope, reason: string): Promise<Answer> =>
      commands.give(panicCommand(scope), contracts[PRESS[scope]], why(reason)),
    /** `number`: of the press that is taken back, as the state says it. */
    release: (scope: HeldScope, number: number, reason: string): Promise<Answer> =>
      commands.give(panicCommand(scope), contracts[RELEASE[scope]], {
        panic: number,
        expect_held: true,
        ...why(reason),
      }),
    resume: (session: number): Promise<Answer> => commands.give(RESUME_COMMAND, contracts.opSessionResume, { session }),
    show: (message: { text: string; severity: Severity; seconds?: number }): Promise<Answer> =>
      commands.give(panicCommand('message'), contracts.opMessageShow, {
        ...message,
        expect_panic: panic?.message?.panic ?? null,
      }),
    clear: (number: number): Promise<Answer> =>
      commands.give(panicCommand('message'), contracts.opMessageClear, { panic: number, expect_held: true }),
  }
}

export type Severity = NonNullable<OpPanic['message']>['severity']
