import { describe, expect, it } from 'vitest'
import { askLink, readLink } from './ask-link'

const answering = (status: number, body: string, type = 'application/json') =>
  (async () => new Response(body, { status, headers: { 'content-type': type } })) as typeof fetch

describe('what the slot’s program says', () => {
  it('A73 is a pass where it gives one, and a name alone where none is needed', () => {
    const ready = { state: 'ready', device_id: 'slot-04', client_id: 'slot-04-ui' }
    expect(readLink({ ...ready, username: 'slot-04', token: 'pt_1', expires_in_s: 600 })).toEqual({
      state: 'ready',
      deviceId: 'slot-04',
      credentials: { username: 'slot-04', password: 'pt_1' },
    })
    expect(readLink(ready)).toEqual({ state: 'ready', deviceId: 'slot-04', credentials: null })
  })

  it('A70 A71 is the code under which it waits', () => {
    expect(readLink({ state: 'pending', code: '316254' })).toEqual({ state: 'pending', code: '316254' })
    expect(readLink({ state: 'revoked', code: '111222' })).toEqual({ state: 'revoked', code: '111222' })
  })

  it('A74 of something else is asked again', () => {
    for (const raw of [null, {}, [], { state: 'ready' }, { state: 'pending' }, { state: 'new' }, 7])
      expect(readLink(raw)).toEqual({ state: 'waiting' })
  })

  it('A72 A74 tells a stranger’s browser, an older program and one that is gone apart', async () => {
    expect(await askLink(answering(403, '{"state":"foreign"}'))).toEqual({ state: 'foreign' })
    expect(await askLink(answering(404, 'Not Found', 'text/plain'))).toEqual({ state: 'none' })
    expect(await askLink(answering(200, '<!doctype html>', 'text/html'))).toEqual({ state: 'none' })
    expect(await askLink(async () => Promise.reject(new TypeError('refused')))).toEqual({ state: 'away' })
    expect(await askLink(answering(200, '{"state":"rea'))).toEqual({ state: 'away' })
  })
})
