import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { authorize } from './caller.js'

const people = {
  directory: { scriptAt: (address: string) => (address === '10.0.0.7' ? { deviceId: 'old-scripts' } : undefined) },
  signIn: { isAdmin: (token: string) => token === 'at_1' },
}

/** What a request from an address is answered, and who it is taken for. */
async function ask(remoteAddress: string, path: string, token?: string, localAddress = '10.0.0.1') {
  const app = new Hono()
  app.use(
    '*',
    authorize('enrolled', { ...people, directory: { ...people.directory, sessionOf: () => undefined } } as never),
  )
  app.all('*', (c) => c.text(c.get('caller')?.actor.key ?? 'nobody'))
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` }
  const env = { incoming: { socket: { remoteAddress, localAddress } } }
  const response = await app.request(path, { ...(headers && { headers }) }, env)
  return response.status === 200 ? response.text() : response.status
}

describe('who asks over HTTP', () => {
  it('A37 the token of the administration is good on the core’s own machine only', async () => {
    for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1']) {
      expect(await ask(own, '/api/operators', 'at_1'), own).toBe('admin')
    }
    expect(await ask('10.0.0.9', '/api/operators', 'at_1')).toBe(401)
  })

  it('A36 a script is known by its address alone, and a token that is none does not make it one', async () => {
    expect(await ask('10.0.0.7', '/api/payouts')).toBe('old-scripts')
    expect(await ask('::ffff:10.0.0.7', '/api/payouts')).toBe('old-scripts')
    expect(await ask('10.0.0.8', '/api/payouts')).toBe(401)
    expect(await ask('10.0.0.7', '/api/payouts', 'ot_nothing')).toBe(401)
    expect(await ask('10.0.0.7', '/api/timeline')).toBe(401)
  })

  it('A28 the figures are for the core’s own machine and for operators', async () => {
    expect(await ask('127.0.0.1', '/metrics')).toBe('nobody')
    expect(await ask('10.0.0.9', '/metrics')).toBe(401)
  })
})
