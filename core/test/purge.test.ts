import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBooksCheck } from '../dist/store/sqlite/reads/books-check.js'
import { CORE, endAll, startProgram } from '../../scripts/test/processes.js'
import { DESK, type OldEvening, createOldEvening, openEvening, visit } from './old-evening.js'

const PURGE = fileURLToPath(new URL('../dist/privacy/main.js', import.meta.url))
const ANY_PORT = { MQTT_PORT: '0', MQTT_WS_PORT: '0', API_PORT: '0', OPERATOR_UI_PORT: '0' }

const ADA = '04A37C91'
const BOB = '04B11D02AA5580'
const EVE = '04C0FFEE'
const ZOE = '04D00D1E'

let evening: OldEvening
beforeEach(() => {
  evening = createOldEvening()
  evening.on(400, 'opShiftOpen', { ...DESK, count_cents: 10_000, by: 'Nadia' })
})
afterEach(async () => {
  evening.close()
  await endAll()
})

/** Runs the purge on the evening's database, which is closed for it and opened again. */
function purge(...given: string[]): { status: number | null; out: string; err: string } {
  evening.close()
  const args = given.length > 0 ? given : ['--older-than', '90d', '--yes']
  const env = { PATH: process.env.PATH, DB_PATH: evening.dbPath }
  const { status, stdout, stderr } = spawnSync(process.execPath, [PURGE, ...args], { env, encoding: 'utf8' })
  evening = openEvening(evening.dbPath)
  return { status, out: stdout, err: stderr.trim() }
}

const folder = () => dirname(evening.dbPath)
const backups = () => {
  const path = join(folder(), 'backups')
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.db')) : []
}
const cards = (db = evening.db) => db.prepare('SELECT tag_uid FROM cards ORDER BY player, issued_at').pluck().all()
const aliasOf = (player: number) =>
  evening.db.prepare('SELECT tag_uid FROM cards WHERE player = ?').pluck().get(player) as string
/** Which of the database's files still hold a text, in whatever case. */
const filesWith = (text: string) =>
  readdirSync(folder(), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .filter((name) => readFileSync(join(folder(), name)).toString('latin1').toUpperCase().includes(text.toUpperCase()))
const count = (table: string) => evening.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
/** The ledger but for who it was: what no purge may change. */
const ledger = () =>
  JSON.stringify([
    evening.db.prepare('SELECT * FROM accounts ORDER BY account').all(),
    evening.db
      .prepare(
        'SELECT transfer, at, kind, debit, credit, amount, player, player_balance, round, receipt FROM transfers',
      )
      .all(),
    evening.db.prepare('SELECT round, at, player, stake, win, reels FROM rounds').all(),
    evening.db.prepare('SELECT receipt, at, player, amount, balance, person FROM receipts').all(),
  ])

describe('npm run purge', () => {
  it('R1 shows without --yes what it would do, also while the core runs, and changes nothing', async () => {
    visit(evening, 120, ADA, 'Ada Lovelace')
    evening.close()
    const core = await startProgram(
      CORE,
      { ...ANY_PORT, DB_PATH: evening.dbPath, EG_BACKUP_SECONDS: '0' },
      'core ready',
    )
    const { status, out, err } = purgeBeside('--older-than', '90d')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/1 +Ada Lovelace +…7C91 +\d{4}-\d\d-\d\d +€0\.00 +purge/)
    expect(out).toContain('nothing is changed')
    await core.end()
    evening = openEvening(evening.dbPath)
    expect(cards()).toEqual([ADA])
    expect(backups()).toEqual([])
  })

  it('R2 refuses in one line while the core runs', async () => {
    visit(evening, 120, ADA, 'Ada')
    evening.close()
    const core = await startProgram(
      CORE,
      { ...ANY_PORT, DB_PATH: evening.dbPath, EG_BACKUP_SECONDS: '0' },
      'core ready',
    )
    const { status, out, err } = purgeBeside('--older-than', '90d', '--yes')
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/another core \(process \d+\) uses this database\. Stop that one/),
    ])
    await core.end()
    evening = openEvening(evening.dbPath)
    expect(cards()).toEqual([ADA])
  })

  it('R3 leaves no byte of a card’s id or a name in the database’s files', () => {
    visit(evening, 120, ADA, 'Ada Lovelace')
    evening.on(119, 'opCardReplace', { tag_uid: ADA, new_tag_uid: BOB, reason: 'Ada Lovelace lost it' })
    evening.on(119, 'opCardAdjust', {
      tag_uid: BOB,
      amount_cents: 100,
      direction: 'credit',
      reason: 'sorry, Ada Lovelace',
      by: 'Nadia',
    })
    evening.on(119, 'opDeskCashOut', { ...DESK, tag_uid: BOB, amount_cents: 100 })
    evening.on(118, 'opPayoutNew', { payout_id: 'p1', source: 'table-01', table_id: 'table-01', amount_cents: 300 })
    evening.on(118, 'payoutClaim', { device_id: 'change-01', payout_id: 'p1', tag_uid: BOB }, 'change-01')
    evening.on(118, 'opDeskCashOut', { ...DESK, tag_uid: BOB, amount_cents: 300 })
    evening.on(117, 'walletDebit', { device_id: 'slot-02', tag_uid: EVE, amount_cents: 100 }, 'slot-02')
    evening.on(117, 'opDeviceCommand', { target_id: 'slot-01', action: 'simulate_card', tag_uid: EVE })
    visit(evening, 1, ZOE, 'Zoe')
    for (const text of [ADA, BOB, EVE, 'Lovelace']) expect(filesWith(text)).not.toEqual([])
    const { status, out, err } = purge()
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toContain('✓ Purged: 1 players, 2 cards')
    for (const text of [ADA, BOB, EVE, 'Lovelace']) expect(filesWith(text), text).toEqual([])
    expect(filesWith(ZOE)).not.toEqual([])
  })

  it('R4 gives a card one alias everywhere, another one to each card, made at random', () => {
    visit(evening, 120, ADA, 'Ada')
    visit(evening, 121, BOB, 'Bob')
    purge()
    const [ada, bob] = [aliasOf(1), aliasOf(2)]
    expect(ada).toMatch(/^PURGED-[0-9A-F]{16}$/)
    expect(bob).toMatch(/^PURGED-[0-9A-F]{16}$/)
    expect(ada).not.toBe(bob)
    for (const table of ['rounds', 'receipts', 'transfers']) {
      const named = evening.db
        .prepare(`SELECT DISTINCT tag_uid FROM ${table} WHERE player = 1 AND tag_uid IS NOT NULL`)
        .pluck()
        .all()
      expect(named, table).toEqual([ada])
    }
    // Another database with the same cards: other aliases, so that nothing is to be learned by comparing.
    const first = ada
    evening.close()
    evening = createOldEvening()
    evening.on(400, 'opShiftOpen', { ...DESK, count_cents: 10_000, by: 'Nadia' })
    visit(evening, 120, ADA, 'Ada')
    purge()
    expect(aliasOf(1)).not.toBe(first)
  })

  it('R5 leaves who has money, an open bet or a frozen card, and says so', () => {
    visit(evening, 120, ADA, 'Ada', 500)
    visit(evening, 121, BOB, 'Bob')
    evening.on(120, 'opCardFreeze', { tag_uid: BOB, reason: 'quarrel' })
    visit(evening, 122, EVE, 'Eve', 100)
    evening.on(121, 'walletDebit', { device_id: 'slot-02', tag_uid: EVE, amount_cents: 100 }, 'slot-02')
    visit(evening, 123, ZOE, 'Zoe')
    const { out } = purge()
    expect(out).toMatch(/Ada .*€5\.00 +stays: has a balance/)
    expect(out).toMatch(/Bob .*stays: its card is frozen/)
    expect(out).toMatch(/Eve .*stays: a bet is open/)
    expect(cards()).toEqual([ADA, BOB, EVE, expect.stringMatching(/^PURGED-/)])
    expect(evening.db.prepare('SELECT name FROM players ORDER BY player').pluck().all()).toEqual([
      'Ada',
      'Bob',
      'Eve',
      null,
    ])
  })

  it('R6 leaves who was there since, though only to be refused', () => {
    visit(evening, 120, ADA, 'Ada')
    visit(evening, 120, BOB, 'Bob')
    visit(evening, 89, EVE, 'Eve')
    expect(evening.on(3, 'roundPlay', { device_id: 'slot-01', tag_uid: BOB, stake_cents: 200 }, 'slot-01').status).toBe(
      'insufficient',
    )
    purge()
    expect(cards()).toEqual([expect.stringMatching(/^PURGED-/), BOB, EVE])
  })

  it('R7 changes no amount, account, time or number; the books balance and what is immutable stays so', () => {
    visit(evening, 120, ADA, 'Ada')
    visit(evening, 5, BOB, 'Bob', 300)
    const before = ledger()
    expect(purge().status).toBe(0)
    expect(ledger()).toBe(before)
    expect(createBooksCheck(evening.db)(true)?.problems).toEqual([])
    for (const sql of [
      `UPDATE transfers SET tag_uid = 'X'`,
      `UPDATE rounds SET tag_uid = 'X'`,
      `UPDATE receipts SET tag_uid = 'X'`,
      `UPDATE journal SET data = '{}'`,
    ]) {
      expect(() => evening.db.exec(sql), sql).toThrow(/immutable|append-only/)
    }
  })

  it('R8 a purged request that comes again moves nothing and has its first answer; other content is a conflict', () => {
    visit(evening, 120, ADA, 'Ada', 800)
    const play = { req_id: 'g-8f2c51d0a7e94b6612aa90cd', device_id: 'slot-01', tag_uid: ADA, stake_cents: 200 }
    const first = evening.on(120, 'roundPlay', play, 'slot-01')
    const unknown = { req_id: 'w-77aa51d0a7e94b6612aa90cd', device_id: 'slot-02', tag_uid: EVE, amount_cents: 100 }
    expect(evening.on(120, 'walletDebit', unknown, 'slot-02').status).toBe('unknown_card')
    evening.on(119, 'opDeskCashOut', { ...DESK, tag_uid: ADA, amount_cents: 600 })
    purge()
    const before = [ledger(), count('requests')]
    const again = evening.on(0, 'roundPlay', play, 'slot-01')
    const { tag_uid: alias, ...told } = again
    expect(alias).toBe(aliasOf(1))
    expect({ ...told, tag_uid: ADA }).toEqual(first)
    expect(evening.on(0, 'roundPlay', { ...play, stake_cents: 500 }, 'slot-01').status).toBe('conflict')
    expect(evening.on(0, 'roundPlay', { ...play, tag_uid: BOB }, 'slot-01').status).toBe('conflict')
    expect(evening.on(0, 'walletDebit', unknown, 'slot-02')).toMatchObject({
      status: 'unknown_card',
      req_id: unknown.req_id,
    })
    expect([ledger(), count('requests')]).toEqual(before)
    // The same id from somebody else is another request, as ever.
    expect(evening.on(0, 'roundPlay', { ...play, device_id: 'slot-03', tag_uid: 'NOBODY01' }, 'slot-03').status).toBe(
      'unknown_card',
    )
  })

  it('R9 keeps of a purged request neither its id nor a hash that its content could be tried against', () => {
    visit(evening, 120, ADA, 'Ada')
    visit(evening, 2, BOB, 'Bob')
    const plain = evening.db.prepare('SELECT req_id, hash FROM requests').all() as { req_id: string; hash: string }[]
    const mine = evening.db.prepare(`SELECT DISTINCT req_id FROM transfers WHERE player = 1`).pluck().all() as string[]
    purge()
    const after = evening.db.prepare('SELECT req_id, hash FROM requests').all() as { req_id: string; hash: string }[]
    for (const req_id of mine) {
      expect(after.some((row) => row.req_id === req_id)).toBe(false)
      expect(after.some((row) => row.hash === plain.find((row) => row.req_id === req_id)?.hash)).toBe(false)
    }
    // Whose requests stay are as they were.
    const bobs = evening.db.prepare(`SELECT DISTINCT req_id FROM transfers WHERE player = 2`).pluck().all() as string[]
    for (const id of bobs)
      expect(after.find(({ req_id }) => req_id === id)).toEqual(plain.find(({ req_id }) => req_id === id))
  })

  it('R10 deletes the journal’s old lines, keeps the younger ones as they were, and notes itself', () => {
    visit(evening, 120, ADA, 'Ada')
    visit(evening, 5, BOB, 'Bob')
    const young = () => evening.db.prepare(`SELECT * FROM journal WHERE data LIKE '%${BOB}%' ORDER BY seq`).all()
    const before = young()
    purge()
    expect(young()).toEqual(before)
    expect(before.length).toBeGreaterThan(3)
    const [oldest] = evening.db.prepare('SELECT at FROM journal ORDER BY seq').pluck().all() as number[]
    expect(oldest).toBeGreaterThan(Date.now() - 90 * 24 * 3_600_000)
    const last = evening.db.prepare(`SELECT actor, data FROM journal WHERE kind = 'purge'`).get() as {
      actor: string
      data: string
    }
    expect({ ...last, data: JSON.parse(last.data) as object }).toMatchObject({
      actor: 'core',
      data: { players: 1, cards: 1 },
    })
  })

  it('R11 takes a backup first, names what still holds it, and with --backups leaves one that does not', () => {
    visit(evening, 120, ADA, 'Ada')
    const { out } = purge()
    expect(backups()).toHaveLength(1)
    expect(out).toContain('1 backups and kept databases still hold')
    expect(out).toContain(backups()[0])
    const kept = new Database(join(folder(), 'backups', backups()[0] ?? ''), { readonly: true })
    expect(cards(kept)).toEqual([ADA])
    kept.close()
    const again = purge('--older-than', '90d', '--backups', '--yes')
    expect({ status: again.status, err: again.err }).toEqual({ status: 0, err: '' })
    expect(backups()).toHaveLength(1)
    const left = readFileSync(join(folder(), 'backups', backups()[0] ?? ''))
    expect(left.includes(ADA)).toBe(false)
    const clean = new Database(join(folder(), 'backups', backups()[0] ?? ''), { readonly: true })
    expect(cards(clean)).toEqual([expect.stringMatching(/^PURGED-/)])
    clean.close()
  })

  it('R13 a purged card is unknown to a core that starts, can be issued anew, and its alias opens nothing', async () => {
    visit(evening, 120, ADA, 'Ada')
    purge()
    const alias = aliasOf(1)
    expect(evening.on(0, 'opDeskTopUp', { ...DESK, tag_uid: alias, amount_cents: 500 }).status).toBe('frozen')
    expect(evening.on(0, 'opCardUnfreeze', { tag_uid: alias, reason: 'try' }).status).toBe('refused')
    expect(evening.on(0, 'opDeskTopUp', { ...DESK, tag_uid: ADA, amount_cents: 500 }).status).toBe('unknown_card')
    visit(evening, 0, ADA, 'Somebody else')
    evening.close()
    const core = await startProgram(CORE, { ...ANY_PORT, DB_PATH: evening.dbPath }, 'core ready')
    const api = /"api":"([^"]+)"/.exec(core.output())?.[1]
    const statement = (await (await fetch(`${api}/api/cards/${ADA}/statement`)).json()) as { items: unknown[] }
    expect(statement.items).toHaveLength(3)
    await core.end()
    evening = openEvening(evening.dbPath)
  })

  it('R14 changes nothing at all when a card would stay named somewhere', () => {
    visit(evening, 120, ADA, 'Ada')
    evening.db.exec(
      `CREATE TABLE of_a_later_release (note TEXT); INSERT INTO of_a_later_release VALUES ('seen ${ADA} here')`,
    )
    const before = [ledger(), count('journal'), count('requests')]
    const { status, err } = purge()
    expect(status).toBe(1)
    expect(err).toMatch(/^a card is still named in of_a_later_release\.note/)
    expect([ledger(), count('journal'), count('requests')]).toEqual(before)
    expect(cards()).toEqual([ADA])
  })

  it('R15 takes nobody of last night for old because the clock was wrong', () => {
    visit(evening, 120, ADA, 'Ada')
    visit(evening, 2, BOB, 'Bob')
    visit(evening, 20_000, EVE, 'Eve') // after Bob, on a machine that came up in 1971
    purge()
    expect(cards()).toEqual([expect.stringMatching(/^PURGED-/), BOB, EVE])
  })

  it('R16 does nothing while the books do not balance', () => {
    visit(evening, 120, ADA, 'Ada')
    evening.db.exec('UPDATE accounts SET balance = balance + 1 WHERE account = 1')
    const { status, err } = purge()
    expect(status).toBe(1)
    expect(err).toMatch(/^The books do not balance: .*Nothing was changed/)
    expect(cards()).toEqual([ADA])
  })

  it('R18 forgets one guest who asks for it, however young, and nobody else', () => {
    visit(evening, 120, BOB, 'Bob')
    visit(evening, 0, ADA, 'Ada Lovelace')
    evening.on(0, 'opCardFreeze', { tag_uid: ADA, reason: 'Ada Lovelace asked' })
    evening.on(0, 'opCardUnfreeze', { tag_uid: ADA, reason: 'Ada Lovelace asked' })
    evening.on(0, 'walletDebit', { device_id: 'slot-02', tag_uid: ADA, amount_cents: 5000 }, 'slot-02')
    const before = [ledger(), count('journal')]
    const { status, out, err } = purge('--card', '04a37c91', '--yes')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toContain('✓ Purged: 1 players, 1 cards, 0 lines of the journal')
    for (const text of [ADA, 'Lovelace']) expect(filesWith(text), text).toEqual([])
    expect(cards()).toEqual([BOB, expect.stringMatching(/^PURGED-/)])
    // The purge's own line, and no other, is new.
    expect([ledger(), count('journal') - 1]).toEqual(before)
    expect(purge('--card', 'NOBODY01', '--yes').out).toContain('Nobody.')
  })

  it('R21 forgets why a movement of the guest was taken back, and names the alias there', () => {
    evening.on(0, 'opShiftOpen', { desk_id: 'bar', count_cents: 1000, by: 'Nadia' })
    evening.on(0, 'opCardIssue', { tag_uid: ADA, name: 'Ada Lovelace' })
    const bar = { desk_id: 'bar', tag_uid: ADA }
    const seqOf = (kind: string) => evening.db.prepare('SELECT max(seq) FROM journal WHERE kind = ?').pluck().get(kind)
    evening.on(0, 'opDeskTopUp', { ...bar, amount_cents: 500 })
    const transfer = evening.db.prepare('SELECT max(transfer) FROM transfers').pluck().get()
    evening.on(0, 'opTransferReverse', { transfer, reason: 'Ada Lovelace had paid', by: 'Nadia' })
    evening.on(0, 'opDeskTopUp', { ...bar, amount_cents: 700 })
    evening.on(0, 'opUndo', { seq: seqOf('opDeskTopUp'), reason: 'Ada Lovelace again' })
    evening.on(0, 'opModeSet', { mode: 'night' })
    evening.on(0, 'opUndo', { seq: seqOf('opModeSet'), reason: 'too early' })
    expect(purge('--card', ADA, '--yes')).toMatchObject({ status: 0, err: '' })
    for (const text of [ADA, 'Lovelace']) expect(filesWith(text), text).toEqual([])
    const linesOf = (kind: string) =>
      evening.db
        .prepare('SELECT data FROM journal WHERE kind = ? ORDER BY seq')
        .pluck()
        .all(kind)
        .map((data) => JSON.parse(data as string) as Record<string, unknown>)
    expect(linesOf('opTransferReverse').map((data) => [data['tag_uid'], data['why']])).toEqual([
      [aliasOf(1), undefined],
      [aliasOf(1), undefined],
    ])
    expect(linesOf('undo').map((data) => data['why'])).toEqual([undefined, 'too early'])
  })

  it('R21 also where an earlier release wrote the line, which named no card', () => {
    evening.on(0, 'opShiftOpen', { desk_id: 'bar', count_cents: 1000, by: 'Nadia' })
    evening.on(0, 'opCardIssue', { tag_uid: ADA, name: 'Ada Lovelace' })
    evening.on(0, 'opDeskTopUp', { desk_id: 'bar', tag_uid: ADA, amount_cents: 500 })
    const transfer = evening.db.prepare('SELECT max(transfer) FROM transfers').pluck().get()
    evening.on(0, 'opTransferReverse', { transfer, reason: 'Ada Lovelace had paid', by: 'Nadia' })
    const guard = evening.db.prepare(`SELECT sql FROM sqlite_master WHERE name = 'journal_stays'`).pluck().get()
    evening.db.exec(`DROP TRIGGER journal_stays;
      UPDATE journal SET data = json_remove(data, '$.tag_uid') WHERE kind = 'opTransferReverse'; ${guard as string}`)
    expect(purge('--card', ADA, '--yes')).toMatchObject({ status: 0, err: '' })
    expect(filesWith('Lovelace')).toEqual([])
  })

  it('R19 takes away what was typed of an old evening, whoever it was about, and keeps that of a young one', () => {
    evening.on(120, 'opGameFreeze', { reason: 'Ada Lovelace fell' })
    evening.on(120, 'opGameUnfreeze', { panic: 1, reason: 'Ada Lovelace is well' })
    evening.on(1, 'opGameFreeze', { reason: 'Bob fell' })
    expect(purge()).toMatchObject({ status: 0, err: '' })
    expect(filesWith('Lovelace')).toEqual([])
    expect(evening.db.prepare('SELECT reason, end_reason, ended_by FROM panics ORDER BY panic').all()).toEqual([
      { reason: '[purged]', end_reason: '[purged]', ended_by: 'ui:op-1' },
      { reason: 'Bob fell', end_reason: null, ended_by: null },
    ])
    expect(() => evening.db.exec(`UPDATE panics SET reason = 'x' WHERE panic = 1`)).toThrow('cannot change')
  })

  it('R20 a card that was named in the middle of a text is named by its alias there', () => {
    visit(evening, 120, ADA, 'Ada')
    visit(evening, 1, BOB, 'Bob')
    evening.on(1, 'opMoneyFreeze', { reason: `card ${ADA.toLowerCase()} pays twice` })
    expect(purge()).toMatchObject({ status: 0, err: '' })
    expect(filesWith(ADA)).toEqual([])
    expect(evening.db.prepare('SELECT reason FROM panics').pluck().get()).toBe(`card ${aliasOf(1)} pays twice`)
  })

  it('R17 a second purge finds nothing more to do', () => {
    visit(evening, 120, ADA, 'Ada')
    purge()
    const alias = aliasOf(1)
    const { out } = purge()
    expect(out).toContain('✓ Purged: 0 players, 0 cards')
    expect(aliasOf(1)).toBe(alias)
  })
})

/** The purge beside a core that runs; the evening stays closed. */
function purgeBeside(...args: string[]): { status: number | null; out: string; err: string } {
  const env = { PATH: process.env.PATH, DB_PATH: evening.dbPath }
  const { status, stdout, stderr } = spawnSync(process.execPath, [PURGE, ...args], { env, encoding: 'utf8' })
  return { status, out: stdout, err: stderr.trim() }
}
