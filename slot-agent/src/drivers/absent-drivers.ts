import type { PartHealth } from '@eg/shared'
import type { ButtonInput, CardReader, KeySource, LedOutput } from './ports.js'

const nothing = () => () => undefined
const stop = async () => undefined

/** Stand-ins for parts that are not there: silent, and saying why. */
export const absentButtons = (health: PartHealth): ButtonInput => ({ health: () => health, onPress: nothing, stop })
export const absentLights = (health: PartHealth): LedOutput => ({ health: () => health, set: () => undefined, stop })
export const absentReader = (health: PartHealth): CardReader => ({ health: () => health, onCard: nothing, stop })
export const absentKeys = (health: PartHealth): KeySource => ({
  health: () => health,
  onKey: nothing,
  hasKeyboard: () => false,
  heardNear: () => false,
  stop,
})
