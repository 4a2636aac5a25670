import type { PartHealth } from '@eg/shared'

/** One part of a slot. A part that is not there is a health state, never an error. */
export interface Part {
  /** How the part is now: read at every heartbeat. */
  health(): PartHealth
  /** Lets go of the part. Nothing is heard from it afterwards. Safe to call twice. */
  stop(): Promise<void>
}

/** Six buttons. What bounces, or was held before the agent started, is no press. */
export interface ButtonInput extends Part {
  /** Hears of each press with the button's index, 0 to 5; returns what ends it. */
  onPress(listener: (index: number) => void): () => void
}

/** Six lights, dark until they are set and dark again after `stop`. */
export interface LedOutput extends Part {
  /** Shows six states at once. */
  set(states: readonly boolean[]): void
}

/** A reader of cards. */
export interface CardReader extends Part {
  /** Hears of each card presented, with its upper-case id; returns what ends it. */
  onCard(listener: (tagUid: string) => void): () => void
}

/** Keys 1 to 6 of a keyboard, which stand in for the buttons. */
export interface KeySource extends Part {
  /** Hears of each key with its index, 0 to 5; returns what ends it. */
  onKey(listener: (index: number) => void): () => void
  /** Whether a keyboard, or a reader that types, is read here now. */
  hasKeyboard(): boolean
  /** Whether a key of any kind, a reader's too, was read here at about `at` (monotonic ms): what it means is decided here. */
  heardNear(at: number): boolean
}

/** Everything a slot is driven by. */
export interface SlotDrivers {
  buttons: ButtonInput
  lights: LedOutput
  reader: CardReader
  keys: KeySource
}
