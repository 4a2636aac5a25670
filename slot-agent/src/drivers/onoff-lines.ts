import { accessSync, constants } from 'node:fs'
import type { PartHealth } from '@eg/shared'
import { codeOf, FAULT, isPermission, reasonOf } from './part-faults.js'

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

/** Why no line can be opened below `sysfsRoot`, or null. Asked first: onoff tries each file 10,000 times. */
export function refusalOf(sysfsRoot: string): string | null {
  const file = `${sysfsRoot}/class/gpio/export`
  try {
    accessSync(file, constants.W_OK)
    return null
  } catch (error) {
    return isPermission(error) ? FAULT.noPermission(file, 'gpio') : `${file}: ${reasonOf(error)}`
  }
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
      if (!isOnHeader(pin)) throw new Error(FAULT.notOnHeader(pin))
      return open(pin, index)
    } catch (error) {
      faults.push(faultOf(pin, error))
      return null
    }
  })
  return { lines, faults }
}

export function isOnHeader(pin: number): boolean {
  return pin >= 0 && pin <= 27
}

function faultOf(pin: number, error: unknown): string {
  if (!isOnHeader(pin)) return FAULT.notOnHeader(pin)
  if (codeOf(error) === 'EBUSY') return FAULT.inUse(pin, FAULT.another)
  return isPermission(error) ? FAULT.noPermission(`BCM ${pin}`, 'gpio') : `BCM ${pin}: ${reasonOf(error)}`
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
      faults.push(reasonOf(error))
    }
  }
  return faults
}
