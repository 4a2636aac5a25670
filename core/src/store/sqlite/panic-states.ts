import type { Publication } from '../../commit/command.js'
import type { RawPanic } from './gate-statements.js'
import { openSession } from './session-facts.js'
import type { Transaction } from './transaction.js'

/** What is frozen, dark and said: for everybody, and with who and why for operators. */
export function panicStates({ gate, session }: Pick<Transaction, 'gate' | 'session'>): Publication[] {
  const active = gate.panicsActive.all() as RawPanic[]
  const find = (scope: RawPanic['scope']) => active.find((panic) => panic.scope === scope)
  const paused = pauseOf(session)
  const told = (scope: RawPanic['scope']) => {
    const found = find(scope)
    if (found) return { panic: found.panic, since: found.beganAt, by: found.beganBy, reason: found.reason }
    return scope === 'money' || scope === 'game' ? paused : null
  }
  const held = (scope: RawPanic['scope']) => {
    const known = told(scope)
    return known && { panic: known.panic, since: known.since }
  }
  const message = shown(find('message'))
  const by = find('message')
  return [
    {
      contract: 'panicState',
      params: {},
      payload: { money: held('money'), game: held('game'), blackout: held('blackout'), message },
    },
    {
      contract: 'opPanic',
      params: {},
      payload: {
        money: told('money'),
        game: told('game'),
        blackout: told('blackout'),
        message: message && { ...message, by: by?.beganBy, seconds: by?.seconds ?? null },
      },
    },
  ]
}

/** The pause of the session that stands still: it freezes both scopes. */
function pauseOf(session: Transaction['session']) {
  const open = openSession({ session })
  if (open?.status !== 'paused') return null
  const pauses = session.pauses.all(open.session) as { from: number; by: string; reason: string | null }[]
  const last = pauses.at(-1)
  return last ? { panic: null, since: last.from, by: last.by, reason: last.reason } : null
}

function shown(raw: RawPanic | undefined) {
  if (!raw) return null
  const { panic, text, severity, seconds, beganAt } = raw
  return { panic, text, severity, since: beganAt, until: seconds === null ? null : beganAt + seconds * 1000 }
}
