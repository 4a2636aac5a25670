import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { createCounters } from '../../ops/counters.js'
import { callerName, createAddresses } from './addresses.js'
import { DEFAULT_LIMITS, toWireLimits, wireLimitVariables } from './limits.js'
import { createOffenders } from './offenders.js'
import { TokenBucket } from './token-bucket.js'

describe('addresses', () => {
  let at = 0
  const now = () => at
  const limits = { ...DEFAULT_LIMITS, connections: 8, connectionsPerAddress: 3, connectsPerSecond: 1 }

  it('W17 an address may have so many connections, all together so many; one that left makes room', () => {
    const addresses = createAddresses({ ...limits, connectsPerSecond: 100 }, now)
    const join = (address: string) => addresses.join(address, () => undefined)?.reason ?? 'in'
    expect([1, 2, 3, 4].map(() => join('192.0.2.1'))).toEqual(['in', 'in', 'in', 'wire_connections'])
    addresses.leave('192.0.2.1', () => undefined)
    expect(join('192.0.2.1')).toBe('in')
    expect([1, 2, 3, 4, 5].map(() => join('127.0.0.1'))).toEqual(['in', 'in', 'in', 'in', 'in'])
    expect(join('127.0.0.1')).toBe('wire_connections')
  })

  it('W17 where all are taken, the address with the most makes room for one that has fewer, newest first', () => {
    const addresses = createAddresses({ ...limits, connectsPerSecond: 100 }, now)
    const ended: string[] = []
    const join = (address: string, name: string) => {
      const end = () => {
        ended.push(name)
        addresses.leave(address, end)
      }
      return addresses.join(address, end)?.reason ?? 'in'
    }
    for (const each of ['a', 'b', 'c']) join('192.0.2.1', each)
    for (const each of ['d', 'e']) join('192.0.2.2', each)
    // This machine's own are nobody's share, and never end for others.
    for (const each of ['f', 'g', 'h']) join('127.0.0.1', each)
    expect([join('192.0.2.3', 'i'), ended]).toEqual(['in', ['c']])
    // a b, d e, i: one more of the third is as many as the others have.
    expect([join('192.0.2.3', 'j'), ended]).toEqual(['wire_connections', ['c']])
    expect([join('192.0.2.4', 'k'), ended]).toEqual(['in', ['c', 'b']])
    expect([join('127.0.0.1', 'l'), ended]).toEqual(['wire_connections', ['c', 'b']])
  })

  it('W17 callers of this machine are counted only when they are asked to be', () => {
    const counted = createAddresses({ ...limits, countLoopback: true }, now)
    for (let i = 0; i < 3; i++) expect(counted.join('127.0.0.9', () => undefined)).toBeNull()
    expect(counted.join('127.0.0.9', () => undefined)).not.toBeNull()
    expect(counted.join('127.0.0.8', () => undefined)).toBeNull()
  })

  it('W18 an address may open so many connections a second, four times that at once', () => {
    const addresses = createAddresses({ ...limits, connectionsPerAddress: 100, connections: 100 }, now)
    const open = (count: number) =>
      Array.from({ length: count }, () => addresses.join('192.0.2.1', () => undefined)?.reason ?? 'in')
    expect(open(5)).toEqual(['in', 'in', 'in', 'in', 'wire_connect_rate'])
    at += 2000
    expect(open(3)).toEqual(['in', 'in', 'wire_connect_rate'])
  })

  it('W16 what was spent beyond the rate is paid back by time, and nothing is saved up beyond the burst', () => {
    const bucket = new TokenBucket(10, 0)
    bucket.spend(60)
    expect(bucket.waitMs(0)).toBe(2100)
    expect(bucket.waitMs(2100)).toBe(0)
    bucket.waitMs(1_000_000)
    bucket.spend(41)
    expect(bucket.waitMs(1_000_000)).toBe(200)
  })

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::1', '::1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
  ])('W17 %s is counted as %s', (address, name) => {
    expect(callerName(address)).toBe(name)
  })

  it('W24 each offence is counted; an offender is named once a minute for each reason, and a hundred of them at most', () => {
    const lines: { reason?: string; from?: string }[] = []
    const counters = createCounters()
    const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as object) })
    const offenders = createOffenders(counters, log, now)
    for (let i = 0; i < 50; i++) offenders.note('wire_malformed', '192.0.2.1', 'x')
    offenders.note('wire_bad_text', '192.0.2.1', 'x')
    expect(lines.map(({ reason }) => reason)).toEqual(['wire_malformed', 'wire_bad_text'])
    for (let i = 0; i < 500; i++) offenders.note('wire_malformed', `10.0.${i >> 8}.${i & 255}`, 'x')
    expect(lines).toHaveLength(101)
    expect(counters.all()).toMatchObject({ wire_malformed: 550, wire_bad_text: 1 })
    at += 60_000
    offenders.note('wire_malformed', '192.0.2.1', 'x')
    expect(lines).toHaveLength(102)
  })

  it('W25 every limit has a default and a variable of its own', () => {
    const names = Object.keys(wireLimitVariables)
    expect(names).toHaveLength(Object.keys(DEFAULT_LIMITS).length)
    const values = Object.entries(wireLimitVariables).map(([name, variable], i) => {
      const text = name === 'EG_LIMIT_LOOPBACK' ? 'on' : String(5000 + i)
      return [name, variable.parse(text)]
    })
    const read = toWireLimits(Object.fromEntries(values) as Parameters<typeof toWireLimits>[0])
    expect(new Set(Object.values(read)).size).toBe(names.length)
    expect(Object.values(DEFAULT_LIMITS)).not.toContain(undefined)
  })
})
