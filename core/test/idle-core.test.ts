import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ManualClock, type OpReady, createManualClock } from '@eg/shared'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { runCore } from './running-core.js'

// A core where nothing happens: what it said last must not be what it goes on saying.

const MINUTE = 60_000

let core: Core
let clock: ManualClock
let folder: string
beforeEach(async () => {
  clock = createManualClock()
  const home = mkdtempSync(join(tmpdir(), 'eg-idle-'))
  folder = join(home, 'stick')
  core = await runCore({ DB_PATH: join(home, 'core.db'), BACKUP_DIR: folder, EG_BACKUP_SECONDS: '60' }, clock)
  await until('the start is stored', async () => (await json<{ items: unknown[] }>('/api/timeline')).items.length > 0)
  clock.advance(MINUTE)
  await until('the first backup', async () => Boolean((await json<Health>('/health')).backup.at))
})
afterEach(() => core.stop())

interface Health {
  backup: { at: number | null }
}
const fetched = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${core.ports.api}${path}`, init)
const json = async <T>(path: string) => (await (await fetched(path)).json()) as T
const age = async () =>
  Number(/^eg_backup_age_seconds (.*)$/m.exec(await (await fetched('/metrics')).text())?.[1] ?? 'absent')
const problem = async (id: string) =>
  (await json<OpReady>('/api/ready')).checks.find(({ check }) => check === id)?.problem

it('H27 while nothing is stored the last backup does not get old', async () => {
  clock.advance(20 * MINUTE)
  expect(await age()).toBe(0)
  const body = JSON.stringify({ tag_uid: 'A' })
  const headers = { 'content-type': 'application/json' }
  expect((await fetched('/api/op/cards/issue', { method: 'POST', body, headers })).status).toBe(200)
  clock.advance(30_000)
  expect(await age()).toBe(30)
  expect(await problem('core/backup')).toBe('backup_same_device')
})

it('U111 a stick that went while nothing was stored is red at the next look', async () => {
  rmSync(folder, { recursive: true })
  clock.advance(30_000)
  await until('the backup is gone', async () => (await problem('core/backup')) === 'backup_gone')
  expect(await problem('core/backup_disk')).toBe('disk_unknown')
})

it('U111 a backup that went from its folder is taken again, though nothing is stored', async () => {
  for (const file of readdirSync(folder)) rmSync(join(folder, file))
  clock.advance(30_000)
  await until('the backup is gone', async () => (await problem('core/backup')) === 'backup_gone')
  clock.advance(MINUTE)
  await until('another one', () => readdirSync(folder).some((file) => file.endsWith('.db')))
  clock.advance(30_000)
  await until('it is seen', async () => (await problem('core/backup')) === 'backup_same_device')
  // The last look before it was there may have asked for one more; then it is quiet again.
  clock.advance(MINUTE)
  await until('nothing is missing', async () => (await age()) === 0)
  const kept = readdirSync(folder)
  clock.advance(5 * MINUTE)
  expect(await age()).toBe(0)
  expect(readdirSync(folder)).toEqual(kept)
})
