import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, post, until } from './core-process.js'

let core: CoreProcess
beforeAll(async () => {
  core = await createCoreProcess()
  await core.start()
})
afterAll(() => core.kill())

/** The value of a figure, with its labels as Prometheus writes them. */
async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${core.api}/metrics`)).text()
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1))
}

describe('GET /metrics', () => {
  it('H5 tells Prometheus of commits, their size and time, refusals by reason, clients, books and backups', async () => {
    const response = await fetch(`${core.api}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const before = await figure('eg_commits_total')
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    expect(await figure('eg_commits_total')).toBeGreaterThanOrEqual(before + 2)
    expect(await figure('eg_commit_batch_size_sum')).toBeGreaterThanOrEqual(2)
    expect(await figure('eg_commit_duration_seconds_count')).toBeGreaterThanOrEqual(2)
    expect(await figure('eg_command_duration_seconds_count')).toBeGreaterThanOrEqual(2)
    expect(await figure('eg_refusals_total{reason="already_issued"}')).toBe(1)
    expect(await figure('eg_clients')).toBe(0)
    expect(await figure('eg_queue_length')).toBe(0)
    expect(await figure('eg_unsent_bytes')).toBe(0)
    await until('the first check of the books', async () => (await figure('eg_books_ok')) === 1)
    expect(await figure('eg_backup_age_seconds')).toBeGreaterThan(0)
  })
})
