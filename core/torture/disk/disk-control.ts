import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { shim } from './build-shim.js'

/**
 * How operations on the database files fail: every change with EIO; writes with ENOSPC; a write that writes half, and with
 * it the rest as long as it lasts; syncs with EIO; reads with EIO; syncs that return well and do nothing.
 */
export const FAULTS = ['eio', 'enospc', 'short', 'sync', 'read', 'swallow'] as const
export type Fault = (typeof FAULTS)[number]

export interface Arming {
  fault: Fault
  /** How many operations still succeed: 0 for the next one to fail. */
  after: number
  /** All operations from then on fail, until `mend`; otherwise one. */
  lasting: boolean
}

/** The disk of one core, which fails when it is told to. */
export interface FailingDisk {
  /** What the core must have in its environment. */
  env: Record<string, string>
  arm(arming: Arming): void
  mend(): void
  /** How many operations have failed since it was armed. */
  failed(): number
  /** Takes the control block away; the core must have ended. */
  close(): void
}

// As struct control in shim-faults.h: fault, countdown, lasting, failed, seen.
const WORDS = 5
const FAILED = 3

export function createFailingDisk(dbPath: string): FailingDisk {
  const path = join(mkdtempSync(join(tmpdir(), 'eg-disk-')), 'control')
  const file = openSync(path, 'w+')
  const write = (words: number[], at = 0) =>
    writeSync(file, Buffer.from(Uint32Array.from(words).buffer), 0, null, at * 4)
  write(Array.from({ length: WORDS }, () => 0))
  return {
    env: { LD_PRELOAD: shim(), EG_SHIM_DB: dbPath, EG_SHIM_CONTROL: path },
    arm({ fault, after, lasting }) {
      write([after, lasting ? 1 : 0, 0, 0], 1)
      write([FAULTS.indexOf(fault) + 1])
    },
    mend: () => void write([0]),
    failed() {
      const word = Buffer.alloc(4)
      readSync(file, word, 0, 4, FAILED * 4)
      return word.readUInt32LE()
    },
    close() {
      closeSync(file)
      rmSync(dirname(path), { recursive: true })
    },
  }
}
