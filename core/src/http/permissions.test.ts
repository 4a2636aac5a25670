import { OPERATOR_ROLES, type OperatorRole } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createApi } from './app.js'
import { ANYBODY, LOOPBACK_OR_OPERATOR, isWireRoute, rolesFor } from './permissions.js'

const app = createApi({ identity: { directory: {}, signIn: {} }, auth: 'enrolled', foreign: () => null } as never)
const routes = app.routes.filter(({ method }) => method !== 'ALL')

/** Who may read what, written out: whoever widens it has to say so here too. */
const READS: Record<string, readonly OperatorRole[]> = {
  '/api/session': OPERATOR_ROLES,
  '/api/timeline': OPERATOR_ROLES,
  '/api/night/runs': OPERATOR_ROLES,
  '/api/show/script': OPERATOR_ROLES,
  '/api/devices': OPERATOR_ROLES,
  '/api/devices/:id/commands': OPERATOR_ROLES,
  '/api/devices/:id/latency': OPERATOR_ROLES,
  '/api/devices/:id/logs': ['gamemaster', 'technician'],
  '/api/books': OPERATOR_ROLES,
  '/api/ready': OPERATOR_ROLES,
  '/api/panic': OPERATOR_ROLES,
  '/api/enrolments': ['gamemaster', 'technician'],
  '/api/pending': ['gamemaster', 'technician'],
  '/api/operators': ['gamemaster'],
  '/api/cards': ['gamemaster', 'cashier'],
  '/api/cards/:tag': ['gamemaster', 'cashier'],
  '/api/cards/:tag/statement': ['gamemaster', 'cashier'],
  '/api/wallet/transfers': ['gamemaster', 'cashier'],
  '/api/wallet/accounts': ['gamemaster', 'cashier'],
  '/api/payouts': ['gamemaster', 'cashier'],
  '/api/shifts': ['gamemaster', 'cashier'],
  '/api/receipts/:number': ['gamemaster', 'cashier'],
  '/api/dispute': ['gamemaster', 'cashier'],
  '/api/undo': OPERATOR_ROLES,
  '/api/sessions': OPERATOR_ROLES,
  '/api/sessions/report/:session': ['gamemaster'],
  '/api/sessions/tables/:session/:table': ['gamemaster'],
  '/api/sessions/money/:session': ['gamemaster', 'cashier'],
  '/api/sessions/money/:session/:table': ['gamemaster', 'cashier'],
  '/api/sessions/cards/:session': ['gamemaster', 'cashier'],
}
const FREE = ['GET /health', 'GET /api/setup/needed', 'POST /api/setup', 'POST /api/login']
const plain = (path: string) => path.replaceAll(/:\w+/g, 'x')

describe('the table of permissions', () => {
  it('A28 has a line for every route there is', () => {
    expect(routes.length).toBeGreaterThan(50)
    for (const { method, path } of routes) expect(rolesFor(method, plain(path)), `${method} ${path}`).not.toBeNull()
  })

  it('A28 lets these roles read these routes and no others; what is free is written out', () => {
    const reads = routes.filter(({ method }) => method === 'GET')
    for (const { path } of reads) {
      const needed = rolesFor('GET', plain(path))
      if (needed === ANYBODY) expect(FREE).toContain(`GET ${path}`)
      else if (needed === LOOPBACK_OR_OPERATOR) expect(path).toBe('/metrics')
      else expect([...(needed ?? [])].sort(), path).toEqual([...(READS[path] ?? [])].sort())
      expect(rolesFor('HEAD', plain(path)), path).toEqual(needed)
    }
    const free = routes.filter(({ method, path }) => rolesFor(method, plain(path)) === ANYBODY)
    expect(free.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...FREE].sort())
  })

  it('A28 has nothing for what is not there: another method, another path, a path that only begins alike', () => {
    for (const [method, path] of [
      ['DELETE', '/api/cards'],
      ['PUT', '/api/mode'],
      ['GET', '/api/mode'],
      ['POST', '/api/timeline'],
      ['GET', '/api/cardsx'],
      ['GET', '/api//cards'],
      ['GET', '/api'],
      ['POST', '/api/op'],
      ['POST', '/api/op/night/open/x'],
      ['GET', '/constructor'],
    ] as const) {
      expect(rolesFor(method, path), `${method} ${path}`).toBeNull()
    }
  })

  it('A36 knows the three calls of the old system', () => {
    const wire = routes.filter(({ method, path }) => isWireRoute(method, path))
    expect(wire.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /api/payouts',
      'POST /api/mode',
      'POST /api/night/step',
    ])
  })
})
