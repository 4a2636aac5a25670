import type { Parts } from './slot-health.js'

/** A heartbeat has fewer bytes than this: a slot on a bad link says many of them, and each goes to every operator. */
export const HEARTBEAT_BYTES = 1000
/** How long what is said of a part may be, tried one after the other (characters). The log and `/health` have it whole. */
const LENGTHS = [160, 120, 90, 70, 55, 40, 25, 0]

/** The heartbeat with what it says of its parts shortened, all alike and no more than it has to be, until it fits. */
export function withinHeartbeat<T extends { parts: Parts }>(beat: T): T {
  let fitting = beat
  for (const length of LENGTHS) {
    if (Buffer.byteLength(JSON.stringify(fitting)) < HEARTBEAT_BYTES) break
    fitting = { ...beat, parts: shortened(beat.parts, length) }
  }
  return fitting
}

function shortened({ buttons, lights, reader, keys, screen }: Parts, length: number): Parts {
  return {
    buttons: cut(buttons, length),
    lights: cut(lights, length),
    reader: cut(reader, length),
    keys: cut(keys, length),
    screen: cut(screen, length),
  }
}

function cut(part: Parts['buttons'], length: number): Parts['buttons'] {
  const { detail, ...rest } = part
  if (detail === undefined || length === 0) return rest
  const characters = Array.from(detail)
  return characters.length <= length ? part : { ...rest, detail: `${characters.slice(0, length).join('').trimEnd()}…` }
}
