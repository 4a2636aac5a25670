import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasCapability, LONG_BYTES } from './input-event.js'
import { ENTER_KEYS, KEYPAD, UPPER_ROW } from './key-codes.js'
import type { KeyboardUse } from './typing.js'

/** A keyboard, or what the kernel takes for one: a reader that types. */
export interface Keyboard {
  /** `/dev/input/event3` */
  path: string
  name: string
}

/** Which keyboards give cards and which give keys 1 to 6. */
export interface KeyboardRoles {
  /** Whether readers are looked for among keyboards; `named` is the only one, by a part of its name or by its file. */
  cards: { wanted: boolean; named: string | null }
  keys: { wanted: boolean; named: string | null }
}

/** How readers that type call themselves: "Sycreader RFID …", "HID Card Reader", "… USB Reader". */
const READER_NAME = /rfid|reader|scanner|smart ?card|\bcard\b/i

/** Lists keyboards by what they can type: keys 1 to 6, in either row, and Enter. */
export function listKeyboards(sysfsRoot = '/sys', devRoot = '/dev', longBytes = LONG_BYTES): Keyboard[] {
  const folder = join(sysfsRoot, 'class', 'input')
  return entries(folder)
    .filter((event) => /^event\d+$/.test(event))
    .filter((event) => {
      const bitmap = read(join(folder, event, 'device', 'capabilities', 'key'))
      const has = (key: number) => hasCapability(bitmap, key, longBytes)
      return (UPPER_ROW.every(has) || KEYPAD.every(has)) && ENTER_KEYS.some(has)
    })
    .map((event) => ({
      path: join(devRoot, 'input', event),
      name: read(join(folder, event, 'device', 'name')) || event,
    }))
}

/** What `keyboard` is used for; null: nothing, it is left alone. A name in the settings decides, then the name it bears. */
export function useOf(keyboard: Keyboard, { cards, keys }: KeyboardRoles): KeyboardUse | null {
  if (cards.wanted && cards.named && isNamed(keyboard, cards.named)) return 'cards'
  if (keys.wanted && keys.named && isNamed(keyboard, keys.named)) return 'keys'
  if (cards.wanted && !cards.named && isReader(keyboard)) return 'cards'
  const givesKeys = keys.wanted && !keys.named
  const mayBeReader = cards.wanted && !cards.named
  if (givesKeys) return mayBeReader ? 'both' : 'keys'
  return mayBeReader ? 'cards' : null
}

/** Whether it says itself that it is a reader. */
export function isReader({ name }: Keyboard): boolean {
  return READER_NAME.test(name)
}

function isNamed({ path, name }: Keyboard, named: string): boolean {
  return path === named || name.toLowerCase().includes(named.toLowerCase())
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  } catch {
    return [] // a kernel without input devices
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return '' // unplugged meanwhile
  }
}
