import type { Clock, SlotState } from '@eg/shared'
import { deadlineOf } from '../slot/day.js'
import { isAnimated } from '../slot/lights.js'
import type { SlotEffect, SlotEvent, SlotModel } from '../slot/model.js'
import { reduce } from '../slot/reduce.js'
import { tooLateUntil } from '../slot/reopened.js'
import { viewOf } from '../slot/view.js'

/** Blinking lights are looked at this often (milliseconds). */
const TICK_MS = 50

/** Runs the rules: takes events, one after another, and hands their effects to `execute`. */
export interface SlotRuntime {
  /** Takes an event. An effect that leads to another event is finished first. */
  dispatch(event: SlotEvent): void
  /** What the page should show now. */
  view(): SlotState
  /** What the rules go by now. */
  model(): SlotModel
  stop(): void
}

export function createSlotRuntime(
  initial: SlotModel,
  clock: Clock,
  execute: (effect: SlotEffect, dispatch: (event: SlotEvent) => void) => void,
): SlotRuntime {
  let model = initial
  let stopTicks: (() => void) | null = null
  let alarm: { at: number; cancel: () => void } | null = null
  const queue: SlotEvent[] = []
  let busy = false

  const watchLights = () => {
    const animated = isAnimated(model, clock.monotonic())
    if (animated && !stopTicks) stopTicks = clock.every(TICK_MS, () => dispatch({ type: 'tick' }))
    if (!animated) endTicks()
  }
  const watchDeadline = () => {
    const at = earliest(earliest(deadlineOf(model), model.service?.until ?? null), tooLateUntil(model))
    if (at === (alarm?.at ?? null)) return
    endAlarm()
    if (at === null) return
    const ring = () => {
      alarm = null
      dispatch({ type: 'tick' })
    }
    alarm = { at, cancel: clock.after(Math.max(0, at - clock.monotonic()), ring) }
  }
  const endAlarm = () => {
    alarm?.cancel()
    alarm = null
  }
  const endTicks = () => {
    stopTicks?.()
    stopTicks = null
  }
  const dispatch = (event: SlotEvent) => {
    queue.push(event)
    if (busy) return
    busy = true
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const change = reduce(model, next, clock.monotonic())
        model = change.model
        for (const effect of change.effects) execute(effect, dispatch)
      }
    } finally {
      busy = false
    }
    watchLights()
    watchDeadline()
  }
  const stop = () => {
    endTicks()
    endAlarm()
  }

  return { dispatch, view: () => model.view ?? viewOf(model, clock.monotonic()), model: () => model, stop }
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
