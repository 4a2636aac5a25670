import { execFile } from 'node:child_process'
import type { Clock } from '@eg/shared'
import type { Ending } from './commands.js'

/** A clock that is further off than this after it was set was not set (milliseconds). */
const SET_WITHIN_MS = 1500

/**
 * Sets this machine's clock with `date`, as whoever looks after a Pi would: that needs the right to (CAP_SYS_TIME), and without it
 * the clock stays as it is.
 */
export function setHostClock(toMs: number, clock: Clock): Promise<Ending> {
  const byMs = Math.round(toMs - clock.now())
  const seconds = `@${(toMs / 1000).toFixed(3)}`
  return new Promise((resolve) => {
    const began = clock.monotonic()
    execFile('date', ['-u', '-s', seconds], { timeout: 5000 }, (error, _, stderr) => {
      if (error) return resolve(failure(error, stderr))
      const off = clock.now() - (toMs + clock.monotonic() - began)
      if (Math.abs(off) > SET_WITHIN_MS) return resolve({ status: 'failed', reason: 'not_set' })
      resolve({ status: 'done', result: { by_ms: byMs } })
    })
  })
}

function failure(error: Error & { code?: string | number | null }, stderr: string): Ending {
  const detail = (stderr.trim().split('\n').at(-1) ?? error.message).slice(0, 300)
  if (error.code === 'ENOENT') return { status: 'failed', reason: 'not_possible', detail: 'there is no date program' }
  return { status: 'failed', reason: 'not_permitted', detail }
}
