import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock, systemClock } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../../scripts/test/processes.js'
import { loadEpoll } from './evdev-files.js'
import { createEvdevKeyboards } from './evdev-keyboards.js'
import { LONG_BYTES } from './input-event.js'
import type { KeyboardRoles } from './keyboards.js'
import { describeCardReader, describeKeySource } from './part-contracts.suite.js'

const USB_KEYBOARD = 'e080ffdf01cfffff fffffffffffffffe'
const POWER_BUTTON = '10000000000000 0'
const CODES = new Map([...'1234567890'].map((digit, i) => [digit, 2 + i] as const))
const LETTERS = new Map<string, number>(Object.entries({ A: 30, B: 48, C: 46, D: 32, E: 18, F: 33, '\n': 28 }))

let root: string
let parts: ReturnType<typeof createEvdevKeyboards> | null
const fds: number[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'eg-input-'))
  parts = null
})
afterEach(async () => {
  await Promise.all([parts?.reader.stop(), parts?.keys.stop()])
  for (const fd of fds.splice(0)) closeSync(fd)
  rmSync(root, { recursive: true })
})

/** A keyboard made of a pipe that the kernel's bytes are written to, and of what sysfs says of it. */
function plug(event: string, name: string, keys = USB_KEYBOARD) {
  const device = join(root, 'sys', 'class', 'input', event, 'device')
  mkdirSync(join(device, 'capabilities'), { recursive: true })
  mkdirSync(join(root, 'dev', 'input'), { recursive: true })
  writeFileSync(join(device, 'name'), `${name}\n`)
  writeFileSync(join(device, 'capabilities', 'key'), `${keys}\n`)
  const path = join(root, 'dev', 'input', event)
  execFileSync('mkfifo', [path])
  const fd = openSync(path, constants.O_RDWR)
  fds.push(fd)
  let at = Date.now()
  const send = (codes: number[], gapMs: number) => {
    for (const code of codes) {
      at += gapMs
      writeSync(fd, event24(code, at))
    }
  }
  return {
    send,
    type: (text: string, gapMs = 10) =>
      send(
        [...text].map((character) => CODES.get(character) ?? LETTERS.get(character) ?? 1),
        gapMs,
      ),
    unplug() {
      rmSync(path)
      rmSync(device, { recursive: true })
      closeSync(fds.splice(fds.indexOf(fd), 1)[0] ?? -1)
    },
  }
}

function event24(code: number, at: number): Buffer {
  const bytes = Buffer.alloc(2 * LONG_BYTES + 8)
  bytes.writeUInt32LE(Math.floor(at / 1000), 0)
  bytes.writeUInt32LE((at % 1000) * 1000, LONG_BYTES)
  bytes.writeUInt16LE(1, 2 * LONG_BYTES)
  bytes.writeUInt16LE(code, 2 * LONG_BYTES + 2)
  bytes.writeUInt32LE(1, 2 * LONG_BYTES + 4)
  return bytes
}

const AUTO: KeyboardRoles = { cards: { wanted: true, named: null }, keys: { wanted: true, named: null } }
async function open(roles: KeyboardRoles = AUTO, clock = systemClock) {
  const roots = { sysfsRoot: join(root, 'sys'), devRoot: join(root, 'dev') }
  parts = createEvdevKeyboards(await loadEpoll(), { ...roles, ...roots, clock })
  const heard: (string | number)[] = []
  parts.reader.onCard((tagUid) => heard.push(tagUid))
  parts.keys.onKey((index) => heard.push(index))
  return { ...parts, heard }
}
const quiet = () => new Promise((resolve) => setTimeout(resolve, 150))

describeCardReader('evdev', async () => {
  const clock = createManualClock()
  const keyboard = plug('event0', 'Sycreader RFID Technology Co., Ltd SYC ID&IC USB Reader')
  const { reader, heard } = await open(AUTO, clock)
  let sent = 0
  return {
    part: reader,
    present(uid) {
      sent += 1
      keyboard.type(`${uid.toUpperCase()}\n`)
    },
    async settle() {
      await until('the card', () => heard.length === sent)
      clock.advance(1000)
    },
  }
})

describeKeySource('evdev', async () => {
  const keyboard = plug('event0', 'Logitech USB Keyboard')
  const { keys } = await open()
  return {
    part: keys,
    type: (index) => keyboard.type(String(index + 1), 200),
    settle: async () => void (await quiet()),
  }
})

describe('keyboards', () => {
  it('G8 are chosen by what they can type: a power button is none', async () => {
    plug('event0', 'pwr_button', POWER_BUTTON)
    const { keys, reader } = await open()
    expect(keys.health()).toMatchObject({ status: 'off', detail: expect.stringContaining('no keyboard') })
    expect(reader.health().status).toBe('missing')
  })

  it('G8 plugged in later they are there, unplugged they are gone, and back they are there again', async () => {
    const { keys, heard } = await open()
    const first = plug('event4', 'USB Keyboard')
    await until('the keyboard', () => keys.health().status === 'ok')
    first.type('3')
    await until('the key', () => heard.length === 1)
    first.unplug()
    await until('it to be gone', () => keys.health().status === 'off')
    plug('event5', 'USB Keyboard').type('6')
    await until('the other key', () => heard.length === 2)
    expect(heard).toEqual([2, 5])
  })

  it('G9 one that calls itself a reader gives cards only, the other one keys', async () => {
    const reader = plug('event0', 'HID Card Reader')
    const keyboard = plug('event1', 'Dell KB216')
    const { heard, ...both } = await open()
    reader.type('12\n', 300)
    keyboard.type('5')
    reader.type('04A37C91\n')
    await until('card and key', () => heard.length === 2)
    await quiet()
    expect(heard.sort()).toEqual(['04A37C91', 4].sort())
    expect(both.reader.health().driver).toBe('evdev HID Card Reader')
    expect(both.keys.health().driver).toBe('evdev Dell KB216')
  })

  it('G9 one that is not known becomes a reader by the first card it types', async () => {
    const keyboard = plug('event0', 'HXGCoLtd Keyboard')
    const { reader, keys, heard } = await open()
    expect([reader.health().status, keys.health().status]).toEqual(['missing', 'ok'])
    keyboard.type('0008274561\n')
    await until('the card', () => heard.length > 0)
    keyboard.type('12', 100)
    await quiet()
    expect(heard).toEqual(['0008274561'])
    expect([reader.health().status, keys.health().status]).toEqual(['ok', 'off'])
  })

  it('G9 a keypad that sends NumLock with every key is a person’s, and a reader may turn CapsLock on for its letters', async () => {
    const keypad = plug('event0', 'HXGCoLtd Keypad')
    const { heard } = await open()
    keypad.send([69, 79, 69], 8)
    await until('the key', () => heard.length > 0)
    await quiet()
    keypad.send([11, 5, 58, 30, 58, 4, 8, 46, 10, 2, 28], 8)
    await until('the card', () => heard.length > 1)
    expect(heard).toEqual([0, '04A37C91'])
  })

  it('G9 the settings name them by a part of the name, or by the file', async () => {
    const wedge = plug('event0', 'ACME Keyboard')
    const other = plug('event1', 'Fast Card Reader')
    const roles = {
      cards: { wanted: true, named: 'acme' },
      keys: { wanted: true, named: join(root, 'dev', 'input', 'event1') },
    }
    const { heard } = await open(roles)
    wedge.type('04A37C91\n', 200)
    other.type('123')
    await until('all', () => heard.length === 4)
    expect(heard.filter((one) => typeof one === 'number')).toEqual([0, 1, 2])
    expect(heard).toContain('04A37C91')
  })

  it('S95 any that is read, for cards or keys, decides what it types; one that is gone or left alone does not', async () => {
    const { keys } = await open({ cards: { wanted: true, named: 'reader' }, keys: { wanted: false, named: null } })
    plug('event0', 'Dell KB216')
    const reader = plug('event1', 'HID Card Reader')
    await until('the reader', () => keys.hasKeyboard())
    expect(keys.health().status).toBe('off')
    reader.unplug()
    await until('it to be gone', () => !keys.hasKeyboard())
    plug('event1', 'HID Card Reader')
    await until('it to be back', () => keys.hasKeyboard())
  })

  it('S95 knows when any that is read typed anything, also an Enter, and also once it is gone', async () => {
    const clock = createManualClock()
    const { keys } = await open(AUTO, clock)
    const reader = plug('event1', 'HID Card Reader')
    await until('the reader', () => keys.hasKeyboard())
    clock.advance(10_000)
    expect(keys.heardNear(10_000)).toBe(false)
    reader.type('\n')
    await until('its Enter', () => keys.heardNear(10_000))
    clock.advance(600)
    reader.unplug()
    await until('it to be gone', () => !keys.hasKeyboard())
    expect([keys.heardNear(10_000), keys.heardNear(10_600)]).toEqual([true, false])
  })

  it('G10 one that is named and not there is missing, with where to look', async () => {
    const { keys, reader } = await open({ cards: { wanted: true, named: 'x' }, keys: { wanted: true, named: 'y' } })
    expect(keys.health()).toMatchObject({ status: 'missing', detail: expect.stringContaining('/proc/bus/input') })
    expect(reader.health().detail).toContain('EG_READER_KEYBOARD')
  })
})
