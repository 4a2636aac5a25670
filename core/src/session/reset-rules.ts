import { type Decision, accept, refuse } from '../game/decision.js'

/**
 * A device between two groups (J30–J35):
 *
 *   needs_reset ──▶ sent ──▶ waiting ──▶ ready
 *        ▲            └─────────┴──▶ manual ──▶ ready, by somebody's name
 *        └── it did not come off: try again
 */
export type ResetStatus = 'needs_reset' | 'sent' | 'waiting' | 'manual' | 'ready'

/** The command that a device carries out for it. */
export const RESET_ACTION = 'reset'

/** Why a device cannot do it by command: it would not another time either. Somebody must go and look. */
const BY_HAND: ReadonlySet<string> = new Set([
  'old_device',
  'legacy',
  'unknown_action',
  'unsupported',
  'no_answer',
  'not_verified',
])

export interface ResetDevice {
  deviceId: string
  /** Null: it was never part of a reset. */
  status: ResetStatus | null
  /** It is of the old system, known by name and address: it hears no commands. */
  legacy: boolean
}

export interface ResetState {
  status: ResetStatus
  reason: string | null
}

export type ResetChange = { type: 'send'; deviceId: string } | { type: 'by_hand'; deviceId: string; reason: string }

/** How a device stands when a session has closed: whatever it was, it has a group behind it. */
export function afterClose(): ResetState {
  return { status: 'needs_reset', reason: null }
}

/** Those that need it, every known one, or these. */
export type ResetTargets = 'needed' | 'all' | readonly string[]

/** Which devices are told to forget the last group (J31). Those that are at it already are left to it. */
export function decideReset(
  targets: ResetTargets,
  facts: { sessionOpen: boolean; devices: readonly ResetDevice[] },
): Decision<ResetChange> {
  const { devices } = facts
  if (facts.sessionOpen) {
    const detail = 'A session is open, and a reset throws its players out. Nothing was sent; close the session first.'
    return refuse('refused', 'session_open', detail)
  }
  const known = new Map(devices.map((device) => [device.deviceId, device]))
  const named = typeof targets === 'string' ? [] : targets
  const unknown = named.find((id) => !known.has(id))
  if (unknown !== undefined) {
    const detail = `${unknown} is no slot, table or desk that is known here. Nothing was sent.`
    return refuse('refused', 'unknown_device', detail, { field: 'targets' })
  }
  const chosen = devices.filter(({ deviceId, status }) =>
    typeof targets === 'string' ? targets === 'all' || status === 'needs_reset' : targets.includes(deviceId),
  )
  const idle = chosen.filter(({ status }) => status !== 'sent' && status !== 'waiting')
  return accept(
    'ok',
    idle.map(({ deviceId, legacy }) =>
      legacy ? { type: 'by_hand', deviceId, reason: 'legacy' } : { type: 'send', deviceId },
    ),
  )
}

/** What a device found, as it says. */
export interface Found {
  card: boolean
  lights_off: boolean
  outbox: number
  screen: string
}

/** What its command's end or progress makes of a device (J31, J32, J34). `done` alone is no proof: it must say what it found. */
export function afterWord(word: {
  status: 'sent' | 'accepted' | 'done' | 'failed'
  reason: string | null
  found: Found | null
}): ResetState {
  const { status, reason, found } = word
  if (status === 'sent') return { status: 'sent', reason: null }
  if (status === 'accepted') return { status: 'waiting', reason: null }
  if (status === 'failed') {
    const why = reason ?? 'failed'
    return { status: BY_HAND.has(why) ? 'manual' : 'needs_reset', reason: why }
  }
  if (!found) return { status: 'manual', reason: 'not_verified' }
  const left = leftBehind(found)
  return left === null ? { status: 'ready', reason: null } : { status: 'needs_reset', reason: left }
}

function leftBehind({ card, lights_off: lightsOff, outbox, screen }: Found): string | null {
  if (card) return 'card_here'
  if (outbox > 0) return 'unsent'
  if (!lightsOff) return 'lights_on'
  return ['attract', 'waiting', 'none'].includes(screen) ? null : 'screen'
}

/** Somebody has looked at a device, with his name (J32). */
export function decideConfirm(
  deviceId: string,
  facts: { sessionOpen: boolean; status: ResetStatus | null },
): Decision<{ type: 'confirm' }> {
  if (facts.sessionOpen) {
    const detail = 'A session is open: what is ready now is not ready for the next group. Nothing was changed.'
    return refuse('refused', 'session_open', detail)
  }
  if (facts.status === null) {
    const detail = `${deviceId} is not among the devices that need a reset. Nothing was changed.`
    return refuse('refused', 'unknown_device', detail, { field: 'target_id' })
  }
  return accept('ok', facts.status === 'ready' ? [] : [{ type: 'confirm' }])
}
