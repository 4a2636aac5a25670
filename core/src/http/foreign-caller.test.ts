import { describe, expect, it } from 'vitest'
import { type CallerHeaders, type OwnPages, foreignCaller } from './foreign-caller.js'

const own: OwnPages = {
  hosts: ['eg.venue.example'],
  origins: ['https://board.venue.example'],
  pagePorts: () => ({ operator: 3000, kiosk: 5173 }),
  enrolled: null,
}
const enrolled: OwnPages = {
  ...own,
  enrolled: {
    names: () => ['casino', 'casino.local', 'eg-core.local', 'localhost'],
    slotAddresses: () => new Set(['192.168.1.21', 'fd00::21']),
  },
}
const admitted = (headers: CallerHeaders, safe = false) => foreignCaller(headers, own, safe) === null
const page = (origin: string, host: string) => admitted({ origin, host })

describe('a page that a browser shows', () => {
  it.each([
    ['http://192.168.1.10:3000', '192.168.1.10:3000'],
    ['http://192.168.1.10:5173', '192.168.1.10:9001'],
    ['http://localhost:3000', '127.0.0.1:9001'],
    ['http://[::1]:5173', 'localhost:9001'],
    ['http://core.lan:3000', 'core.lan:8000'],
    ['http://CORE.local:3000', 'core.local:9001'],
    ['http://eg.venue.example:3000', 'eg.venue.example:8000'],
    ['https://eg.venue.example', 'eg.venue.example'],
    ['http://slot-01.local:5173', '192.168.1.10:9001'],
    ['http://192.168.1.21:5173', 'core.local:9001'],
    ['http://[fd00::21]:5173', '[fd00::1]:9001'],
    ['http://slot-01:5173', 'core:9001'],
  ])('H3 of the venue may call the core: %s calls %s', (origin, host) => expect(page(origin, host)).toBe(true))

  it.each([
    ['http://evil.example', '192.168.1.10:8000'],
    ['http://evil.example:5173', 'core.lan:9001'],
    ['https://evil.example', 'localhost:8000'],
    ['http://evil.example', 'evil.example'],
    ['http://evil.example:8000', 'evil.example:8000'],
    ['http://203.0.113.5:5173', '192.168.1.10:9001'],
    ['http://192.168.1.66:8080', '192.168.1.10:8000'],
    ['http://localhost.evil.example:3000', 'localhost:8000'],
    ['http://192.168.1.10.evil.example:3000', '192.168.1.10:8000'],
    ['http://core.local@evil.example:3000', 'core.local:8000'],
    ['null', '192.168.1.10:8000'],
    ['file://', 'localhost:9001'],
    ['not a url', 'localhost:9001'],
    ['', 'localhost:9001'],
  ])('H2 of another site may not: %s calls %s', (origin, host) => expect(page(origin, host)).toBe(false))

  it('H2 may not read either under a name that a stranger gave this machine (DNS rebinding)', () => {
    expect(admitted({ host: 'evil.example:8000' }, true)).toBe(false)
    expect(admitted({ host: 'core.lan.evil.example' }, true)).toBe(false)
    expect(admitted({ host: 'a b' }, true)).toBe(false)
    for (const host of ['192.168.1.10:8000', '203.0.113.5', '[::1]:8000', 'localhost:8000', 'core', 'core.lan'])
      expect(admitted({ host }, true), host).toBe(true)
  })

  it('H2 may not command where the browser says only that the site is another; a link to the page may be followed', () => {
    expect(admitted({ host: 'core', 'sec-fetch-site': 'cross-site' })).toBe(false)
    expect(admitted({ host: 'core', 'sec-fetch-site': 'cross-site' }, true)).toBe(true)
  })

  it('H3 scripts and devices, which send no Origin, may call', () => {
    expect(admitted({ host: '192.168.1.10:8000' })).toBe(true)
    expect(admitted({})).toBe(true)
  })
})

describe('a page, where devices are enrolled', () => {
  const admits = (headers: CallerHeaders, safe = false) => foreignCaller(headers, enrolled, safe) === null

  it.each([
    ['http://192.168.1.10:3000', '192.168.1.10:9001'],
    ['https://casino.local:3000', 'casino.local:8884'],
    ['https://casino.local:8000', 'casino.local:8000'],
    ['https://eg.venue.example', 'eg.venue.example'],
    ['http://localhost:3000', '127.0.0.1:9001'],
    ['http://localhost:5173', '192.168.1.10:8884'],
    ['http://127.0.0.1:5173', 'casino:8884'],
    ['http://192.168.1.21:5173', '192.168.1.10:8884'],
    ['http://[fd00::21]:5173', 'casino.lan:8884'],
    ['https://board.venue.example', 'casino.lan:8000'],
  ])('V21 of the venue may call: %s calls %s', (origin, host) => expect(admits({ origin, host })).toBe(true))

  it.each([
    ['http://192.168.1.66:5173', '192.168.1.10:8884'],
    ['http://192.168.1.21:8080', '192.168.1.10:8884'],
    ['http://slot-01.local:5173', '192.168.1.10:8884'],
    ['http://192.168.1.10:8080', '192.168.1.10:8884'],
    ['http://192.168.1.66:3000', '192.168.1.10:8884'],
    ['http://localhost:8080', '192.168.1.10:8884'],
    ['https://board.venue.example:8443', 'casino:8000'],
    ['http://board.venue.example', 'casino:8000'],
    ['null', 'casino:8000'],
  ])('V21 of anybody else may not, also from an address of the network: %s calls %s', (origin, host) =>
    expect(admits({ origin, host })).toBe(false),
  )

  it('V20 Host is an address, localhost, a name of this machine or of EG_HOSTS; no other name of the network', () => {
    for (const host of [
      '192.168.1.10',
      '[fd00::1]:8000',
      'localhost:8000',
      'casino',
      'casino.lan',
      'CASINO.local:3000',
    ])
      expect(admits({ host }, true), host).toBe(true)
    for (const host of ['eg-core', 'eg-core.local', 'eg.venue.example']) expect(admits({ host }, true), host).toBe(true)
    for (const host of ['evil.local', 'core', 'casino.evil.example', 'casino.example', 'local', 'evil.example'])
      expect(admits({ host }, true), host).toBe(false)
  })

  it('V22 what refuses says how to let in', () => {
    expect(foreignCaller({ host: 'core.lan' }, enrolled, true)).toContain('EG_HOSTS')
    expect(foreignCaller({ host: 'casino', origin: 'http://192.168.1.66:5173' }, enrolled, true)).toContain(
      'EG_ORIGINS',
    )
  })
})

it('V22 EG_ORIGINS lets further pages call, exactly as they are named, also in open mode', () => {
  expect(page('https://board.venue.example', '192.168.1.10:8000')).toBe(true)
  expect(page('https://board.venue.example:444', '192.168.1.10:8000')).toBe(false)
  expect(page('http://board.venue.example', '192.168.1.10:8000')).toBe(false)
})
