import { createInterface } from 'node:readline'
import type { SimulatedHandle } from './simulated-drivers.js'

export const HELP =
  'type 1-6 to press a button (by night: options; by day, with a card there: 1-5 stakes, 6 out), ' +
  '"card 04A37C91", "hold 3", "release 3", "lights" to see the lights, "help"'

/** Does what one typed line says; returns what to answer, or null if there is nothing to say. */
export function runLine(handle: SimulatedHandle, line: string): string | null {
  const [word = '', argument = ''] = line.trim().split(/\s+/)
  if (word === '') return null
  if (word === 'help') return HELP
  if (word === 'lights') {
    return handle
      .lights()
      .map((lit, index) => (lit ? String(index + 1) : '.'))
      .join(' ')
  }
  if (word === 'card' && /^[0-9A-Za-z_.:-]{1,64}$/.test(argument)) return done(() => handle.card(argument))
  const press = buttonIndex(word)
  if (press !== null) return done(() => handle.press(press))
  const index = buttonIndex(argument)
  if (word === 'hold' && index !== null) return done(() => handle.hold(index))
  if (word === 'release' && index !== null) return done(() => handle.release(index))
  return `"${line.trim()}" is not a command: ${HELP}`
}

/** Reads commands for a simulated slot from `input`, a line each; returns what ends it. */
export function startSimulatedConsole(
  handle: SimulatedHandle,
  input: NodeJS.ReadableStream,
  answer: (text: string) => void,
): () => void {
  const lines = createInterface({ input, terminal: false })
  lines.on('line', (line) => {
    const text = runLine(handle, line)
    if (text !== null) answer(text)
  })
  return () => lines.close()
}

function buttonIndex(text: string): number | null {
  return /^[1-6]$/.test(text) ? Number(text) - 1 : null
}

function done(action: () => void): null {
  action()
  return null
}
