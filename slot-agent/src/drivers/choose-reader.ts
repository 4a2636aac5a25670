import type { PartHealth } from '@eg/shared'
import { absentKeys, absentReader } from './absent-drivers.js'
import { type EpollClass, loadEpoll } from './evdev-files.js'
import { createEvdevKeyboards, type KeyboardOptions } from './evdev-keyboards.js'
import { FAULT, reasonOf } from './part-faults.js'
import type { CardReader, KeySource } from './ports.js'
import {
  createSerialCardReader,
  loadSerialPort,
  type SerialPortClass,
  type SerialReaderOptions,
} from './serial-card-reader.js'

export type ReaderChoice = 'auto' | 'serial' | 'keyboard' | 'off'

export interface ReaderOptions extends Pick<KeyboardOptions, 'clock' | 'sysfsRoot' | 'devRoot'> {
  reader: ReaderChoice
  /** The serial reader's port; null: the first USB serial port. Named, it is the only reader that `auto` looks for. */
  rfidPort: string | null
  /** The reader that types: a part of its name, or its file; null: found by what it calls itself, or by its speed. */
  readerKeyboard: string | null
  /** Keys 1 to 6: `auto` any keyboard, `off` none, otherwise a part of the keyboard's name, or its file. */
  keys: string
  note?: (text: string) => void
  loadSerial?: () => Promise<SerialPortClass>
  loadKeyboards?: () => Promise<EpollClass>
}

/** The reader and the keys, and why these drivers. */
export interface ChosenReader {
  reader: CardReader
  keys: KeySource
  why: { reader: string; keys: string }
}

/** Opens the card reader and the keys. Never throws: a part that cannot be had says why in its health. */
export async function chooseReader(options: ReaderOptions): Promise<ChosenReader> {
  const { reader: choice, rfidPort, readerKeyboard } = options
  const serial = choice === 'serial' || (choice === 'auto' && (rfidPort !== null || readerKeyboard === null))
  const typing = choice === 'keyboard' || (choice === 'auto' && (readerKeyboard !== null || rfidPort === null))
  const keyboards = await openKeyboards(options, typing)
  const readers = [...(serial ? [await openSerial(options)] : []), ...(typing ? [keyboards.reader] : [])]
  return {
    reader: readers.length > 0 ? anyOf(readers) : off(keyboards.reader),
    keys: keyboards.keys,
    why: { reader: whyReader(options, serial, typing), keys: whyKeys(options.keys) },
  }
}

async function openSerial(options: ReaderOptions): Promise<CardReader> {
  const { clock, devRoot, note, rfidPort: port, loadSerial = loadSerialPort } = options
  const given: SerialReaderOptions = { port, clock, devRoot, note }
  try {
    return await createSerialCardReader(await loadSerial(), given)
  } catch (error) {
    return absentReader(notInstalled('serialport', error))
  }
}

async function openKeyboards(options: ReaderOptions, cards: boolean): Promise<{ reader: CardReader; keys: KeySource }> {
  const { clock, sysfsRoot, devRoot, keys, loadKeyboards = loadEpoll } = options
  const wanted = keys !== 'off'
  if (!cards && !wanted) {
    const health: PartHealth = { status: 'off', detail: FAULT.off('EG_KEYS') }
    return { reader: absentReader(health), keys: absentKeys(health) }
  }
  const roles = {
    cards: { wanted: cards, named: options.readerKeyboard },
    keys: { wanted, named: keys === 'auto' ? null : keys },
  }
  try {
    return createEvdevKeyboards(await loadKeyboards(), { clock, sysfsRoot, devRoot, ...roles })
  } catch (error) {
    const health = notInstalled('epoll', error)
    return { reader: absentReader(health), keys: absentKeys(health) }
  }
}

function notInstalled(driver: string, error: unknown): PartHealth {
  return { status: 'missing', driver, detail: FAULT.notInstalled(driver, reasonOf(error)) }
}

/** Readers as one: it is as well as the best of them. */
function anyOf(readers: readonly CardReader[]): CardReader {
  return {
    health() {
      const all = readers.map((reader) => reader.health())
      const best = all.find(({ status }) => status === 'ok') ?? all.find(({ status }) => status === 'fault')
      if (best || readers.length === 1) return best ?? (all[0] as PartHealth)
      return { status: 'missing', detail: FAULT.noReader }
    },
    onCard(listener) {
      const stops = readers.map((reader) => reader.onCard(listener))
      return () => stops.forEach((stop) => stop())
    },
    stop: async () => void (await Promise.all(readers.map((reader) => reader.stop()))),
  }
}

/** No reader is wanted; the part that keys and readers share still has to be let go of. */
function off(part: CardReader): CardReader {
  return { ...absentReader({ status: 'off', detail: FAULT.off('EG_READER') }), stop: part.stop }
}

function whyReader({ reader, rfidPort, readerKeyboard }: ReaderOptions, serial: boolean, typing: boolean): string {
  if (reader === 'off') return 'EG_READER=off'
  const kinds = [
    ...(serial ? [rfidPort ? `the serial port ${rfidPort} (RFID_PORT)` : 'the first USB serial port'] : []),
    ...(typing
      ? [readerKeyboard ? `the keyboard "${readerKeyboard}" (EG_READER_KEYBOARD)` : 'a keyboard that is a reader']
      : []),
  ]
  return `${kinds.join(', or ')}${reader === 'auto' ? '' : ` (EG_READER=${reader})`}`
}

function whyKeys(keys: string): string {
  if (keys === 'auto') return 'any keyboard that is no reader'
  return keys === 'off' ? 'EG_KEYS=off' : `the keyboard "${keys}" (EG_KEYS)`
}
