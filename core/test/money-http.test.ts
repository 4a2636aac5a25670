import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

interface Line {
  transfer: number
  kind: string
  amount_cents: number
  balance_cents: number
  req_id: string | null
}

let core: CoreProcess
const text = async (path: string) => (await fetch(`${core.api}${path}`)).text()
const answer = async (path: string) => {
  const response = await fetch(`${core.api}${path}`)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

beforeAll(async () => {
  core = await createCoreProcess()
  await core.start()
  const desk = { desk_id: 'change-01' }
  await post(core, '/api/op/shifts/open', { req_id: 'shift', ...desk, count_cents: 10_000, by: 'Nadia' })
  await post(core, '/api/op/cards/issue', { tag_uid: 'aa01', name: 'Élodie Durand' })
  await post(core, '/api/op/cards/issue', { tag_uid: 'bb02', name: '=2+3' })
  for (let i = 0; i < 30; i++) {
    const tag_uid = i % 2 === 0 ? 'aa01' : 'bb02'
    await post(core, '/api/op/desk/top_up', { req_id: `t${i}`, ...desk, tag_uid, amount_cents: 100 + i })
  }
  const slot = await connect(core.ports.mqtt, { clientId: 'slot-01' })
  const play = { req_id: 'g1', device_id: 'slot-01', tag_uid: 'aa01', stake_cents: 100 }
  await slot.publishAsync('eg/core/rounds/play', JSON.stringify(play), { qos: 1 })
  await slot.endAsync()
})
afterAll(() => core.kill())

/** Plays rounds until one wins, which stands in the ledger as the second transfer of its request. */
async function playUntilWin(): Promise<void> {
  const slot = await connect(core.ports.mqtt, { clientId: 'slot-02' })
  for (let i = 0; !(await text('/api/wallet/transfers?format=json&kind=win')).includes('"win"'); i++) {
    const play = { req_id: `w${i}`, device_id: 'slot-02', tag_uid: 'bb02', stake_cents: 100 }
    await slot.publishAsync('eg/core/rounds/play', JSON.stringify(play), { qos: 1 })
  }
  await slot.endAsync()
}

describe('what can be looked up about money', () => {
  it('L24 transfers in commit order, in pages', async () => {
    const first = await get<{ items: Line[]; next_after: number }>(core, '/api/wallet/transfers?limit=20')
    const second = await get<{ items: Line[]; next_after: null }>(
      core,
      `/api/wallet/transfers?limit=20&after=${first.next_after}`,
    )
    const all = [...first.items, ...second.items]
    expect(all.map(({ transfer }) => transfer)).toEqual(all.map((_, i) => i + 1))
    expect(first.items[1]).toMatchObject({
      kind: 'top_up',
      debit: 'drawer:change-01',
      credit: 'player:1',
      req_id: 't0',
    })
    expect(second.next_after).toBeNull()
    const some = await get<{ items: Line[] }>(core, '/api/wallet/transfers?tag=bb02&kind=top_up')
    expect(some.items).toHaveLength(15)
  })

  it('L24 ids: one request a line in commit order, each once, whatever it moved', async () => {
    const ids = ['shift', ...Array.from({ length: 30 }, (_, i) => `t${i}`), 'g1']
    expect(await text('/api/wallet/transfers?format=ids&limit=10000000')).toBe(`${ids.join('\n')}\n`)
    expect(await text('/api/wallet/transfers?format=ids&limit=2')).toBe('shift\nt0\n')
  })

  it('L42 ids of a kind: each request that has such a transfer, once, whatever else it moved', async () => {
    await playUntilWin()
    const kinds = (await get<{ items: Line[] }>(core, '/api/wallet/transfers')).items
    const won = kinds.filter(({ kind }) => kind === 'win').map(({ req_id }) => req_id)
    expect(won.length).toBeGreaterThan(0)
    expect(await text('/api/wallet/transfers?format=ids&kind=win')).toBe(`${won.join('\n')}\n`)
    const staked = kinds.filter(({ kind }) => kind === 'stake').map(({ req_id }) => req_id)
    expect(await text('/api/wallet/transfers?format=ids&kind=stake')).toBe(`${staked.join('\n')}\n`)
    expect((await text('/api/wallet/transfers?format=ids')).trim().split('\n')).toHaveLength(31 + staked.length)
    expect(await text('/api/wallet/transfers?format=ids&kind=nothing')).toBe('')
  })

  it('L24 an export of nothing is whole: CSV has its header, JSON its end', async () => {
    expect(await text('/api/wallet/transfers?format=csv&kind=nothing')).toMatch(/^time,at,transfer,.*,by\n$/)
    expect(await get(core, '/api/wallet/transfers?kind=nothing')).toEqual({ items: [], next_after: null })
  })

  it('L24 as CSV, with nothing that a spreadsheet takes for a formula', async () => {
    await post(core, '/api/op/cards/adjust', {
      tag_uid: 'bb02',
      amount_cents: 1,
      direction: 'credit',
      reason: '=cmd()',
      by: 'Nadia',
    })
    const lines = (await text('/api/wallet/transfers?format=csv')).trim().split('\n')
    expect(lines[0]).toMatch(/^time,at,transfer,kind,debit,credit,amount_cents/)
    expect(lines[2]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,\d+,2,top_up,drawer:change-01,player:1,100,/)
    expect(lines.at(-1)).toContain(`'=cmd()`)
  })

  it('L24 a card’s statement, newest first, with the balance after each line', async () => {
    const { items } = await get<{ items: Line[] }>(core, '/api/cards/aa01/statement')
    let balance = 0
    for (const line of items.toReversed()) {
      balance += line.amount_cents
      expect(line.balance_cents).toBe(balance)
    }
    expect(balance).toBe((await get<{ balance_cents: number }>(core, '/api/cards/AA01')).balance_cents)
    const page = await get<{ items: Line[]; next_before: number }>(core, '/api/cards/aa01/statement?limit=3')
    expect(page.next_before).toBe(page.items[2]?.transfer)
    expect((await text('/api/cards/aa01/statement?format=csv')).trim().split('\n')).toHaveLength(items.length + 1)
  })

  it('L24 cards by part of a name without accents, or of the card', async () => {
    const found = async (q: string) =>
      (await get<{ items: { tag_uid: string }[] }>(core, `/api/cards?q=${q}`)).items.map(({ tag_uid }) => tag_uid)
    expect(await found('ELODIE')).toEqual(['AA01'])
    expect(await found('b02')).toEqual(['BB02'])
    expect(await found('%25')).toEqual([])
    expect(await found('')).toHaveLength(2)
  })

  it('L24 one payout by its id, whatever became of it', async () => {
    const made = { source: 'roulette', amount_cents: 500 }
    await post(core, '/api/op/payouts/new', { ...made, payout_id: 'p1' })
    await post(core, '/api/op/payouts/void', { payout_id: 'p1', reason: 'mistake' })
    expect(await get(core, '/api/payouts?id=p1')).toMatchObject({ items: [{ payout_id: 'p1', status: 'voided' }] })
    expect(await get(core, '/api/payouts?id=p%201%2F%C3%A4')).toEqual({ items: [] })
    expect(await get(core, '/api/payouts')).toEqual({ items: [] })
  })

  it('L50 payouts created from a time on, whatever became of them; a time that is none is refused', async () => {
    const made = { source: 'poker', amount_cents: 500 }
    await post(core, '/api/op/payouts/new', { ...made, payout_id: 'since-1' })
    const { items } = await get<{ items: { created_at: number }[] }>(core, '/api/payouts?id=since-1')
    const after = (items[0]?.created_at ?? 0) + 1
    await until('the clock to go on', async () => Date.now() > after)
    await post(core, '/api/op/payouts/new', { ...made, payout_id: 'since-2' })
    for (const id of ['since-1', 'since-2']) await post(core, '/api/op/payouts/void', { payout_id: id, reason: 'test' })
    expect(await get(core, `/api/payouts?status=all&since=${after}`)).toMatchObject({
      items: [{ payout_id: 'since-2' }],
    })
    expect(await get(core, `/api/payouts?since=${after}`)).toEqual({ items: [] })
    expect(await answer('/api/payouts?status=all&since=yesterday')).toMatchObject({
      status: 400,
      body: { field: 'since' },
    })
  })

  it('L21 receipts and shifts', async () => {
    expect(await get(core, '/api/receipts/1')).toMatchObject({
      kind: 'top_up',
      amount_cents: 100,
      tag_uid: 'AA01',
      by: 'Nadia',
    })
    expect(await get(core, '/api/shifts?desk=change-01')).toMatchObject({ items: [{ shift: 1, closed_at: null }] })
  })

  it.each([
    ['L24 a card that is not there', '/api/cards/NOBODY', 404],
    ['L24 a statement of none', '/api/cards/NOBODY/statement', 404],
    ['L24 a limit that is none', '/api/wallet/transfers?limit=x', 400],
    ['L24 a format that is none', '/api/wallet/transfers?format=xml', 400],
    ['L24 a receipt that is not there', '/api/receipts/999', 404],
  ])('%s is said', async (_, path, status) => {
    const { status: said, body } = await answer(path)
    expect(said).toBe(status)
    expect(body).toMatchObject({ ok: false })
    expect(String(body.detail)).toMatch(/\w+\.$/)
  })

  it('L5 books that do not balance are red: in the state, in health, in the log', async () => {
    expect(await get(core, '/api/books?check=now')).toMatchObject({ ok: true })
    const db = new Database(core.dbPath)
    db.exec(`UPDATE accounts SET balance = balance + 1 WHERE name = 'house'`)
    db.close()
    expect(await get(core, '/api/books?check=now')).toMatchObject({ ok: false })
    expect(await get(core, '/health')).toMatchObject({ books: 'wrong' })
    await until('the line of the log', () => core.lines.some((line) => line.includes('the books do not balance')))
  })
})

describe('books that cannot be added up', () => {
  it('L43 are red in the state, in health and in the log until they can be again', async () => {
    await core.kill()
    core = await createCoreProcess()
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: 'aa01' })
    await post(core, '/api/op/cards/adjust', { ...give, tag_uid: 'aa01' })
    await core.stop() // what was stored is now in the file itself
    await core.start()
    expect(await get(core, '/api/books?check=now')).toMatchObject({ ok: true, transfers: 1 })

    const page = pageOf('transfers')
    const good = page.read()
    page.write(Buffer.alloc(good.length, 0xff))
    await post(core, '/api/op/cards/issue', { tag_uid: 'b' }) // other threads' pages are read anew
    expect(await get(core, '/api/books?check=now')).toMatchObject({
      ok: false,
      transfers: 1,
      problems: [expect.stringMatching(/^The books could not be added up: .*\.$/)] as string[],
    })
    expect(await get(core, '/health')).toMatchObject({ books: 'wrong' })
    expect(await get(core, '/api/books')).toMatchObject({ ok: false })
    const said = () => core.lines.filter((line) => line.includes('could not be added up'))
    expect(await get(core, '/api/books?check=now')).toMatchObject({ ok: false })
    await until('the line of the log', () => said().length > 0)
    expect(said()).toHaveLength(1)

    page.write(good)
    await post(core, '/api/op/cards/issue', { tag_uid: 'c' })
    await until('green books', async () => (await get(core, '/api/books?check=now')).ok === true)
    expect(await get(core, '/health')).toMatchObject({ books: 'ok' })
  })
})

const give = { amount_cents: 500, direction: 'credit', reason: 'test', by: 'Nadia' }

/** The first page of a table in the database's file. */
function pageOf(table: string) {
  const db = new Database(core.dbPath, { readonly: true })
  const root = db.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table) as number
  const size = db.pragma('page_size', { simple: true }) as number
  db.close()
  const within = <T>(flags: string, use: (file: number) => T): T => {
    const file = openSync(core.dbPath, flags)
    try {
      return use(file)
    } finally {
      closeSync(file)
    }
  }
  return {
    read: () =>
      within('r', (file) => {
        const bytes = Buffer.alloc(size)
        readSync(file, bytes, 0, size, (root - 1) * size)
        return bytes
      }),
    write: (bytes: Buffer) => within('r+', (file) => writeSync(file, bytes, 0, size, (root - 1) * size)),
  }
}
