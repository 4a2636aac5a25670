/** What of a device's parts can be wrong, worst first within each word. */
const PARTS = ['buttons', 'lights', 'reader', 'keys'] as const
type Part = (typeof PARTS)[number] | 'screen'

/** Above these something is wrong with the machine or its link. */
export const SLOW_LINK_MS = 250
export const CLOCK_OFF_MS = 2000
export const HOT_C = 80
export const DISK_LOW_MB = 200

export interface DeviceFacts {
  kind: string
  /** The device itself is connected, or says so. */
  online: boolean
  /** A page of it is connected. */
  pageOnline: boolean
  /** It used to say every 5 s how it is, and has stopped. */
  silent: boolean
  /** Its client id is taken over again and again: two programs use it. */
  flapping?: boolean
  linkMs: number | null
  outbox: number | null
  /** Null for a device that never says how its parts are: those of the old system. */
  parts: Readonly<Record<Part, { status: string }>> | null
  host: {
    clock_offset_ms: number | null
    temperature_c: number | null
    throttled: readonly string[] | null
    disk_free_mb: number | null
  } | null
}

/** What is wrong with a device, worst first (D20–D24). Of one that is gone nothing else is known. */
export function troublesOf(facts: DeviceFacts): string[] {
  if (!facts.online) return [facts.pageOnline ? 'agent_dead' : 'offline']
  return [
    ...(facts.silent ? ['agent_silent'] : []),
    ...partsThat(facts, 'fault'),
    ...(screenIsDead(facts) ? ['screen_dead'] : []),
    ...(facts.flapping ? ['flapping'] : []),
    ...partsThat(facts, 'missing'),
    ...hostTroubles(facts),
    ...(facts.linkMs !== null && facts.linkMs > SLOW_LINK_MS ? ['link_slow'] : []),
    ...(facts.outbox ? ['unsent'] : []),
  ]
}

/** Whether somebody can vote there: it is connected, not hung, and has buttons, keys or a screen that work (N31). */
export function canVote(facts: Pick<DeviceFacts, 'online' | 'silent' | 'parts'>): boolean {
  if (!facts.online || facts.silent) return false
  const { parts } = facts
  return parts === null || (['buttons', 'keys', 'screen'] as const).some((part) => works(parts[part].status))
}

function works(status: string): boolean {
  return status === 'ok' || status === 'simulated'
}

/** The page reports to its agent every 5 s: the agent's word counts, a connection may stand while the page hangs. */
function screenIsDead({ kind, parts, pageOnline }: DeviceFacts): boolean {
  if (kind !== 'slot' && kind !== 'spare') return false
  return parts ? parts.screen.status === 'missing' || parts.screen.status === 'fault' : !pageOnline
}

function partsThat({ parts }: DeviceFacts, status: 'fault' | 'missing'): string[] {
  return parts === null ? [] : PARTS.filter((part) => parts[part].status === status).map((part) => `${part}_${status}`)
}

function hostTroubles({ host }: DeviceFacts): string[] {
  if (!host) return []
  const throttled = host.throttled ?? []
  const { temperature_c: degrees, disk_free_mb: free, clock_offset_ms: offset } = host
  return [
    ...(throttled.includes('under_voltage') ? ['under_voltage'] : []),
    ...(degrees !== null && degrees >= HOT_C ? ['hot'] : []),
    ...(throttled.some((word) => word !== 'under_voltage') ? ['throttled'] : []),
    ...(free !== null && free < DISK_LOW_MB ? ['disk_low'] : []),
    ...(offset !== null && Math.abs(offset) > CLOCK_OFF_MS ? ['clock_off'] : []),
  ]
}
