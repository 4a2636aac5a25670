import { describe, expect, it } from 'vitest'
import { hasCapability, parseInputEvents } from './input-event.js'
import { buttonOf, typedBy } from './key-codes.js'

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex')

describe('struct input_event', () => {
  it('G8 is read as a 64-bit kernel gives it to a 64-bit program', () => {
    // As recorded from a USB keyboard on Linux 6.12: scan code, key 0 pressed, end; scan code, key 0 released, end.
    const recorded = hex(`
      cc8f016b00000000 2596000000000000 0400 0400 27000700  cc8f016b00000000 2596000000000000 0100 0b00 01000000
      cc8f016b00000000 2596000000000000 0000 0000 00000000  cc8f016b00000000 17c1000000000000 0100 0b00 00000000`)
    const at = 0x6b018fcc * 1000 + 0x9625 / 1000
    expect(parseInputEvents(recorded, 8)).toEqual([{ type: 'key', code: 11, at }])
  })

  it('G8 is read as a 32-bit program gets it, also from a 64-bit kernel', () => {
    const two = hex('cc8f016b 25960000 0100 0200 01000000  cc8f016b 25960000 0000 0300 00000000')
    expect(parseInputEvents(two, 4)).toEqual([
      { type: 'key', code: 2, at: 0x6b018fcc * 1000 + 0x9625 / 1000 },
      { type: 'lost' },
    ])
  })

  it('G8 a key that repeats while it is held is no key', () => {
    expect(parseInputEvents(hex('cc8f016b 25960000 0100 0200 02000000'), 4)).toEqual([])
  })
})

describe('what a device can do', () => {
  it('G8 is read from the words of sysfs, the highest first, of either length', () => {
    const usb = 'e080ffdf01cfffff fffffffffffffffe'
    for (const key of [2, 7, 28, 82, 96]) expect(hasCapability(usb, key, 8)).toBe(true)
    const power = '10000000000000 0'
    expect(hasCapability(power, 116, 8)).toBe(true)
    for (const key of [2, 28]) expect(hasCapability(power, key, 8)).toBe(false)
    expect(hasCapability('e080ffdf 1cfffff ffffffff fffffffe', 28, 4)).toBe(true)
    expect(hasCapability('e080ffdf 1cfffff ffffffff fffffffe', 0, 4)).toBe(false)
    expect(hasCapability('', 2, 8)).toBe(false)
  })

  it('G8 keys type the same on every layout', () => {
    expect([2, 11, 30, 16, 33, 79, 82].map(typedBy)).toEqual(['1', '0', 'A', 'A', 'F', '1', '0'])
    expect([28, 96, 42, 1].map(typedBy)).toEqual(['enter', 'enter', 'shift', null])
    expect([69, 58, 70].map(typedBy)).toEqual(['shift', 'shift', 'shift'])
    expect(['1', '6', '7', '0', 'enter'].map(buttonOf)).toEqual([0, 5, null, null, null])
  })
})
