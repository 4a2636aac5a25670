import { describe, expect, it } from 'vitest'
import { isDeviceId, isRequestId, newRequestId } from './ids.js'

describe('ids', () => {
  it('C17 a device id is one level of a topic that begins with a letter or digit', () => {
    for (const id of ['slot-01', 'a', '7', 'Table_2.b', 'x'.repeat(64)]) expect(isDeviceId(id), id).toBe(true)
    const bad = [
      '',
      '-a',
      '.a',
      '__proto__',
      'a/b',
      'a+',
      '#',
      'a b',
      'é',
      'a\n',
      'a\0',
      'x'.repeat(65),
      7,
      null,
      ['a'],
    ]
    for (const id of bad) expect(isDeviceId(id), String(id)).toBe(false)
  })

  it('C17 a request id is 1 to 128 printable characters without spaces', () => {
    for (const id of ['r', '~'.repeat(128), '{"a":1}', '__proto__']) expect(isRequestId(id), id).toBe(true)
    for (const id of ['', ' ', 'a b', 'a\n', '\u007f', 'é', 'x'.repeat(129), 7, undefined]) {
      expect(isRequestId(id), String(id)).toBe(false)
    }
  })

  it('C17 a fresh request id fits, and is never the same twice', () => {
    const ids = Array.from({ length: 1000 }, () => newRequestId('k'))
    expect(new Set(ids).size).toBe(1000)
    for (const id of ids) expect(isRequestId(id)).toBe(true)
    expect(ids[0]).toMatch(/^k-[0-9a-f]{24}$/)
  })
})
