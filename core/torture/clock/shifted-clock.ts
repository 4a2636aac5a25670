import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('clock-shim.c', import.meta.url))

/** The clock of a process that can be set, and whose time can be made to pass. All in milliseconds. */
export interface ShiftedClock {
  /** What the process needs in its environment to go by this clock. */
  env: Record<string, string>
  /** Sets the wall clock, as NTP or a person does; nothing else notices. */
  jump(ms: number): void
  /** Lets time pass in an instant, for both clocks: what falls due meanwhile is run within a quarter of a second. */
  pass(ms: number): void
  /** The process's wall clock now. */
  now(): number
  /** Counts as the process's monotonic clock does, from another beginning. */
  monotonic(): number
}

/** Compiles the shim; the path of the library. */
export function buildClockShim(): string {
  const library = join(mkdtempSync(join(tmpdir(), 'eg-clock-shim-')), 'clock-shim.so')
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror', '-o', library, SOURCE, '-ldl'])
  return library
}

export function createShiftedClock(library: string): ShiftedClock {
  const file = join(mkdtempSync(join(tmpdir(), 'eg-clock-')), 'shift')
  writeFileSync(file, Buffer.alloc(16))
  const shift = { wall: 0, passed: 0 }
  const write = (at: 0 | 8, ms: number) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(Math.round(ms)) * 1_000_000n)
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, bytes, 0, 8, at)
    closeSync(descriptor)
  }
  return {
    env: { LD_PRELOAD: library, CLOCK_SHIM_FILE: file },
    jump(ms) {
      shift.wall += ms
      write(0, shift.wall)
    },
    pass(ms) {
      shift.passed += ms
      write(8, shift.passed)
    },
    now: () => Date.now() + shift.wall + shift.passed,
    monotonic: () => performance.now() + shift.passed,
  }
}
