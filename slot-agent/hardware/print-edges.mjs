// Prints each press of the six buttons as the driver tells it, and with `raw` each edge as the kernel does. Runs in the
// machine: bouncing is told from presses here, where the votes that follow cannot hide it.
import { createOnoffButtonInput } from '../dist/drivers/onoff-button-input.js'
import { findGpioBase } from '../dist/drivers/gpio-base.js'
import { loadOnoff } from '../dist/drivers/onoff-lines.js'
import { systemClock } from '@eg/shared'

const PINS = [5, 6, 22, 23, 17, 16]
const { base } = findGpioBase()
const Gpio = await loadOnoff()
if (process.argv[2] === 'raw') {
  for (const pin of PINS) new Gpio(base + pin, 'in', 'both').watch(() => console.log(pin))
} else {
  createOnoffButtonInput(Gpio, base, PINS, systemClock).onPress((index) => console.log(PINS[index]))
}
console.log('ready')
