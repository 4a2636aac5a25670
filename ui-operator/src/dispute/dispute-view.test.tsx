// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { aCard, GAME, TAG } from '../testing/money-samples'
import { aDevice, START_MS } from '../testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
const core = { pages: [] as object[], asked: [] as string[], status: 200 }
beforeEach(() => Object.assign(core, { pages: [], asked: [], status: 200 }))
afterEach(() => desk.close())

const settled = () => act(async () => new Promise((resolve) => setTimeout(resolve, 0)))
const text = (id: string) => (desk.get(id).textContent ?? '').replace(/[\u00a0\u202f]/g, ' ')
const base = { reason: null, actor: 'slot-04', device_id: 'slot-04', run: null, req_id: 'g-1', data: {} }
const ROUND = {
  ...base,
  seq: 5,
  at: START_MS,
  what: 'line',
  kind: 'roundPlay',
  outcome: 'ok',
  data: { tag_uid: TAG, stake_cents: 200, win_cents: 0 },
}
const ANSWER = { ...ROUND, what: 'answer', kind: 'round_play', data: { new_balance_cents: 1800, reels: ['bell'] } }
const SHOWN = {
  ...base,
  seq: 5,
  at: START_MS,
  what: 'shown',
  kind: 'lost',
  outcome: null,
  data: { press: null, lit: 3 },
}
const TAP = { ...ROUND, seq: 4, kind: 'cardTap', data: { tag_uid: TAG } }

async function openPlayers() {
  const access = createOpenAccess({ is: 'in', name: 'Léa', role: 'cashier' })
  access.fetch = (async (input) => {
    core.asked.push(String(input))
    return Response.json(core.pages.shift() ?? { items: [], next_after: null }, { status: core.status })
  }) as typeof fetch
  desk = await openDesk([], { access, reads: { cards: async () => [aCard()], card: async () => aCard() } })
  await desk.say(contracts.gameState, GAME)
  await desk.say(contracts.opDevice, aDevice('slot-04'), { device_id: 'slot-04' })
  await desk.press('tab-players')
  await settled()
}
async function dispute() {
  await act(async () => desk.host.querySelector<HTMLElement>('.eg-player-row')?.click())
  await settled()
  await desk.press('card-dispute')
  await settled()
}

describe('“this player says…”', { timeout: 30_000 }, () => {
  it('L67 A96 tells of a card in plain words what is known, what is not, and every line, answer and screen', async () => {
    core.pages = [{ items: [TAP, ROUND, ANSWER, SHOWN], next_after: null }]
    await openPlayers()
    await dispute()
    expect(core.asked[0]).toBe(`/api/dispute?card=${TAG}&limit=300&from=${START_MS - 3_600_000}`)
    expect(text('dispute-findings')).toContain('1 partie : 2,00 € misés, 0,00 € gagnés.')
    expect(text('dispute-findings')).toContain('Un appui que l’écran n’a pas montré n’a laissé aucune trace.')
    const evidence = text('dispute-evidence')
    expect(evidence).toContain('slot-04 : carte …7C91 posée')
    expect(evidence).toContain('Réponse : accepté. Solde 18,00 €.')
    expect(evidence).toContain('slot-04 montrait une partie perdue')
    expect(desk.get('dispute-csv').getAttribute('href')).toContain('format=csv')
  })

  it('L67 without a card it is about a slot, at the time the player says', async () => {
    await openPlayers()
    await desk.press('dispute-slot')
    await desk.press('dispute-at-slot-04')
    await settled()
    expect(core.asked[0]).toContain('slot=slot-04')
    expect(text('dispute-findings')).toContain('Rien n’est écrit dans ce temps-là.')
    await desk.type('dispute-clock', 'tard')
    expect(desk.get('dispute').textContent).toContain('Une heure comme 21:40')
    await desk.type('dispute-clock', '21:40')
    await settled()
    expect(core.asked.at(-1)).toMatch(/from=\d+&to=\d+/)
  })

  it('L68 what goes on is said to go on, and is read on demand', async () => {
    core.pages = [
      { items: [TAP], next_after: 4 },
      { items: [ROUND], next_after: null },
    ]
    await openPlayers()
    await dispute()
    expect(text('dispute-findings')).toContain('Il y a une suite, pas encore lue')
    await desk.press('dispute-more')
    await settled()
    expect(core.asked[1]).toContain('after=4')
    expect([desk.find('dispute-more'), text('dispute-evidence').includes('mise 2,00 €')]).toEqual([null, true])
  })

  it('L68 is printed whole, with the time it was read, and says when it could not be read', async () => {
    core.pages = [{ items: [TAP, ROUND], next_after: null }]
    const print = vi.fn<() => void>()
    Object.assign(window, { print })
    await openPlayers()
    await dispute()
    await desk.press('dispute-print')
    expect(print).toHaveBeenCalledOnce()
    const sheet = document.querySelector('[data-testid="print-sheet"]')?.textContent ?? ''
    for (const part of ['Ce joueur dit', 'Lu chez le core', 'Ce qu’on ne peut pas savoir', 'carte …7C91 posée'])
      expect(sheet).toContain(part)
    await act(async () => window.dispatchEvent(new Event('afterprint')))
    core.status = 503
    await act(async () => desk.get('dispute-span-15').querySelector('input')?.click())
    await settled()
    expect(text('dispute-failed')).toContain('n’a pas pu être lu')
  })
})
