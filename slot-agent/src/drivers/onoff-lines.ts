import type { PartHealth } from '@eg/shared'

/** What we use of onoff's `Gpio`. Declared here because onoff is optional: without it everything still builds. */
export interface GpioLine {
  readSync(): number
  writeSync(value: 0 | 1): void
  watch(callback: (error: Error | null | undefined, value: number) => void): void
  unwatchAll(): void
  unexport(): void
}

export interface GpioOptions {
  debounceTimeout?: number
  activeLow?: boolean
}

export type GpioClass = new (line: number, direction: string, edge?: string, options?: GpioOptions) => GpioLine

export const ONOFF = 'onoff'

/** Loads onoff's `Gpio`. Throws if it is not installed or does not fit this machine. */
export async function loadOnoff(): Promise<GpioClass> {
  const name: string = ONOFF
  const loaded = (await import(name)) as { Gpio: GpioClass }
  return loaded.Gpio
}

/** The lines that could be opened, by index, and why the others could not. */
export interface OpenedLines {
  lines: (GpioLine | null)[]
  faults: string[]
}

/** Opens each BCM pin with `open`; one that fails is noted, the others still work. */
export function openLines(pins: readonly number[], open: (pin: number, index: number) => GpioLine): OpenedLines {
  const faults: string[] = []
  const lines = pins.map((pin, index) => {
    try {
      return open(pin, index)
    } catch (error) {
      faults.push(`BCM ${pin}: ${messageOf(error)}`)
      return null
    }
  })
  return { lines, faults }
}

/** The health of a part of which no line works, some do, or all do. */
export function healthOf({ lines, faults }: OpenedLines): PartHealth {
  if (faults.length === 0) return { status: 'ok', driver: ONOFF }
  const status = lines.every((line) => line === null) ? 'missing' : 'fault'
  return { status, driver: ONOFF, detail: faults.join('; ') }
}

/** Gives lines back to the kernel; returns what could not be given back, for the health of the part. */
export function closeLines({ lines }: OpenedLines): string[] {
  const faults: string[] = []
  for (const [index, line] of lines.entries()) {
    lines[index] = null
    try {
      line?.unexport()
    } catch (error) {
      faults.push(messageOf(error))
    }
  }
  return faults
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
