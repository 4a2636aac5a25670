import { createManualClock } from '@eg/shared'
import { expect, it } from 'vitest'
import type { BooksFound } from '../store/money-reads.js'
import { createBooksWatch } from './books-watch.js'
import { createCounters } from './counters.js'
import { healthOf } from './health.js'
import { createMetrics } from './metrics.js'

const BALANCED: BooksFound = { transfers: 3, players_cents: 0, payouts_cents: 0, house_cents: 0, problems: [] }

it('H26 books that nobody added up for a minute are unknown: a read that hangs does not leave the last good word', async () => {
  const clock = createManualClock()
  let hangs = false
  const booksStep = () => (hangs ? new Promise<never>(() => undefined) : Promise.resolve(BALANCED))
  const watch = createBooksWatch({ reader: { booksStep }, clock, publish: () => undefined, onChange: () => undefined })
  const counters = createCounters()
  const health = () =>
    healthOf({
      auth: 'open',
      failing: null,
      mode: 'night',
      books: watch.state(),
      backup: null,
      tls: null,
      uptimeMs: 0,
      clients: 0,
      queue: 0,
      counters,
    }).books
  const metrics = createMetrics({
    counters,
    queue: () => 0,
    clients: () => 0,
    unsentBytes: () => 0,
    booksOk: () => watch.state()?.ok ?? null,
    backupAgeS: () => null,
    devices: () => [],
  })
  const figure = async () => /^eg_books_ok (.*)$/m.exec(await metrics.text())?.[1]

  expect(health()).toBe('unknown')
  await watch.checkAll()
  expect([health(), await figure()]).toEqual(['ok', '1'])
  hangs = true
  clock.advance(30_000)
  expect(health()).toBe('ok')
  // Whatever NTP does meanwhile.
  clock.jump(-3_600_000)
  clock.advance(90_000)
  expect([health(), await figure()]).toEqual(['unknown', 'Nan'])
  watch.stop()
})
