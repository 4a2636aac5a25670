// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { aDesk, GAME, someOdds } from '../testing/money-samples'
import { START_MS } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(() => desk.close())

interface Row {
  name: string
  role: string
  sessions: number
}
const LEA = { name: 'Léa', role: 'gamemaster', sessions: 2 }
const SAM = { name: 'Sam', role: 'cashier', sessions: 0 }

/** The screen before a core that keeps these operators; what it was asked is in `asked`. */
async function open(rows: Row[] = [LEA, SAM]) {
  const asked: { path: string; body: Record<string, unknown> }[] = []
  const core = { rows, refuse: null as object | null, down: false }
  const access = createOpenAccess({ is: 'in', name: 'Léa', role: 'gamemaster' })
  access.fetch = (async (input, init) => {
    if (core.down) throw new TypeError('no route')
    const path = String(input)
    if (!init?.method) return Response.json({ items: core.rows })
    const { req_id, ...body } = JSON.parse(String(init.body)) as Record<string, unknown>
    expect(req_id).toEqual(expect.any(String))
    asked.push({ path, body })
    if (core.refuse) return Response.json({ status: 'refused', type: 'x', ...core.refuse }, { status: 409 })
    if (path.endsWith('/set'))
      core.rows = [...core.rows, { name: String(body['name']), role: String(body['role']), sessions: 0 }]
    return Response.json({ ok: true, status: 'ok', type: 'x' })
  }) as typeof fetch
  desk = await openDesk([], { access })
  await desk.press('tab-setup')
  await settled()
  return { core, asked }
}
const settled = () => act(async () => new Promise((resolve) => setTimeout(resolve, 0)))
const words = (id: string) => desk.get(id).textContent?.replaceAll(/\s+/g, ' ')

describe('who may come to the console', () => {
  it('A86 is a list of names with role and where each is logged in', async () => {
    await open()
    expect(words('operator-Léa')).toContain('Léavous')
    expect(words('operator-Léa')).toContain('connecté sur 2 pages')
    expect(words('operator-Sam')).toContain('Caisse · cartes, caisse et gains')
    expect(words('operator-Sam')).toContain('pas connecté')
  })

  it('A86 somebody is added with a role and a password of eight characters', async () => {
    const { asked } = await open()
    await desk.press('operator-add')
    await desk.type('login-operator-name', ' Vic ')
    await desk.type('login-operator-password', 'court')
    await desk.press('operator-save')
    expect(words('login-error-operator-password')).toBe('8 caractères au moins.')
    await desk.type('login-operator-password', 'voir la salle')
    await desk.press('role-viewer')
    await desk.press('operator-save')
    await settled()
    expect(asked).toEqual([
      {
        path: '/api/op/operators/set',
        body: { name: 'Vic', role: 'viewer', expect_role: null, password: 'voir la salle' },
      },
    ])
    expect([desk.find('operator-form'), desk.find('operator-Vic') !== null]).toEqual([null, true])
  })

  it('A86 a role changes without a new password, and a refusal stays beside the form', async () => {
    const { core, asked } = await open()
    core.refuse = { reason: 'last_gamemaster', detail: 'English' }
    await desk.press('operator-edit-Léa')
    await desk.press('role-viewer')
    await desk.press('operator-save')
    await settled()
    expect(asked).toEqual([
      { path: '/api/op/operators/set', body: { name: 'Léa', role: 'viewer', expect_role: 'gamemaster' } },
    ])
    expect(words('operator-refused')).toBe('C’est le dernier maître de jeu : il en faut un.')
  })

  it('A86 is removed with a second press, never by themselves, and logged out with one', async () => {
    const { asked } = await open([LEA, { ...SAM, sessions: 1 }])
    expect(desk.find('operator-remove-Léa')).toBeNull()
    await desk.press('operator-logout-Sam')
    await settled()
    await desk.press('operator-remove-Sam')
    expect(words('operator-remove-Sam')).toBe('Oui, retirer Sam')
    await desk.pass(600)
    await desk.press('operator-remove-Sam')
    await settled()
    expect(asked).toEqual([
      { path: '/api/op/operators/logout', body: { name: 'Sam' } },
      { path: '/api/op/operators/remove', body: { name: 'Sam' } },
    ])
  })

  it('O179 is not removed by the second half of a double press', async () => {
    const { asked } = await open()
    await desk.press('operator-remove-Sam')
    await desk.pass(300)
    await desk.press('operator-remove-Sam')
    await settled()
    expect(asked).toEqual([])
    await desk.pass(300)
    await desk.press('operator-remove-Sam')
    await settled()
    expect(asked).toEqual([{ path: '/api/op/operators/remove', body: { name: 'Sam' } }])
  })

  it('A86 says when the list could not be read, and what becomes of a command that was not answered', async () => {
    const { core } = await open()
    core.down = true
    await desk.press('operator-remove-Sam')
    await desk.pass(600)
    await desk.press('operator-remove-Sam')
    await settled()
    expect(words('operator-refused-Sam')).toContain('Pas de réponse du core')
  })
})

describe('setup without operators', { timeout: 30_000 }, () => {
  async function openAlone() {
    const access = createOpenAccess()
    const asked: string[] = []
    access.fetch = (async (input) => {
      asked.push(String(input))
      return Response.json({
        ok: true,
        tls: { expires_at: '2027-11-21T00:00:00Z', days_left: 365, names: [] },
        clients: 12,
      })
    }) as typeof fetch
    desk = await openDesk([], { access })
    await desk.say(contracts.opCore, {
      version: '0.1.0',
      started_at: START_MS,
      auth: 'open',
      store: 'ok',
      detail: null,
    })
    await desk.say(contracts.gameState, GAME)
    await desk.say(contracts.opGame, someOdds())
    await desk.say(contracts.opDesk, aDesk(), { device_id: 'change-01' })
    await desk.key('s')
    await settled()
    return asked
  }

  it('T75 where nobody logs in it is shown all the same, says why there is nobody to manage, and does not ask for operators', async () => {
    const asked = await openAlone()
    expect(words('operators-open')).toContain('EG_AUTH=open')
    expect([desk.find('operator-add'), asked]).toEqual([null, ['/health']])
    expect(words('fact-tls')).toContain('365 jours')
    expect(words('fact-clients')).toContain('12')
    expect(words('fact-paytable')).toContain('EG_PAYTABLE')
  })

  it('T76 this machine remembers language, theme, desk and name, and nothing is sent', async () => {
    await openAlone()
    const choose = desk.get('setup-desk') as HTMLSelectElement
    await act(async () => {
      choose.value = 'change-01'
      choose.dispatchEvent(new Event('change', { bubbles: true }))
    })
    await desk.type('setup-name', 'Nadia')
    const { deskId, myName } = desk.session.view.getState()
    expect([deskId, myName, desk.given]).toEqual(['change-01', 'Nadia', []])
    await act(async () => desk.get('setup-theme-light').querySelector('input')?.click())
    expect(desk.session.view.getState().theme).toBe('light')
    await act(async () => desk.get('setup-lang-en').querySelector('input')?.click())
    expect(words('setup-machine')).toContain('Kept here and nowhere else.')
  })

  it('T77 hands out transfers, accounts, shifts, payouts and the books as files', async () => {
    await openAlone()
    for (const [id, path] of [
      ['transfers', '/api/wallet/transfers?format=csv'],
      ['accounts', '/api/wallet/accounts'],
      ['shifts', '/api/shifts'],
      ['payouts', '/api/payouts?status=all'],
      ['books', '/api/books?check=now'],
    ]) {
      expect(desk.get(`file-${id}`).getAttribute('href')).toContain(path)
    }
  })
})
