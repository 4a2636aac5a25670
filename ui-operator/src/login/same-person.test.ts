import { contracts } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { describe, expect, it } from 'vitest'
import { createMemoryKeep } from '../session/keep'
import type { AccessState } from './access'
import { hearOnly } from './may'
import { forgetOthersMoney } from './same-person'

const as = (name: string): AccessState => ({ is: 'in', name, role: 'cashier' })

describe('what one person leaves in a tab', () => {
  it('A80 a money command without an answer is taken up again by who gave it, and by nobody else', () => {
    const keep = createMemoryKeep()
    forgetOthersMoney(as('Sam'), keep)
    keep.setItem('eg.money', 'a top-up of Sam')
    keep.setItem('eg.money.evening', 'one from before the rehearsal')
    forgetOthersMoney(as('Sam'), keep)
    expect(keep.getItem('eg.money')).toBe('a top-up of Sam')
    forgetOthersMoney(as('Léa'), keep)
    expect([keep.getItem('eg.money'), keep.getItem('eg.money.evening')]).toEqual([null, null])
  })

  it('A80 where nobody logs in, what was kept stays', () => {
    const keep = createMemoryKeep()
    keep.setItem('eg.money', 'a top-up')
    forgetOthersMoney({ is: 'open' }, keep)
    expect(keep.getItem('eg.money')).toBe('a top-up')
  })
})

describe('what a role hears', () => {
  it('A81 is what the table of contracts gives it; nothing else is asked of the broker', async () => {
    const asked = async (role: Parameters<typeof hearOnly>[1]) => {
      const link = createMemoryLink()
      const heard: string[] = []
      const bus = hearOnly(link.open(), role)
      bus.subscribe(contracts.opPending, {}, () => heard.push('pending'))
      bus.subscribe(contracts.modeState, {}, () => heard.push('mode'))
      const core = link.open()
      await core.publish(contracts.opPending, {}, { items: [] })
      await core.publish(contracts.modeState, {}, { mode: 'day' })
      return heard
    }
    expect(await asked(null)).toEqual(['pending', 'mode'])
    expect(await asked('technician')).toEqual(['pending', 'mode'])
    expect(await asked('viewer')).toEqual(['mode'])
  })
})
