import { setImmediate } from 'node:timers/promises'
import { ReadableStream } from 'node:stream/web'
import type { Context } from 'hono'
import type { ExportPage, MoneyReads, TransferQuery } from '../store/money-reads.js'

/** How many rows, or ids, are asked for at once: what an export holds in memory and how long it keeps the threads busy. */
const PAGE = 300
const ID_PAGE = 3000

type ExportReads = Pick<MoneyReads, 'transfersPage' | 'requestIdsPage' | 'statementCsvPage'>

/** Streams transfers in commit order: JSON with the number to go on after, one `req_id` a line, or CSV. */
export function sendTransfers(
  c: Context,
  reader: ExportReads,
  query: TransferQuery,
  format: 'json' | 'ids' | 'csv',
): Response {
  const { after, limit } = query
  if (format === 'ids') {
    const pages = inPages(limit, ID_PAGE, after, (from, count) =>
      reader.requestIdsPage({ ...query, after: from, limit: count }),
    )
    return send(c, 'text/plain; charset=utf-8', texts(pages))
  }
  const pages = inPages(limit, PAGE, after, (from, count, first) =>
    reader.transfersPage({ ...query, after: from, limit: count }, format, first),
  )
  if (format === 'json') return send(c, 'application/json', asJson(pages, limit))
  return download(c, 'transfers.csv', texts(pages))
}

/** Streams the whole statement of a card, newest first. */
export function sendStatementCsv(c: Context, reader: ExportReads, tag: string): Response {
  const pages = inPages(Infinity, PAGE, Number.MAX_SAFE_INTEGER, (before, count, first) =>
    reader.statementCsvPage(tag, before, count, first),
  )
  return download(c, `card-${tag}.csv`, texts(pages))
}

/** Up to `limit` rows; `ask` gets where a page begins, how many rows it may have, and whether it is the first. */
export async function* inPages(
  limit: number,
  size: number,
  from: number,
  ask: (from: number, count: number, first: boolean) => Promise<ExportPage>,
): AsyncGenerator<ExportPage, void> {
  let begin = from
  for (let left = limit; left > 0;) {
    const asked = Math.min(size, left)
    const page = await inTurn(() => ask(begin, asked, begin === from))
    yield page
    if (page.count < asked) return
    left -= page.count
    begin = page.last
  }
}

let lastPage: Promise<unknown> = Promise.resolve()

/**
 * One page at a time, whoever asks, and a turn of the event loop before each: however many exports run, votes and rounds
 * wait for one page at most, and a client that does not read holds up no other.
 */
export function inTurn<T>(ask: () => Promise<T>): Promise<T> {
  const page = lastPage.then(() => setImmediate()).then(ask)
  lastPage = Promise.allSettled([page])
  return page
}

export async function* texts(pages: AsyncGenerator<ExportPage, void>): AsyncGenerator<string, void> {
  for await (const { text } of pages) yield text
}

async function* asJson(pages: AsyncGenerator<ExportPage, void>, limit: number): AsyncGenerator<string, void> {
  let next: number | null = null
  let written = 0
  yield '{"items":['
  for await (const { text, count, last } of pages) {
    if (count > 0) yield written > 0 ? `,\n${text}` : text
    written += count
    next = written === limit ? last : null
  }
  yield `],"next_after":${next}}\n`
}

export function download(c: Context, name: string, text: AsyncGenerator<string, void>): Response {
  c.header('content-disposition', `attachment; filename="${name}"`)
  return send(c, 'text/csv; charset=utf-8', text)
}

/**
 * Sends text as fast as it is taken. A connection that is dropped ends the generator after its page; a fault drops the
 * connection, so that nobody takes half an export for a whole one.
 */
export function send(c: Context, type: string, text: AsyncGenerator<string, void>): Response {
  const bytes = async function* () {
    for await (const piece of text) yield Buffer.from(piece)
  }
  c.header('content-type', type)
  return c.body(ReadableStream.from(bytes()))
}
