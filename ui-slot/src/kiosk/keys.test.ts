import { describe, expect, it } from 'vitest'
import { type KeyPress, buttonOfKey } from './keys'

const key = (part: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  repeat: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...part,
})

describe('keys', () => {
  it('K16 takes 1 to 6 of both digit rows for the six buttons, also on a French keyboard', () => {
    expect(buttonOfKey(key({ key: '1', code: 'Digit1' }))).toBe(0)
    expect(buttonOfKey(key({ key: 'é', code: 'Digit2' }))).toBe(1)
    expect(buttonOfKey(key({ key: '6', code: 'Numpad6' }))).toBe(5)
    expect(buttonOfKey(key({ key: '3', code: '' }))).toBe(2)
  })

  it('K16 takes no other key, no held key and no shortcut for a press', () => {
    expect(buttonOfKey(key({ key: '7', code: 'Digit7' }))).toBeNull()
    expect(buttonOfKey(key({ key: '0', code: 'Digit0' }))).toBeNull()
    expect(buttonOfKey(key({ key: 'a', code: 'KeyA' }))).toBeNull()
    expect(buttonOfKey(key({ code: 'Digit1', repeat: true }))).toBeNull()
    expect(buttonOfKey(key({ code: 'Digit1', ctrlKey: true }))).toBeNull()
  })
})
