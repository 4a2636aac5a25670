import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NightNow, type ShowNow, isWaitedOn, suggestNext } from './suggest.js'

const night = (suggested: NightNow['suggested'], status?: 'open' | 'closed' | 'revealed' | 'voided'): NightNow => ({
  suggested,
  run: status ? { run: 4, status, voted: 8, expected: 9 } : null,
})
const show = (more: Partial<ShowNow> = {}): ShowNow => ({
  status: null,
  start: null,
  played: false,
  run: null,
  leadsTo: null,
  ...more,
})
const none = { run: null, leads_to: null, voted: null, expected: null }

describe('the suggestion', () => {
  it('F40 is one action at every moment', () => {
    const running = show({ status: 'running', start: 'a', run: 4 })
    const told = (now: NightNow, of: ShowNow) => suggestNext(now, of)
    expect(told(night('begin_night'), running)).toEqual({ ...none, action: 'begin_night' })
    expect(told(night('open'), show())).toEqual({ ...none, action: 'open' })
    expect(told(night('next', 'revealed'), show())).toEqual({ ...none, action: 'open' })
    expect(told(night('open'), show({ start: 'a' }))).toEqual({ ...none, action: 'start', leads_to: 'a' })
    expect(told(night('wait', 'open'), running)).toEqual({ ...none, action: 'wait', run: 4 })
    expect(told(night('close', 'open'), running)).toEqual({ ...none, action: 'close', run: 4, voted: 8, expected: 9 })
    expect(told(night('decide', 'closed'), running)).toEqual({ ...none, action: 'decide', run: 4 })
    expect(told(night('reveal', 'closed'), show())).toEqual({ ...none, action: 'reveal', run: 4 })
    expect(told(night('next', 'revealed'), { ...running, leadsTo: 'b' })).toEqual({
      ...none,
      action: 'next',
      run: 4,
      leads_to: 'b',
    })
    expect(told(night('open', 'voided'), running)).toEqual({ ...none, action: 'redo', run: 4 })
    expect(told(night('next', 'revealed'), show({ status: 'ended', start: 'a', played: true }))).toEqual({
      ...none,
      action: 'end_night',
    })
    // Frozen: what comes next is refused, so nobody is sent to it.
    expect(told(night('wait', 'revealed'), { ...running, leadsTo: 'b' })).toEqual({ ...none, action: 'wait' })
    expect(told(night('next', 'revealed'), show({ status: 'ended', start: 'c' }))).toEqual({
      ...none,
      action: 'start',
      leads_to: 'c',
    })
  })

  it('F45 an alert is due where something is asked or a show runs, unless a timer is going to end it', () => {
    const now = (suggested: NightNow['suggested'], status?: 'open' | 'closed') =>
      suggestNext(night(suggested, status), show())
    expect(isWaitedOn(now('wait', 'open'), true)).toBe(false)
    expect(isWaitedOn(now('wait', 'open'), false)).toBe(true)
    expect(isWaitedOn(now('reveal', 'closed'), false)).toBe(true)
    expect(isWaitedOn(now('open'), false)).toBe(false)
    expect(isWaitedOn(now('begin_night'), false)).toBe(false)
  })

  it('E63 is to unfreeze the game, or to let the session go on, while nothing else can be done; that is no standstill', () => {
    const running = show({ status: 'running', start: 'a', run: 4, leadsTo: 'b' })
    for (const held of ['unfreeze', 'resume'] as const) {
      expect(suggestNext(night('wait', 'open'), running, held)).toEqual({ ...none, action: held, run: 4 })
      const told = suggestNext(night('next', 'revealed'), running, held)
      expect(told).toEqual({ ...none, action: held })
      expect(isWaitedOn(told, false)).toBe(false)
    }
  })

  it('F40 names what it is about, whatever the evening is like', () => {
    const any = fc.record({
      suggested: fc.constantFrom('begin_night', 'open', 'wait', 'close', 'decide', 'reveal', 'next' as const),
      status: fc.constantFrom('open', 'closed', 'revealed', 'voided', undefined),
      show: fc.constantFrom(null, 'running', 'ended'),
      start: fc.constantFrom(null, 'a'),
      leadsTo: fc.constantFrom(null, 'b', 'end'),
      played: fc.boolean(),
    })
    fc.assert(
      fc.property(any, ({ suggested, status, show: of, ...rest }) => {
        const told = suggestNext(night(suggested as NightNow['suggested'], status as 'open'), {
          ...rest,
          status: of as ShowNow['status'],
          run: of === 'running' ? 4 : null,
        })
        const busy = status === 'open' || status === 'closed'
        if (told.action === 'wait') expect(told.run).toBe(busy ? 4 : null)
        if (['close', 'decide', 'reveal', 'redo'].includes(told.action)) expect(told.run).toBe(4)
        if (['next', 'start'].includes(told.action)) expect(told.leads_to).not.toBeNull()
        expect(told.voted === null).toBe(told.action !== 'close')
      }),
    )
  })
})
