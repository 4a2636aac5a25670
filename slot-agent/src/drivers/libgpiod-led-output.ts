import { libgpiodHealth, usablePins } from './libgpiod-lines.js'
import { type HeldTool, holdTool, runTool } from './libgpiod-tools.js'
import { FAULT } from './part-faults.js'
import type { LedOutput } from './ports.js'

const AGAIN_MS = 2000

/**
 * Six lights by `gpioset` of libgpiod 2, lit = high. `pins` are BCM numbers. A line keeps its level as long as a process
 * holds it, so each light has a process of its own: a light that changes lets no other flicker.
 */
export async function createLibgpiodLedOutput(chip: string, pins: readonly number[]): Promise<LedOutput> {
  const usable = await usablePins(chip, pins)
  const lights = [...usable.indexOf].map(([pin, index]) => ({ index, light: createHeldLight(chip, pin) }))
  await Promise.all(lights.map(({ light }) => light.applied()))
  let stopped: Promise<void> | null = null

  const stop = async () => {
    await Promise.all(lights.map(({ light }) => light.stop()))
    // A light whose process has ended may keep its level.
    if (lights.length === 0) return
    await runTool('gpioset', ['-c', chip, '--toggle', '0', ...[...usable.indexOf.keys()].map((pin) => `${pin}=0`)])
  }
  return {
    health: () => libgpiodHealth(usable, lights.map(({ light }) => light.fault()).find(Boolean) ?? null),
    set(states) {
      for (const { index, light } of stopped ? [] : lights) light.set(states[index] === true)
    },
    stop: () => (stopped ??= stop()),
  }
}

interface HeldLight {
  set(lit: boolean): void
  /** Resolves when the line has a level, or its process has failed. */
  applied(): Promise<void>
  fault(): string | null
  stop(): Promise<void>
}

function createHeldLight(chip: string, pin: number): HeldLight {
  let wanted = false
  let held: { lit: boolean; tool: HeldTool; killed: boolean } | null = null
  let fault: string | null = null
  let stopped = false
  let again: NodeJS.Timeout | undefined
  let applied: () => void
  const first = new Promise<void>((resolve) => (applied = resolve))

  const hold = () => {
    if (stopped) return
    const lit = wanted
    const args = ['--banner', '-c', chip, '-C', 'eg-light', `${pin}=${lit ? 1 : 0}`]
    const tool = holdTool('gpioset', args, () => {
      fault = null
      applied()
    })
    const holding = { lit, tool, killed: false }
    held = holding
    void tool.ended.then((said) => {
      held = null
      applied()
      if (stopped) return
      // A light that went off and on again meanwhile is wanted as it was; that it was killed is no fault all the same.
      if (holding.killed || wanted !== lit) return hold()
      fault = FAULT.ended('gpioset', said)
      again = setTimeout(hold, AGAIN_MS)
    })
  }
  hold()

  return {
    set(lit) {
      const changes = lit !== wanted
      wanted = lit
      if (held && held.lit !== lit) {
        // Only one process can hold a line: the next one starts when this one has gone.
        held.killed = true
        held.tool.kill()
      } else if (!held && changes) {
        clearTimeout(again)
        hold()
      }
    },
    applied: () => first,
    fault: () => fault,
    async stop() {
      stopped = true
      clearTimeout(again)
      held?.tool.kill()
      await held?.tool.ended
    },
  }
}
