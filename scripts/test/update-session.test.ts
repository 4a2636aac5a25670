import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const SESSION = fileURLToPath(new URL('../lib/deploy/session.mjs', import.meta.url))
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function answering(body: object, status = 200, link: object = { state: 'ready' }): Promise<number> {
  const server = createServer((request, response) => {
    response.statusCode = status
    response.end(JSON.stringify(request.url === '/link' ? link : body))
  })
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Asks as update.sh does on a slot; the exit status and the line. */
async function asked(core: number, agent: number): Promise<{ status: number; why: string }> {
  const args = [SESSION, 'slot', '127.0.0.1', String(core), `http://127.0.0.1:${agent}/health`]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { PATH: process.env.PATH, LANG: 'en' } }, (error, output) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, why: output.trim() }),
    )
  })
}

describe('whether a slot may be updated now, where the core tells strangers nothing', () => {
  const stranger = { ok: true, version: '1', auth: 'enrolled' }
  it.each([
    ['nobody plays', stranger, 200, { link: true, mode: 'day', playing: false }, 0, ''],
    ['the night is on', stranger, 200, { link: true, mode: 'night', playing: true }, 10, 'The night is on.'],
    ['a card lies here', stranger, 200, { link: true, mode: 'day', playing: true }, 10, 'Somebody plays here.'],
    ['the slot has no link', stranger, 200, { link: false, mode: 'day', playing: false }, 11, 'is not linked'],
    ['the slot waits to be let in', stranger, 200, { device_id: null }, 0, ''],
    ['the core wants TLS', {}, 426, { link: true, mode: 'day', playing: false }, 0, ''],
  ])('I43 %s', async (_, core, status, agent, expected, why) => {
    const said = await asked(await answering(core, status), await answering(agent))
    expect(said.status).toBe(expected)
    expect(said.why).toContain(why)
  })

  it.each(['pending', 'revoked', 'dismissed'])('I91 a slot that is %s plays no part', async (state) => {
    const said = await asked(await answering(stranger), await answering({ ok: true }, 200, { state }))
    expect(said).toEqual({ status: 0, why: '' })
  })
})
