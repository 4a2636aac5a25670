import { connect, type Socket } from 'node:net'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { moneyRoutes } from '../dist/http/money.js'
import { type HttpListener, serveHttp } from '../dist/http/serve.js'
import type { ExportPage, TransferQuery } from '../dist/store/money-reads.js'
import type { Reader } from '../dist/store/store.js'
import { until } from '../../scripts/test/processes.js'

const ALL = 10_000_000
let listener: HttpListener
let sockets: Socket[]
/** What the reader was asked for, and how many pages it made at the same time at most. */
let asked: TransferQuery[]
let atOnce: number

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await listener.close()
})

/** Serves the exports of a ledger of `rows` transfers, `broken` at the given one. */
async function serve(rows: number, broken = Infinity): Promise<void> {
  asked = []
  sockets = []
  atOnce = 0
  let running = 0
  const page = async (query: TransferQuery): Promise<ExportPage> => {
    asked.push(query)
    atOnce = Math.max(atOnce, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
    if (query.after >= broken) throw new Error('a page of the file is broken')
    const count = Math.min(query.limit, rows - query.after)
    return { text: 'x'.repeat(100).concat('\n').repeat(count), count, last: query.after + count }
  }
  const reader = { transfersPage: page, requestIdsPage: page } as unknown as Reader
  const books = () => null
  const checkBooks = () => Promise.reject(new Error('not asked here'))
  const app = new Hono().route('/api', moneyRoutes({ reader, books, checkBooks, now: Date.now }))
  listener = await serveHttp(app, '127.0.0.1', 0)
}
const fetchAll = (format: string) =>
  fetch(`http://127.0.0.1:${listener.port}/api/wallet/transfers?format=${format}&limit=${ALL}`)
/** A client that asks for an export and does not read it. */
function stalled(format: string): Socket {
  const socket = connect(listener.port, '127.0.0.1')
  socket.pause()
  socket.write(`GET /api/wallet/transfers?format=${format}&limit=${ALL} HTTP/1.1\r\nHost: x\r\n\r\n`)
  sockets.push(socket)
  return socket
}
/** Waits until the reader was not asked during many turns of the event loop. */
async function quiet(): Promise<number> {
  let before = -1
  await until('no more pages are asked for', async () => {
    const same = before === asked.length
    before = asked.length
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
    return same && before === asked.length
  })
  return asked.length
}

describe('exports', () => {
  it.each(['csv', 'ids', 'json'])('L40 several at once make one small page at a time (%s)', async (format) => {
    await serve(20_000)
    const texts = await Promise.all(Array.from({ length: 4 }, async () => (await fetchAll(format)).text()))
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]?.match(/x{100}/g)).toHaveLength(20_000)
    expect(atOnce).toBe(1)
    expect(Math.max(...asked.map(({ limit }) => limit))).toBeLessThanOrEqual(format === 'ids' ? 3000 : 300)
  })

  it.each(['csv', 'ids', 'json'])('L40 one whose connection is dropped ends (%s)', async (format) => {
    await serve(ALL)
    const clients = [stalled(format), stalled(format), stalled(format)]
    await until('every export began', () => asked.length >= 3)
    for (const client of clients) client.destroy()
    const pages = await quiet()
    // Far from the end: what the connections could hold, not ten million rows for each.
    expect(pages).toBeLessThan(3000)
  })

  it('L40 one that nobody reads holds a page and holds up no other', async () => {
    await serve(ALL)
    stalled('csv')
    expect(await quiet()).toBeLessThan(3000)
    const response = await fetch(`http://127.0.0.1:${listener.port}/api/wallet/transfers?format=ids&limit=5`)
    expect((await response.text()).trim().split('\n')).toHaveLength(5)
  })

  it('L40 one that meets a fault breaks off: nobody takes half of it for the whole', async () => {
    await serve(ALL, 3000)
    await expect(fetchAll('csv').then((response) => response.text())).rejects.toThrow()
  })
})
