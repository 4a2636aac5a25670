import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

const SESSION = fileURLToPath(new URL('../lib/deploy/session.mjs', import.meta.url))
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Runs the check as update.sh does; its exit status and its line. */
const asked = (...args: string[]): Promise<{ status: number; why: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [SESSION, ...args], { env: { PATH: process.env.PATH, LANG: 'en' } }, (error, output) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, why: output.trim() }),
    )
  })

async function answering(answers: Record<string, object>): Promise<number> {
  const server = createServer((request, response) => {
    const body = answers[(request.url ?? '').split('?')[0] ?? '']
    response.statusCode = body ? 200 : 404
    response.end(JSON.stringify(body ?? {}))
  })
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('an update waits for an open session', () => {
  it('J9 on the core, whether it runs or not; a closed one and a database without sessions are no reason', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'eg-update-')), 'core.db')
    const db = new Database(path)
    db.exec('CREATE TABLE meta (key TEXT, value TEXT)')
    expect(await asked('core', path)).toEqual({ status: 0, why: '' })
    db.exec('CREATE TABLE sessions (session INTEGER PRIMARY KEY, name TEXT, closed_at INTEGER)')
    db.exec(`INSERT INTO sessions (name, closed_at) VALUES ('Before', 1)`)
    expect(await asked('core', path)).toEqual({ status: 0, why: '' })
    db.exec(`INSERT INTO sessions (name) VALUES ('Les Martin')`)
    expect(await asked('core', path)).toEqual({ status: 10, why: 'The session “Les Martin” is open.' })
    db.close()
  })

  it('J9 on a slot, by what its core or its own agent says', async () => {
    const day = { '/health': { ok: true, mode: 'day' } }
    const sessions = (status: string) => ({ '/api/sessions': { items: [{ session: 1, name: 'Les Martin', status }] } })
    const slot = async (core: Record<string, object>, agent: object = {}) => {
      const health = `http://127.0.0.1:${await answering({ '/health': agent })}/health`
      return asked('slot', '127.0.0.1', String(await answering(core)), health)
    }
    expect(await slot(day)).toEqual({ status: 0, why: '' })
    expect(await slot({ ...day, ...sessions('closed') })).toEqual({ status: 0, why: '' })
    expect(await slot({ ...day, ...sessions('paused') })).toMatchObject({ status: 10 })
    const stranger = { '/health': { ok: true } }
    const quiet = { link: true, mode: 'day', playing: false }
    expect(await slot(stranger, { ...quiet, session: true })).toEqual({ status: 10, why: 'A session is open.' })
    expect(await slot(stranger, { ...quiet, session: false })).toEqual({ status: 0, why: '' })
    expect(await slot(stranger, quiet)).toEqual({ status: 0, why: '' })
  })
})
