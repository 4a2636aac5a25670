import { accessSync, constants, existsSync } from 'node:fs'
import type { Clock, PartHealth } from '@eg/shared'
import { NO_CARD_BYTES, readCardBytes } from './card-bytes.js'
import { type CardPresence, hearCard } from './card-presence.js'
import { createListeners } from './listeners.js'
import { codeOf, FAULT, isPermission, reasonOf } from './part-faults.js'
import type { CardReader } from './ports.js'
import { usbSerialPorts } from './serial-ports.js'
import { watchDevices } from './watch-devices.js'

/** What we use of `serialport`. Declared here because it is optional: without it everything still builds. */
export interface OpenPort {
  open(opened: (error: Error | null) => void): void
  close(closed: () => void): void
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  on(event: 'close' | 'error', listener: () => void): unknown
}
export type SerialPortClass = new (options: { path: string; baudRate: number; autoOpen: false }) => OpenPort

export interface SerialReaderOptions {
  /** The port's device file; null: the first USB serial port. */
  port: string | null
  clock: Clock
  /** Where device files are: `/dev`. */
  devRoot?: string
  /** Hears of what may be of use in the log. */
  note?: (text: string) => void
}

const SERIALPORT = 'serialport'
const BAUD_RATE = 9600

/** Loads `serialport`. Throws if it is not installed or does not fit this machine. */
export async function loadSerialPort(): Promise<SerialPortClass> {
  const name: string = SERIALPORT
  const loaded = (await import(name)) as { SerialPort: SerialPortClass }
  return loaded.SerialPort
}

/**
 * A serial card reader: opened when its port is there, also when it comes back. Resolves after the first look, so that what
 * the log says at the start is so.
 */
export async function createSerialCardReader(
  SerialPort: SerialPortClass,
  options: SerialReaderOptions,
): Promise<CardReader> {
  const { clock, devRoot = '/dev', note = () => undefined } = options
  const cards = createListeners<string>()
  const missing: PartHealth = { status: 'missing', driver: SERIALPORT, detail: missingDetail(options.port) }
  let health = missing
  let current: { path: string; port: OpenPort } | null = null
  let looking = false
  let stopped: Promise<void> | null = null

  const look = async () => {
    // `serialport` reads on and on, and never closes, where the port ended in the moment between two reads.
    if (current && !existsSync(current.path)) current.port.close(() => undefined)
    if (looking || current || stopped) return
    looking = true
    await openFirst()
    looking = false
  }
  const openFirst = async () => {
    const ports = options.port ? [options.port] : usbSerialPorts(devRoot)
    let failed = missing
    for (const path of ports) {
      const refusal = refusalOf(path) ?? (await open(path).catch((error: unknown) => failedToOpen(path, error)))
      if (!refusal) return
      failed = refusal
    }
    health = failed
  }
  const open = (path: string) =>
    new Promise<PartHealth | null>((resolve) => {
      const port = new SerialPort({ path, baudRate: BAUD_RATE, autoOpen: false })
      port.on('error', () => undefined) // told to `open`, or followed by `close`
      port.open((error) => {
        if (error) return resolve(failedToOpen(path, error))
        if (stopped) return port.close(() => resolve(null))
        current = { path, port }
        health = { status: 'ok', driver: `${SERIALPORT} ${path}` }
        listen(port)
        resolve(null)
      })
    })
  const listen = (port: OpenPort) => {
    let state = NO_CARD_BYTES
    let presence: CardPresence | null = null
    let refused = 0
    port.on('data', (bytes) => {
      const at = clock.monotonic()
      const read = readCardBytes(state, bytes, at)
      state = read.state
      if (read.refused > 0 && refused === 0) note('the reader sent something that is no card: is it of another kind?')
      refused += read.refused
      for (const tagUid of read.tagUids) {
        const heard = hearCard(presence, tagUid, at)
        presence = heard.presence
        if (heard.tap) cards.tell(tagUid)
      }
    })
    port.on('close', () => {
      current = null
      health = missing
      void look()
    })
  }

  const unwatch = watchDevices(devRoot, () => void look())
  await look()
  const close = async () => {
    unwatch()
    cards.clear()
    const open = current
    if (open) await new Promise<void>((resolve) => open.port.close(resolve))
  }
  return { health: () => health, onCard: cards.add, stop: () => (stopped ??= close()) }
}

function missingDetail(port: string | null): string {
  return port ? FAULT.noPort(port) : FAULT.noSerialPort
}

function failedToOpen(path: string, error: unknown): PartHealth {
  return fault(FAULT.portFailed(path, reasonOf(error)))
}

function fault(detail: string): PartHealth {
  return { status: 'fault', driver: SERIALPORT, detail }
}

/** Why `path` need not be opened; `serialport` would say it in words only. */
function refusalOf(path: string): PartHealth | null {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return null
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { status: 'missing', driver: SERIALPORT, detail: FAULT.noPort(path) }
    return isPermission(error) ? fault(FAULT.noPermission(path, 'dialout')) : failedToOpen(path, error)
  }
}
