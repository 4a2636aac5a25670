import { type Identity, MAX_PRESENT, type OpPresence, createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createOperatorPresence } from './operator-presence.js'

const PING_MS = 2000

function scene() {
  const clock = createManualClock()
  const connected = new Set<string>()
  const published: OpPresence[] = []
  const presence = createOperatorPresence({
    clock,
    isConnected: (clientId) => connected.has(clientId),
    publish: ({ payload }) => published.push(payload as OpPresence),
  })
  const page = (clientId: string, more: Partial<Identity> = {}): Identity => {
    connected.add(clientId)
    return { clientId, openTopics: [], roles: ['gamemaster'], operator: 'Léa', ...more }
  }
  const items = () => published.at(-1)?.items
  return { clock, connected, published, presence, page, items }
}

describe('who is at the console', () => {
  it('U80 says who is logged in, in which role, and which tab is shown', () => {
    const { clock, presence, page, items } = scene()
    presence.heard(page('a'))
    presence.screen(page('b', { operator: 'Zoé', roles: ['cashier'] }), { req_id: 'r', screen: 'desk' })
    clock.advance(300)
    expect(items()).toMatchObject([
      { client_id: 'a', name: 'Léa', role: 'gamemaster', screen: null },
      { client_id: 'b', name: 'Zoé', role: 'cashier', screen: 'desk' },
    ])
    presence.heard(page('b', { operator: 'Max', roles: ['viewer'] }))
    clock.advance(300)
    expect(items()?.[1]).toMatchObject({ name: 'Max', role: 'viewer', screen: null })
  })

  it('U81 one that says nothing for 90 s, or has disconnected, is not there', () => {
    const { clock, connected, presence, page, items } = scene()
    const [quiet, alive] = [page('quiet'), page('alive')]
    presence.heard(quiet)
    for (let passed = 0; passed < 100_000; passed += PING_MS) {
      presence.heard(alive)
      clock.advance(PING_MS)
    }
    expect(items()?.map(({ client_id }) => client_id)).toEqual(['alive'])
    connected.delete('alive')
    presence.gone('alive')
    // What was still on its way from it does not bring it back.
    presence.heard(alive)
    clock.advance(300)
    expect(items()).toEqual([])
  })

  it('U83 is told at most four times a second, at most 32 of them, and not at all while nothing changes', () => {
    const { clock, published, presence, page, items } = scene()
    for (let i = 0; i < 100; i++) presence.screen(page(`p${i}`), { req_id: 'r', screen: i % 2 ? 'night' : 'floor' })
    clock.advance(1000)
    expect(published).toHaveLength(1)
    expect(items()).toHaveLength(MAX_PRESENT)
    clock.advance(30_000)
    expect(published).toHaveLength(1)
    const [first] = items() ?? []
    presence.heard(page('p0'))
    clock.advance(10_000)
    expect(published).toHaveLength(2)
    expect(items()?.[0]?.seen).toBeGreaterThan(first?.seen ?? 0)
    expect(items()?.[0]?.since).toBe(first?.since)
  })

  it('U83 kiosks and devices are no operators', () => {
    const { clock, presence, page, items } = scene()
    const open = { operator: undefined, roles: ['slot', 'gamemaster', 'viewer'] as const }
    presence.heard(page('slot-01-ui', open))
    presence.heard(page('slot-02', { ...open, device: 'slot-02', roles: ['slot'] }))
    presence.heard(page('laptop', open))
    clock.advance(300)
    expect(items()).toMatchObject([{ client_id: 'laptop', name: null, role: null }])
  })
})
