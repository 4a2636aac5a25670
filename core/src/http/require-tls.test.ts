import { expect, it } from 'vitest'
import { isLoopback } from '../addresses.js'
import { withoutTls } from './require-tls.js'

const ask = (url: string, address: string | undefined, init: RequestInit = {}) =>
  withoutTls(new Request(url, init), address)
const browser = { headers: { accept: 'text/html,application/xhtml+xml' } }

it('V4 http from the network: a browser that reads is sent to https on the same port, for now', () => {
  const answer = ask('http://core.lan:3000/night?lang=fr', '192.168.1.7', browser)
  expect(answer?.status).toBe(307)
  expect(answer?.headers.get('location')).toBe('https://core.lan:3000/night?lang=fr')
  expect(answer?.headers.get('cache-control')).toBe('no-store')
  expect(ask('http://core.lan/x', '192.168.1.7', browser)?.headers.get('location')).toBe('https://core.lan:80/x')
})

it('V4 http from the network: a script is told what happened and what to do, and changes nothing', async () => {
  const posted = ask('http://core.lan:8000/api/mode', '192.168.1.7', { method: 'POST', body: '{"mode":"night"}' })
  expect(posted?.status).toBe(426)
  const told = (await posted?.json()) as { reason: string; detail: string }
  expect(told.reason).toBe('tls_required')
  for (const word of ['https://core.lan:8000', '--cacert', 'EG_PLAIN=yes', 'Nothing was changed'])
    expect(told.detail).toContain(word)
  expect(ask('http://core.lan:8000/health', '192.168.1.7')?.status).toBe(426)
  expect(ask('http://core.lan:8000/api/mode', '192.168.1.7', { method: 'POST', ...browser })?.status).toBe(426)
  expect(ask('http://core.lan:8000/health', undefined)?.status).toBe(426)
})

it('V4 https from anywhere and http from this machine itself go on', () => {
  expect(ask('https://core.lan:8000/health', '192.168.1.7')).toBe(null)
  for (const address of ['127.0.0.1', '127.0.0.2', '::1', '::ffff:127.0.0.1']) {
    expect(ask('http://localhost:8000/health', address), address).toBe(null)
    expect(isLoopback(address)).toBe(true)
  }
  for (const address of ['::ffff:192.168.1.7', '10.0.0.1', 'fd00::1', '']) expect(isLoopback(address)).toBe(false)
})
