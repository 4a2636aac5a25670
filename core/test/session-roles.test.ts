import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EnrolledCore, createEnrolledCore } from './enrolled-core.js'

let core: EnrolledCore
beforeEach(async () => {
  core = await createEnrolledCore()
  await core.start()
})
afterEach(async () => {
  await core.end()
  await core.kill()
})

it('J20 the game master runs sessions, the technician resets, the cashier reads the money; all see the list', async () => {
  const [master, cashier, technician, viewer] = await Promise.all([
    core.operator('Nadia', 'gamemaster'),
    core.operator('Carl', 'cashier'),
    core.operator('Tom', 'technician'),
    core.operator('Vera', 'viewer'),
  ])
  const may = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const tokens = { master, cashier, technician, viewer }
    const allowed: string[] = []
    for (const [who, token] of Object.entries(tokens)) {
      const response = await fetch(`${core.api}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      await response.text()
      if (response.status !== 403) allowed.push(who)
    }
    return allowed.join()
  }
  const start = await core.call('POST', '/api/op/session/start', { name: 'First', group_size: 2 }, master)
  expect(start.body).toMatchObject({ status: 'ok', session: 1 })
  expect(await may('POST', '/api/op/session/pause', { session: 1 })).toBe('master')
  expect(await may('POST', '/api/op/session/close', { session: 1 })).toBe('master')
  expect(await may('POST', '/api/op/session/cards', { session: 1, choice: 'keep', by: 'x' })).toBe('master')
  expect(await may('POST', '/api/op/session/reset', { targets: 'all' })).toBe('master,technician')
  expect(await may('POST', '/api/op/session/confirm', { target_id: 'slot-01', by: 'x' })).toBe('master,technician')
  expect(await may('GET', '/api/sessions')).toBe('master,cashier,technician,viewer')
  expect(await may('GET', '/api/sessions/report/1')).toBe('master')
  expect(await may('GET', '/api/sessions/tables/1/votes')).toBe('master')
  expect(await may('GET', '/api/sessions/money/1')).toBe('master,cashier')
  expect(await may('GET', '/api/sessions/money/1/transfers')).toBe('master,cashier')
  expect(await may('GET', '/api/sessions/cards/1')).toBe('master,cashier')
  expect((await fetch(`${core.api}/api/sessions`)).status).toBe(401)
  // Who stands in it is who was logged in.
  const { body } = await core.call('GET', '/api/sessions', undefined, viewer)
  expect(body.items?.[0]).toMatchObject({ started_by: 'Nadia', closed_by: 'Nadia' })
})
