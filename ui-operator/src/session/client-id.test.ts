import { createManualClock } from '@eg/shared'
import { afterEach, describe, expect, it } from 'vitest'
import { forgetKeptMoney } from '../money/money-commands'
import { CLAIM_MS, claimClientId, type ClientIdClaim } from './client-id'
import { createMemoryKeep, type Keep } from './keep'

const open: ClientIdClaim[] = []
afterEach(() => open.splice(0).forEach((claim) => claim.release()))

/** What `sessionStorage` does when a tab is duplicated. */
function copyOf(keep: Keep): Keep {
  const copy = createMemoryKeep()
  for (const name of ['eg.client', 'eg.money']) copy.setItem(name, keep.getItem(name) ?? '')
  return copy
}

/** The tabs answer each other by themselves; only nobody's answer needs time to pass. */
async function claim(keep: Keep, alone = false): Promise<ClientIdClaim> {
  const clock = createManualClock(0)
  const claiming = claimClientId(keep, clock)
  if (alone) clock.advance(CLAIM_MS)
  const claimed = await claiming
  open.push(claimed)
  return claimed
}

describe('the id of a tab', () => {
  it('O67 a duplicated tab takes an id of its own and leaves the kept command to the first one', async () => {
    const first = createMemoryKeep()
    const { clientId, copied } = await claim(first)
    expect(copied).toBe(false)
    first.setItem('eg.money', '{"name":"topUp"}')
    const second = copyOf(first)
    const twin = await claim(second)
    expect(twin.copied).toBe(true)
    expect(twin.clientId).toMatch(/^op-[0-9a-f]{8}$/)
    expect(twin.clientId).not.toBe(clientId)
    expect(second.getItem('eg.client')).toBe(twin.clientId)
    forgetKeptMoney(second)
    expect([first.getItem('eg.money'), second.getItem('eg.money')]).toEqual(['{"name":"topUp"}', null])
    const third = await claim(copyOf(second))
    expect(new Set([clientId, twin.clientId, third.clientId]).size).toBe(3)
  })

  it('O67 of two copies that begin at once one goes on with the id', async () => {
    const keep = createMemoryKeep()
    const { release, clientId } = await claim(keep)
    release()
    const clock = createManualClock(0)
    const both = [claimClientId(copyOf(keep), clock), claimClientId(copyOf(keep), clock)]
    const loser = await Promise.race(both)
    clock.advance(CLAIM_MS)
    const claims = await Promise.all(both)
    open.push(...claims)
    expect(loser.copied).toBe(true)
    expect(claims.filter((c) => c.clientId === clientId && !c.copied)).toHaveLength(1)
  })

  it('O67 a tab that is loaded again keeps its id and what it had in hand', async () => {
    const keep = createMemoryKeep()
    const before = await claim(keep)
    before.release()
    expect(await claim(keep, true)).toMatchObject({ clientId: before.clientId, copied: false })
  })
})
