// @vitest-environment happy-dom
import { contracts, type OperatorRole } from '@eg/shared'
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { aPayout, GAME, someOdds, somePayouts } from '../testing/money-samples'
import { aDevice, START_MS } from '../testing/samples'

let desk: Awaited<ReturnType<typeof openDesk>>
const core = { items: [] as object[], down: false, asked: [] as string[] }
beforeEach(() => Object.assign(core, { items: [], down: false, asked: [] }))
afterEach(() => desk.close())

const settled = () => act(async () => new Promise((resolve) => setTimeout(resolve, 0)))
const text = (id: string) => (desk.get(id).textContent ?? '').replace(/[\u00a0\u202f]/g, ' ')
const paid = (id: string, more = {}) => ({
  ...aPayout(id, { status: 'claimed', created_at: START_MS - 60_000 }),
  closed_at: START_MS - 30_000,
  tag_uid: '04A37C91',
  ...more,
})

async function openTables(role?: OperatorRole, tables = ['table-01']) {
  const access = createOpenAccess(role ? { is: 'in', name: 'Léa', role } : undefined)
  access.fetch = (async (input) => {
    if (core.down) throw new TypeError('no route')
    core.asked.push(String(input))
    return Response.json({ items: core.items })
  }) as typeof fetch
  desk = await openDesk([], { access })
  await desk.say(contracts.gameState, GAME)
  await desk.say(contracts.opGame, someOdds())
  for (const id of tables) await desk.say(contracts.opDevice, aDevice(id, { kind: 'table' }), { device_id: id })
  await desk.press('tab-tables')
  await settled()
}

describe('tables', { timeout: 30_000 }, () => {
  it('L54 shows each table with what waits, what was paid and to which card, and the game in force', async () => {
    core.items = [paid('p-9'), paid('p-8', { status: 'voided', tag_uid: null })]
    await openTables()
    await desk.say(contracts.opPayouts, somePayouts(90))
    expect(text('table-table-01')).toMatch(/35,00 €1 gain · 1 h 30 min/)
    expect(text('table-table-01')).toContain('1 annulé')
    expect(text('tables-total-claimed')).toContain('1 payé35,00 €')
    expect(text('game-shares')).toContain('92,0 %')
    await desk.press('tables-closed')
    expect(text('closed-p-9')).toContain('carte …7C91')
    expect(text('tables-hours')).toContain('Créés 35,00 €')
    await desk.say(contracts.opDevice, aDevice('table-01', { kind: 'table', online: false }), { device_id: 'table-01' })
    expect(text('table-table-01')).toContain('Muette depuis')
    expect(core.asked[0]).toContain(`status=all&since=${START_MS - 12 * 3_600_000}`)
  })

  it('L55 key N creates a payout with a number people can say, for the chosen table, and shows its slip to print', async () => {
    await openTables()
    const print = vi.fn<() => void>()
    Object.assign(window, { print })
    await desk.press('tables-new')
    await desk.press('payout-cancel')
    await act(async () => desk.get('table-table-01').querySelector('button')?.click())
    await desk.key('n')
    expect((desk.get('payout-table') as HTMLSelectElement).value).toBe('table-01')
    await desk.type('payout-source', 'roulette')
    await desk.type('payout-amount', '125')
    await desk.press('payout-create')
    const given = desk.given[0]?.payload
    expect(given).toMatchObject({ source: 'roulette', amount_cents: 12_500, table_id: 'table-01' })
    expect(given?.['payout_id']).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/)
    const slip = document.querySelector('[data-testid="payout-slip"]')
    expect(slip?.textContent?.replace(/[\u00a0\u202f]/g, ' ')).toContain(`125,00 €N° ${String(given?.['payout_id'])}`)
    await act(async () => slip?.querySelector<HTMLElement>('[data-testid="payout-slip-print"]')?.click())
    expect(print).toHaveBeenCalledOnce()
    expect(document.querySelector('[data-testid="print-sheet"]')?.textContent).toContain(String(given?.['payout_id']))
    await act(async () => window.dispatchEvent(new Event('afterprint')))
    expect(document.querySelector('[data-testid="print-sheet"]')).toBeNull()
  })

  it('L55 a waiting payout has its slip too, and is voided with a reason', async () => {
    await openTables()
    await desk.say(contracts.opPayouts, somePayouts(1))
    await desk.press('payout-more-p-1')
    await desk.press('payout-slip-p-1')
    expect(document.querySelector('[data-testid="slip"]')?.textContent).toContain('p-1')
    await act(async () => document.querySelector<HTMLElement>('[data-testid="payout-slip-close"]')?.click())
    await desk.press('payout-more-p-1')
    await desk.press('payout-void-p-1')
    await desk.press('payout-void-form-confirm')
    expect(desk.given).toEqual([])
    await desk.type('payout-void-form-reason', 'erreur')
    await desk.press('payout-void-form-confirm')
    expect(desk.given[0]).toMatchObject({ name: 'opPayoutVoid', payload: { payout_id: 'p-1', reason: 'erreur' } })
  })

  it('L56 says when the history could not be read, goes on with what waits, and reads it again by itself', async () => {
    core.down = true
    await openTables()
    await desk.say(contracts.opPayouts, somePayouts(1))
    expect(text('tables-failed')).toContain('n’a pas pu être lu')
    expect(text('table-table-01')).toContain('35,00 €')
    core.down = false
    core.items = [paid('p-9')]
    await desk.pass(1500)
    await settled()
    expect(desk.find('tables-failed')).toBeNull()
    expect(text('tables-total-claimed')).toContain('35,00 €')
  })

  it('L57 without a table says what will appear and how', async () => {
    await openTables(undefined, [])
    expect(text('tables-empty')).toContain('dès qu’elle se présente')
  })

  it('A96 a cashier has the tables with everything a dealer may do', async () => {
    await openTables('cashier')
    await desk.say(contracts.opPayouts, somePayouts(1))
    await desk.press('payout-more-p-1')
    expect([desk.find('tables-new'), desk.find('payout-void-p-1'), desk.find('payout-expire-p-1')]).not.toContain(null)
  })
})
