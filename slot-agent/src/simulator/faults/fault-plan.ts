import { seededRandom, seedOf } from '../random.js'
import type { Faults } from './fault-kinds.js'

/** One thing that goes wrong at a slot. `forMs` is real time, however fast the evening goes: links and power have their own. */
export type Fault = { at: number; slot: string } & ({ what: 'loss' | 'powercut'; forMs: number } | { what: 'dead' })

const OUT_MS = { least: 200, most: 3000 }

/** When what goes wrong, in order; the same for the same seed. `at`: ms after the beginning of an evening of `lengthMs`. */
export function planFaults(faults: Faults, slots: readonly string[], lengthMs: number, seed: number): Fault[] {
  const random = seededRandom(seedOf(seed, 'faults'))
  const moment = () => Math.round((0.05 + random() * 0.85) * lengthMs)
  const forMs = () => Math.round(OUT_MS.least + random() * (OUT_MS.most - OUT_MS.least))
  const mixed = slots.map((slot) => ({ slot, place: random() })).toSorted((a, b) => a.place - b.place)
  // Who is dead cannot lose power: first the one, then the others.
  const dying = mixed.slice(0, faults.dead)
  const cut = mixed.slice(faults.dead, faults.dead + faults.powercut)
  const planned: Fault[] = [
    ...slots.flatMap((slot) =>
      Array.from({ length: faults.loss }, () => ({ at: moment(), slot, what: 'loss' as const, forMs: forMs() })),
    ),
    ...dying.map(({ slot }) => ({ at: moment(), slot, what: 'dead' as const })),
    ...cut.map(({ slot }) => ({ at: moment(), slot, what: 'powercut' as const, forMs: forMs() })),
  ]
  return planned.toSorted((a, b) => a.at - b.at)
}
