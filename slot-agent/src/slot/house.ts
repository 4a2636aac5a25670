import type { FreezeScope, SlotState } from '@eg/shared'
import type { SlotModel } from './model.js'

/** All lights are out, the screen is dark, and nothing can be pressed: nobody sees what it would be. */
export function isDark({ panic }: SlotModel): boolean {
  return panic?.blackout != null
}

export function isFrozen({ panic }: SlotModel, scope: FreezeScope): boolean {
  return panic?.[scope] != null
}

/** What the house says to whoever stands here; null while it says nothing. */
export function houseOf(model: SlotModel): SlotState['house'] {
  const frozen = (['money', 'game'] as const).filter((scope) => isFrozen(model, scope))
  const message = model.panic?.message ?? null
  if (frozen.length === 0 && !isDark(model) && !message) return null
  const shown = message && { panic: message.panic, text: message.text, severity: message.severity }
  return { frozen, blackout: isDark(model), message: shown }
}
