import { libgpiodHealth, usablePins } from './libgpiod-lines.js'
import { type HeldTool, holdTool, LIBGPIOD, runTool } from './libgpiod-tools.js'
import { FAULT } from './part-faults.js'
import type { ButtonInput } from './ports.js'
import { createPressFilter } from './press-filter.js'

/** The kernel tells an edge when the line was quiet for this long: long for a disturbance, short for a finger. */
const QUIET = '5ms'
/** Pulled up by the kernel itself: `config.txt` need not say so. */
const WIRED = ['--active-low', '--bias', 'pull-up']
const AGAIN_MS = 2000

/**
 * Six buttons by `gpiomon` of libgpiod 2, pressed = low. `pins` are BCM numbers. The edges bear the kernel's own time, so
 * that a busy agent loses none. Resolves when the buttons are watched, or it is known why they are not.
 */
export async function createLibgpiodButtonInput(chip: string, pins: readonly number[]): Promise<ButtonInput> {
  const usable = await usablePins(chip, pins)
  const lines = [...usable.indexOf.keys()].map(String)
  const presses = createPressFilter()
  let monitor: HeldTool | null = null
  let toolFault: string | null = null
  let stopped = false
  let again: NodeJS.Timeout | undefined

  const hear = (line: string) => {
    const edge = parseEdge(line)
    const index = usable.indexOf.get(edge?.pin ?? -1)
    if (edge && index !== undefined) presses.edge({ index, down: edge.down, at: edge.at })
  }
  /** What is down now, before `gpiomon` has the lines. */
  const readHeld = async () => {
    const read = await runTool('gpioget', ['-c', chip, ...WIRED, '--hold-period', '5ms', '--numeric', ...lines])
    const values = read.output.trim().split(/\s+/)
    const down = pins.map(() => false)
    for (const [i, line] of lines.entries()) down[usable.indexOf.get(Number(line)) ?? 0] = values[i] === '1'
    presses.begin(down)
  }
  const watch = async () => {
    await readHeld()
    await new Promise<void>((ready) => {
      const args = ['--banner', '-c', chip, '-C', 'eg-buttons', ...WIRED, '--debounce-period', QUIET]
      const tool = holdTool('gpiomon', [...args, '--format', '%o %e %S', ...lines], (line) => {
        toolFault = null
        ready() // the banner: the lines are ours
        hear(line)
      })
      monitor = tool
      void tool.ended.then((said) => {
        ready()
        if (stopped) return
        toolFault = FAULT.ended('gpiomon', said)
        again = setTimeout(() => void watch(), AGAIN_MS)
      })
    })
  }
  if (lines.length > 0) await watch()

  return {
    health() {
      const health = libgpiodHealth(usable, toolFault)
      const held = presses.held().map((index) => pins[index] ?? 0)
      if (health.status !== 'ok' || held.length === 0) return health
      return { status: 'fault', driver: LIBGPIOD, detail: FAULT.held(held) }
    },
    onPress: presses.onPress,
    async stop() {
      stopped = true
      clearTimeout(again)
      presses.stop()
      monitor?.kill()
      await monitor?.ended
    },
  }
}

/**
 * A line of `gpiomon --format "%o %e %S"`: offset, edge, seconds of the monotonic clock, as in `22 1 15.992711065`. With
 * `--active-low` 1, rising, is a contact that closes. Null for anything else, such as its banner.
 */
export function parseEdge(line: string): { pin: number; down: boolean; at: number } | null {
  const [, pin, edge, seconds] = /^(\d+) ([12]) (\d+\.\d+)$/.exec(line) ?? []
  return pin ? { pin: Number(pin), down: edge === '1', at: Number(seconds) * 1000 } : null
}
