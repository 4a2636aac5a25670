import type { Publication } from '../../commit/command.js'
import type { GateStatements, RawPanic } from './gate-statements.js'

/** What is frozen, dark and said: for everybody, and with who and why for operators. */
export function panicStates(gate: GateStatements): Publication[] {
  const active = gate.panicsActive.all() as RawPanic[]
  const find = (scope: RawPanic['scope']) => active.find((panic) => panic.scope === scope)
  const held = (scope: RawPanic['scope']) => {
    const found = find(scope)
    return found ? { panic: found.panic, since: found.beganAt } : null
  }
  const told = (scope: RawPanic['scope']) => {
    const found = find(scope)
    return found ? { panic: found.panic, since: found.beganAt, by: found.beganBy, reason: found.reason } : null
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

function shown(raw: RawPanic | undefined) {
  if (!raw) return null
  const { panic, text, severity, seconds, beganAt } = raw
  return { panic, text, severity, since: beganAt, until: seconds === null ? null : beganAt + seconds * 1000 }
}
