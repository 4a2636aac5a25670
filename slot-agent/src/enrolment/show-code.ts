import type { Clock } from '@eg/shared'
import type { LedOutput } from '../drivers/ports.js'
import { codeLights } from './code-lights.js'

const TICK_MS = 50

/**
 * Blinks a code on the six lights, digit by digit, until the returned function is called; then they are dark. `replaced`: all six
 * first.
 */
export function showCode(code: string, lights: Pick<LedOutput, 'set'>, clock: Clock, replaced = false): () => void {
  const since = clock.monotonic()
  let shown = ''
  const show = (states: readonly boolean[]) => {
    const next = states.join()
    if (next === shown) return
    shown = next
    lights.set(states)
  }
  const tick = () => show(codeLights(code, clock.monotonic() - since, replaced))
  tick()
  const stop = clock.every(TICK_MS, tick)
  return () => {
    stop()
    show(codeLights('', 0))
  }
}
