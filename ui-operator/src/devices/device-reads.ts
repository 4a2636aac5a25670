import type { LatencySample } from './latency-log'

/** The last lines that a device's program wrote, newest last, as they were at `at` (core's time, ms since 1970). */
export interface DeviceLogRead {
  at: number
  lines: readonly string[]
}

/** How a device was let in. Times in ms since 1970 on the core's clock. */
export interface EnrolmentRead {
  model: string | null
  /** Where a device of the old system is admitted from. */
  address: string | null
  enrolledAt: number | null
}

/**
 * Why a read gave nothing. `absent`: the core does not know this read or this device (404) · `conflict`: the device cannot
 * give it now (409) · `no_answer`: the device did not answer in time (504) · `unreachable`: the core could not be read.
 */
export type ReadProblem = 'absent' | 'conflict' | 'no_answer' | 'unreachable'
export type DeviceRead<T> = { ok: true; value: T } | { ok: false; why: ReadProblem; detail: string | null }

export interface DeviceReads {
  log(deviceId: string): Promise<DeviceRead<DeviceLogRead>>
  /** The round trips that the core remembers; none where it remembers none or cannot tell. */
  latency(deviceId: string): Promise<readonly LatencySample[]>
  /** Null: nobody was let in under this name, or this operator may not read it. */
  enrolment(deviceId: string): Promise<EnrolmentRead | null>
}

/** A device is asked over the network and may be slow to answer; the core gives it up before this (ms). */
const PATIENCE_MS = 15_000
const PROBLEMS: Record<number, ReadProblem> = { 404: 'absent', 405: 'absent', 409: 'conflict', 504: 'no_answer' }

const path = (deviceId: string, what: string) => `/api/devices/${encodeURIComponent(deviceId)}/${what}`

/** Over HTTP, with `fetcher` in the place of `fetch`. No read rejects: what could not be read is said. */
export function createDeviceReads(fetcher: typeof fetch): DeviceReads {
  return {
    async log(deviceId) {
      const read = await get(fetcher, path(deviceId, 'logs'))
      if (!read.ok) return read
      const { at, lines } = (read.value ?? {}) as Partial<Record<'at' | 'lines', unknown>>
      if (!Array.isArray(lines)) return { ok: false, why: 'unreachable', detail: null }
      return { ok: true, value: { at: typeof at === 'number' ? at : Date.now(), lines: lines.map(String) } }
    },
    async latency(deviceId) {
      const read = await get(fetcher, path(deviceId, 'latency'))
      return read.ok ? listOf(read.value).flatMap(sampleOf) : []
    },
    async enrolment(deviceId) {
      const read = await get(fetcher, '/api/enrolments')
      const row = read.ok ? listOf(read.value).find((item) => item['device_id'] === deviceId) : undefined
      if (!row) return null
      const text = (key: string) => (typeof row[key] === 'string' ? row[key] : null)
      const at = row['enrolled_at']
      return { model: text('model'), address: text('legacy_from'), enrolledAt: typeof at === 'number' ? at : null }
    },
  }
}

async function get(fetcher: typeof fetch, path: string): Promise<DeviceRead<unknown>> {
  try {
    const answer = await fetcher(path, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false
    const body: unknown = isJson ? await answer.json() : null
    if (answer.ok && isJson) return { ok: true, value: body }
    const { detail } = (body ?? {}) as { detail?: unknown }
    // Where the core does not know the path it serves the page itself: no JSON is no such read.
    const why = answer.ok ? 'absent' : (PROBLEMS[answer.status] ?? 'unreachable')
    return { ok: false, why, detail: typeof detail === 'string' ? detail : null }
  } catch {
    // Said where it was asked for; what is read along the way is shown when it is there.
    return { ok: false, why: 'unreachable', detail: null }
  }
}

function listOf(body: unknown): Record<string, unknown>[] {
  const { items } = (body ?? {}) as { items?: unknown }
  return Array.isArray(items) ? items.filter((item) => typeof item === 'object' && item !== null) : []
}

function sampleOf({ at, ms }: Record<string, unknown>): LatencySample[] {
  return typeof at === 'number' && (typeof ms === 'number' || ms === null) ? [{ at, ms }] : []
}
