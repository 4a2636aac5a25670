// A slot: what a press and a tap cost, and what a slot costs that waits.
import { measurePress } from './slot-press.mjs'
import { measureRest } from './slot-rest.mjs'
import { measureTap } from './slot-tap.mjs'

export const slot = {
  name: 'slot',
  about: 'a slot: press → PUBACK → light, card tap → screen, memory and processor at rest',
  inQuick: false,
  section: 'slot',
  async measure(record, options) {
    await measurePress(record, options)
    await measureTap(record, options)
    await measureRest(record, options)
  },
}
