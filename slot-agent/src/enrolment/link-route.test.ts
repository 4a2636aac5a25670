import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { answerLink } from './link-route.js'

const PASS = {
  state: 'ready',
  device_id: 'slot-04',
  client_id: 'slot-04-ui',
  username: 'slot-04',
  token: 'pt_1',
} as const

async function ask(isPrivate: boolean, address: string, headers: Record<string, string>) {
  const app = new Hono()
  app.get('/link', answerLink({ isPrivate: () => isPrivate, answer: async () => PASS }))
  const answer = await app.request('http://x/link', { headers }, { incoming: { socket: { remoteAddress: address } } })
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
    cache: answer.headers.get('cache-control'),
  }
}

describe('the pass of the kiosk page', () => {
  it.each([
    ['127.0.0.1', 'localhost:5173'],
    ['127.0.0.1', '127.0.0.1:5173'],
    ['127.3.2.1', '127.3.2.1'],
    ['::1', '[::1]:5173'],
    ['::ffff:127.0.0.1', 'LOCALHOST:5173'],
  ])('A67 is handed to the browser of this machine: %s as %s', async (address, host) => {
    const { status, body, cache } = await ask(true, address, { host })
    expect([status, body, cache]).toEqual([200, PASS, 'no-store'])
  })

  it.each([
    ['from another machine', '192.168.1.20', { host: 'localhost:5173' }],
    ['from another machine by IPv6', 'fe80::1', { host: '[::1]:5173' }],
    ['from an address that only looks so', '12.127.0.0', { host: 'localhost' }],
    ['under a stranger’s name that points here', '127.0.0.1', { host: 'evil.example:5173' }],
    ['under a name that begins so', '127.0.0.1', { host: 'localhost.evil.example' }],
    ['under an address of the network', '127.0.0.1', { host: '192.168.1.10:5173' }],
    ['under none', '127.0.0.1', {}],
    ['by a page of another site', '127.0.0.1', { host: 'localhost:5173', 'sec-fetch-site': 'cross-site' }],
    ['by a page of another port', '127.0.0.1', { host: 'localhost:5173', 'sec-fetch-site': 'same-site' }],
  ])('A67 is handed to nobody else: %s', async (_, address, headers) => {
    const { status, body } = await ask(true, address, headers as Record<string, string>)
    expect([status, body['state'], body['token']]).toEqual([403, 'foreign', undefined])
    expect(body['detail']).toContain('works on the slot itself')
  })

  it('A67 is nobody’s secret where none is needed', async () => {
    expect((await ask(false, '192.168.1.20', { host: '192.168.1.10:5173' })).status).toBe(200)
  })
})
