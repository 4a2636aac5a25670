// How a program of the load speaks with the bench: options in, lines of JSON out, "go" when all are ready. It ends with
// the bench, however that ends.
import { createInterface } from 'node:readline'

export const options = JSON.parse(process.argv[2])
/** Milliseconds on the clock that all processes of this machine share. */
export const now = () => Number(process.hrtime.bigint()) / 1e6

export const say = (event, what = {}) => process.stdout.write(`${JSON.stringify({ event, ...what })}\n`)

const waiting = []
const input = createInterface({ input: process.stdin })
input.on('line', (line) => waiting.shift()?.(line))
input.on('close', () => process.exit(0))

/** The next line the bench says. */
export const told = () => new Promise((resolve) => waiting.push(resolve))

export async function ready() {
  say('ready')
  await told()
}

/** Of times in any order: median, p99, greatest. */
export function times(list) {
  const sorted = Float64Array.from(list).sort()
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { samples: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) }
}

/** `times` of a list without its first `settle`, and the slowest of its first `clients`. */
export function settled(list, clients, settle) {
  return { firstMs: Math.max(...list.slice(0, clients)), ...times(list.slice(settle)) }
}
