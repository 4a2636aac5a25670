// The words of a script that rules and slots need too. Apart from its schema, so that a thread that only plays a show does not load
// what reads one.

/** Where the show ends: no step has this name. */
export const END = 'end'

/** The moments of a step that have a cue. */
export const MOMENTS = ['open', 'closing', 'closed', 'revealed'] as const
export type Moment = (typeof MOMENTS)[number]

/** What the six lights of a slot can do beside showing what may be pressed. */
export const LIGHT_PATTERNS = ['off', 'on', 'blink', 'chase', 'alternate'] as const
export type LightPattern = (typeof LIGHT_PATTERNS)[number]
