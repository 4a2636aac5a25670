import { type Decision, accept, refuse } from './decision.js'

/**
 * What a device was told to do, from the operator's press to its end (D10–D15):
 *
 *   sent ──▶ accepted ──▶ done
 *     │          │
 *     └──────────┴──────▶ failed ─▶ (only where the core gave up waiting) done | failed, by the device's late word
 */
export type CommandStatus = 'sent' | 'accepted' | 'done' | 'failed'

export interface DeviceCommand {
  cmdId: string
  deviceId: string
  action: string
  status: CommandStatus
  reason: string | null
  /** What it came to so far, as JSON; null for nothing. */
  result: string | null
}

/** What a device says of a command. */
export interface Report {
  status: 'accepted' | 'done' | 'failed'
  reason?: string | undefined
  detail?: string | undefined
  /** JSON. */
  result?: string | undefined
}

export type CommandChange =
  | { type: 'send' }
  | { type: 'set'; status: CommandStatus; reason: string | null; detail: string | null; result: string | null }

/** Why the core gave up: words of its own, which a device's late word may still replace. */
export const GIVEN_UP: ReadonlySet<string> = new Set(['offline', 'no_answer', 'not_finished', 'old_device'])

/** How long a device may take to say that it has a command, in ms. */
export const ACCEPT_MS = 10_000
/** How long it may take from there to the end, beside the seconds that the command itself asks for, in ms. */
const FINISH_MS = 15_000
const LONGER_MS: Record<string, number> = { restart_agent: 60_000, reload_screen: 30_000, reset: 75_000 }
/** How long identify and press_test last when nobody says so, in seconds. */
export const USUAL_SECONDS: Record<string, number> = { identify: 10, press_test: 30 }

/** How long a command may stay as it is before the core gives up, in ms; null once it has ended. */
export function patienceMs(command: { action: string; status: CommandStatus; seconds: number | null }): number | null {
  if (command.status === 'sent') return ACCEPT_MS
  if (command.status !== 'accepted') return null
  return (LONGER_MS[command.action] ?? FINISH_MS) + (command.seconds ?? 0) * 1000
}

/** Whether a device is told to do something (D10). One of a kind at a time: a second press is no second test. */
export function decideCommand(
  asked: { deviceId: string; action: string },
  facts: { known: boolean; unfinished: string | null },
): Decision<CommandChange> {
  if (!facts.known) {
    const detail = `${asked.deviceId} is not known here. Nothing was sent; switch it on, then try again.`
    return refuse('refused', 'unknown_device', detail, { field: 'target_id' })
  }
  if (facts.unfinished !== null) {
    const detail = `${asked.deviceId} is still at the last ${asked.action} (${facts.unfinished}). Nothing was sent; wait for its end.`
    return refuse('refused', 'busy', detail)
  }
  return accept('ok', [{ type: 'send' }])
}

/** What a device's word does (D11, D13). Said again, or after the end, it changes nothing and is `ok` all the same. */
export function decideReport(
  report: Report,
  facts: { deviceId: string; command: DeviceCommand | null },
): Decision<CommandChange> {
  const { command } = facts
  if (!command || command.deviceId !== facts.deviceId) {
    const detail = `${facts.deviceId} was not told to do this. Nothing was changed.`
    return refuse('refused', 'unknown_command', detail, { field: 'cmd_id' })
  }
  const result = report.result ?? command.result
  const told: CommandChange = {
    type: 'set',
    status: report.status,
    reason: report.status === 'failed' ? (report.reason ?? 'failed') : null,
    detail: report.detail ?? null,
    result,
  }
  if (hasEnded(command)) {
    const late = GIVEN_UP.has(command.reason ?? '') && command.status === 'failed' && report.status !== 'accepted'
    return accept('ok', late ? [told] : [])
  }
  const same = command.status === report.status && result === command.result
  return accept('ok', same ? [] : [told])
}

/**
 * Nothing was heard for too long (D12), or nothing can be: `deaf` is a device that does not listen to commands (D33). `seen` is what
 * the command was when the time began to run.
 */
export function decideGiveUp(
  seen: { status: CommandStatus; online: boolean; deaf: boolean },
  command: DeviceCommand | null,
): Decision<CommandChange> {
  if (!command || command.status !== seen.status || hasEnded(command)) return accept('ok', [])
  const reason = whyGivenUp(command, seen)
  const detail =
    reason === 'old_device'
      ? `${command.deviceId} does not listen to commands: it is of the old system, or its program is of an earlier release. Nothing was done.`
      : null
  return accept('ok', [{ type: 'set', status: 'failed', reason, detail, result: command.result }])
}

function whyGivenUp({ status }: DeviceCommand, { online, deaf }: { online: boolean; deaf: boolean }): string {
  if (status === 'accepted') return 'not_finished'
  if (!online) return 'offline'
  return deaf ? 'old_device' : 'no_answer'
}

export function hasEnded({ status }: { status: CommandStatus }): boolean {
  return status === 'done' || status === 'failed'
}
