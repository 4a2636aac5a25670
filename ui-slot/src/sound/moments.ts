import { type KioskState, isHeld } from '../kiosk/kiosk-state'
import { SETTLED_MS } from '../parts/reel'

/** The page's own sounds: a theme has one by putting a file of that name into `sounds/`. */
export const OWN_SOUNDS = ['card', 'won', 'lost', 'question', 'counted', 'not-counted', 'reveal'] as const
export type OwnSound = (typeof OWN_SOUNDS)[number]

/** A sound by its name, after so long (ms). */
export interface SoundCall {
  name: string
  afterMs: number
}

/**
 * What is to be heard when the page's state goes from `before` to `now`: the show's sound for the moment, else the page's own. A press
 * is silent until the core has answered, because a sound is taken for "it counted". The first state after a load is no news.
 */
export function soundsOf(before: KioskState, now: KioskState): SoundCall[] {
  if (!before.slot || !now.slot || isHeld(now) || now.slot.house?.blackout) return []
  const cue = now.cue?.sound && JSON.stringify(now.cue) !== JSON.stringify(before.cue) ? now.cue.sound : null
  const calls = cue === null ? [] : [{ name: cue, afterMs: 0 }]
  const own = pressSound(before, now) ?? phaseSound(before, now)
  // The show has its own sound for what begins; what became of a press is said all the same.
  if (own && !(cue !== null && (own === 'question' || own === 'reveal')))
    calls.push({ name: own, afterMs: own === 'won' || own === 'lost' ? SETTLED_MS : 0 })
  return calls
}

function pressSound(before: KioskState, now: KioskState): OwnSound | null {
  if (now.echo?.status === 'unanswered' && before.echo?.status === 'pending') return 'not-counted'
  if (!isSameRun(before, now)) return null
  const [was, is] = [before.slot?.press, now.slot?.press]
  if (is && (is.status !== was?.status || is.index !== was?.index)) {
    if (is.status === 'counted') return 'counted'
    if (is.status === 'refused' || is.status === 'too_late') return 'not-counted'
  }
  return null
}

function phaseSound(before: KioskState, now: KioskState): OwnSound | null {
  const [was, is] = [before.slot?.phase, now.slot?.phase]
  if (is === 'question') return was === is && isSameRun(before, now) ? null : 'question'
  if (was === is) return null
  if (is === 'reading') return 'card'
  if (is === 'refused') return 'not-counted'
  return is === 'won' || is === 'lost' || is === 'reveal' ? is : null
}

function isSameRun(before: KioskState, now: KioskState): boolean {
  return before.slot?.question?.run === now.slot?.question?.run
}
