import { describe, expect, it } from 'vitest'
import { type CallerHeaders, foreignCaller } from './foreign-caller.js'

const own = { hosts: ['eg.venue.example'], pagePorts: [3000, 5173] }
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
