import { expect, it } from 'vitest'
import { type KeyboardRoles, useOf } from './keyboards.js'

const plain = { path: '/dev/input/event0', name: 'HXGCoLtd Keyboard' }
const reader = { path: '/dev/input/event1', name: 'Sycreader RFID Technology Co., Ltd SYC ID&IC USB Reader' }
const roles = (cards: string | null | false, keys: string | null | false): KeyboardRoles => ({
  cards: { wanted: cards !== false, named: cards || null },
  keys: { wanted: keys !== false, named: keys || null },
})

it.each([
  ['both are looked for', roles(null, null), 'both', 'cards'],
  ['a reader is named', roles('hxgco', null), 'cards', 'keys'],
  ['the keys are named', roles(null, 'hxgco'), 'keys', 'cards'],
  ['the keys are named, by a file, and it calls itself a reader', roles(null, reader.path), 'cards', 'keys'],
  ['both are named', roles('syc', 'hxg'), 'keys', 'cards'],
  ['no reader is looked for', roles(false, null), 'keys', 'keys'],
  ['no keys are', roles(null, false), 'cards', 'cards'],
  ['another reader is named', roles('elsewhere', false), null, null],
  ['nothing is', roles(false, false), null, null],
])('G9 what a keyboard is used for where %s', (_, given, ofPlain, ofReader) => {
  expect([useOf(plain, given), useOf(reader, given)]).toEqual([ofPlain, ofReader])
})
