/** What goes wrong in a simulated evening, and how often. */
export interface Faults {
  /** Each slot loses its connection so often, with everything that was under way. */
  loss: number
  /** Each message is held back up to so long (ms). */
  delay: number
  /** So many of a hundred commands are sent twice, the second one up to two seconds later. */
  duplicates: number
  /** So many slots die for good. */
  dead: number
  /** So many slots lose their power for a moment. */
  powercut: number
}

export const NO_FAULTS: Faults = { loss: 0, delay: 0, duplicates: 0, dead: 0, powercut: 0 }

const MOST: Faults = { loss: 100, delay: 5000, duplicates: 100, dead: 100, powercut: 100 }
const KINDS = Object.keys(MOST) as (keyof Faults)[]
const SHAPE = 'use parts such as loss=2,delay=200,duplicates=10,dead=1,powercut=1, or none'

/** Reads `loss=2,delay=200`; a sentence for what cannot be read. */
export function readFaults(text: string): Faults | { problem: string } {
  if (text === 'none') return NO_FAULTS
  const faults = { ...NO_FAULTS }
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=')
    const kind = KINDS.find((known) => known === name.trim())
    if (!kind || !/^\d{1,5}$/.test(value)) return { problem: `does not say what goes wrong ("${part}"): ${SHAPE}` }
    if (Number(value) > MOST[kind]) return { problem: `asks for too much of ${kind}: use at most ${MOST[kind]}` }
    faults[kind] = Number(value)
  }
  return faults
}

/** Whether anything goes wrong on the way to the core, which needs a link that can be made to. */
export function needsLink({ loss, delay, dead, powercut }: Faults): boolean {
  return loss > 0 || delay > 0 || dead > 0 || powercut > 0
}
