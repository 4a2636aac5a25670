import '../testing/all-words'
import type { OpDevice, PartHealth } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { aDevice } from '../testing/samples'
import { wordsFor } from '../words/words'
import { deviceHealth, partWord } from './device-health'
import { compareDevices, type FleetColumn } from './sort-devices'

const t = wordsFor('fr')
const parts = (more: Partial<Record<string, PartHealth>> = {}): OpDevice['parts'] => {
  const ok: PartHealth = { status: 'ok' }
  return { buttons: ok, lights: ok, reader: ok, keys: { status: 'off' }, screen: ok, ...more }
}
const health = (more: Partial<OpDevice>) => deviceHealth(aDevice('slot-01', more), t)

describe('health of a device', () => {
  it('O25 is one word and its worst reason', () => {
    expect(health({ parts: parts() })).toEqual({ health: 'ok', why: '' })
    expect(health({ parts: parts({ lights: { status: 'simulated' } }) }).health).toBe('ok')
    expect(health({ parts: parts({ lights: { status: 'fault' }, reader: { status: 'missing' } }) })).toEqual({
      health: 'problem',
      why: 'Lumières en panne',
    })
    expect(health({ parts: parts({ reader: { status: 'missing' } }) }).health).toBe('attention')
    expect(health({ page_online: false })).toEqual({ health: 'attention', why: 'écran fermé' })
    expect(health({ kind: 'table', page_online: false }).health).toBe('ok')
    expect(health({ outbox: 2 }).why).toBe('2 envois en attente')
    expect(health({ link_ms: 900 }).why).toBe('lien lent')
    expect(health({ online: false }).health).toBe('problem')
  })

  it('O25 does not repeat what a device that is gone once said about its parts', () => {
    const gone = aDevice('slot-01', { online: false, parts: parts() })
    expect(partWord(gone, 'buttons')).toBe('unknown')
    expect(partWord({ ...gone, online: true }, 'buttons')).toBe('ok')
  })

  it('O25 puts problems first, then sorts by id as people count', () => {
    const devices = [
      aDevice('slot-10'),
      aDevice('slot-9', { last_seen: 5 }),
      aDevice('slot-2', { online: false }),
      aDevice('slot-11', { outbox: 1 }),
    ]
    const ids = (column: FleetColumn) => devices.toSorted(compareDevices(t)[column]).map((d) => d.device_id)
    expect(ids('health')).toEqual(['slot-2', 'slot-11', 'slot-9', 'slot-10'])
    expect(ids('id')).toEqual(['slot-2', 'slot-9', 'slot-10', 'slot-11'])
    expect(ids('link').slice(0, 2)).toEqual(['slot-2', 'slot-9'])
  })
})
