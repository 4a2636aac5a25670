import { describe, expect, it } from 'vitest'
import { type DeviceFacts, canVote, troublesOf } from './device-health.js'

const ok = { status: 'ok' }
const parts = { buttons: ok, lights: ok, reader: ok, keys: { status: 'off' }, screen: ok }
const host = { clock_offset_ms: 3, temperature_c: 51, throttled: [], disk_free_mb: 20_000 }
const healthy: DeviceFacts = {
  kind: 'slot',
  online: true,
  pageOnline: true,
  silent: false,
  linkMs: 1.2,
  outbox: 0,
  parts,
  host,
}
const troubles = (more: Partial<DeviceFacts>) => troublesOf({ ...healthy, ...more })

describe('what is wrong with a device', () => {
  it('D20 nothing, where all is well, parts are simulated, or a device of the old system says nothing of them', () => {
    expect(troublesOf(healthy)).toEqual([])
    expect(troubles({ parts: { ...parts, lights: { status: 'simulated' } } })).toEqual([])
    expect(troubles({ parts: null, host: null, linkMs: null, outbox: null })).toEqual([])
    expect(troubles({ kind: 'table', parts: null, host: null, pageOnline: false })).toEqual([])
  })
  it('D21 tells an agent that is dead from a device that is off or cut off, and from one that hangs', () => {
    expect(troubles({ online: false, pageOnline: false })).toEqual(['offline'])
    expect(troubles({ online: false, pageOnline: true })).toEqual(['agent_dead'])
    expect(troubles({ silent: true })).toEqual(['agent_silent'])
  })
  it('D22 tells a dead page by the word of its agent; without one, by its connection', () => {
    const screen = { status: 'missing' }
    expect(troubles({ parts: { ...parts, screen } })).toEqual(['screen_dead'])
    expect(troubles({ parts: { ...parts, screen }, pageOnline: false })).toEqual(['screen_dead'])
    expect(troubles({ pageOnline: false })).toEqual([])
    expect(troubles({ parts: null, pageOnline: false })).toEqual(['screen_dead'])
  })
  it('D23 names each part that is missing or broken, the link, the clock, the machine and what is unsent', () => {
    expect(troubles({ parts: { ...parts, reader: { status: 'missing' } } })).toEqual(['reader_missing'])
    expect(troubles({ parts: { ...parts, reader: { status: 'fault' } } })).toEqual(['reader_fault'])
    expect(troubles({ linkMs: 900 })).toEqual(['link_slow'])
    expect(troubles({ outbox: 2 })).toEqual(['unsent'])
    expect(troubles({ host: { ...host, clock_offset_ms: -9000 } })).toEqual(['clock_off'])
    expect(troubles({ host: { ...host, temperature_c: 84 } })).toEqual(['hot'])
    expect(troubles({ host: { ...host, throttled: ['under_voltage', 'throttled'] } })).toEqual([
      'under_voltage',
      'throttled',
    ])
    expect(troubles({ host: { ...host, disk_free_mb: 12 } })).toEqual(['disk_low'])
    const nothingTold = { clock_offset_ms: null, temperature_c: null, throttled: null, disk_free_mb: null }
    expect(troubles({ host: nothingTold })).toEqual([])
  })
  it('D23 says the worst first, in one order', () => {
    const all = troubles({
      silent: true,
      linkMs: 900,
      outbox: 1,
      parts: {
        buttons: { status: 'fault' },
        lights: { status: 'missing' },
        reader: { status: 'missing' },
        keys: ok,
        screen: { status: 'missing' },
      },
      host: { clock_offset_ms: 9000, temperature_c: 90, throttled: ['under_voltage', 'throttled'], disk_free_mb: 1 },
    })
    expect(all).toEqual([
      'agent_silent',
      'buttons_fault',
      'screen_dead',
      'lights_missing',
      'reader_missing',
      'under_voltage',
      'hot',
      'throttled',
      'disk_low',
      'clock_off',
      'link_slow',
      'unsent',
    ])
  })
  it('N31 somebody can vote where it is connected, not hung, and buttons, keys or screen work', () => {
    expect(canVote(healthy)).toBe(true)
    expect(canVote({ ...healthy, parts: null })).toBe(true)
    expect(canVote({ ...healthy, online: false })).toBe(false)
    expect(canVote({ ...healthy, silent: true })).toBe(false)
    const dead = { status: 'missing' }
    expect(canVote({ ...healthy, parts: { ...parts, buttons: dead, screen: dead } })).toBe(false)
    expect(canVote({ ...healthy, parts: { ...parts, buttons: dead, screen: ok } })).toBe(true)
  })
})
