import { describe, expect, it } from 'vitest'
import type { Measured } from './players.js'
import { verdict } from './verdict.js'

/** Beside what is well within the aims, the figures of the votes. */
const felt = (p99: number | null, max: number | null): Measured => ({
  durable: { count: 100, p50: 2, p99, max },
  event: { count: 100, p50: 1, p99: 5, max: 9 },
  connected: true,
})

describe('what is said of an attack', () => {
  it('Y30 a figure beyond its aim is laid to the machine only if a core that nobody attacks is beyond the same one', () => {
    expect(verdict({ measured: felt(20, 250), machine: null }, 64)).toBe('yes')
    expect(verdict({ measured: felt(21, 30), machine: null }, 0)).toBe('NO')
    expect(verdict({ measured: felt(21, 30), machine: felt(19, 300) }, 0)).toBe('NO')
    expect(verdict({ measured: felt(21, 260), machine: felt(22, 249) }, 0)).toBe('NO')
    expect(verdict({ measured: felt(21, 30), machine: felt(22, 30) }, 0)).toBe('machine')
    expect(verdict({ measured: felt(42, 30), machine: felt(22, 30) }, 0)).toBe('machine')
    expect(verdict({ measured: felt(43, 30), machine: felt(22, 30) }, 0)).toBe('NO')
  })

  it('Y30 memory is the core’s own, and a client that heard nothing was harmed', () => {
    expect(verdict({ measured: felt(5, 9), machine: felt(99, 999) }, 65)).toBe('NO')
    expect(verdict({ measured: felt(null, null), machine: felt(null, null) }, 0)).toBe('NO')
    expect(verdict({ measured: felt(null, null), machine: felt(99, 999) }, 0)).toBe('NO')
  })
})
