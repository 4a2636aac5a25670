import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { OpSession } from '@eg/shared'
import { createEnrolmentKeys } from '@eg/shared/enrol-seal'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Work } from '../dist/commit/command.js'
import { withScript } from '../dist/commit/with-script.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { createSessionReads } from '../dist/store/sqlite/reads/session-reads.js'
import { type Evening, createEvening } from './show-evening.js'
import { storeSettings } from './store-settings.js'

const SCRIPT = `title: Two
language: en
steps:
  - id: one
    question: One?
    options: [A, B]
    expected: 1
  - id: two
    question: Two?
    options: [A, B]
    expected: 1
`
const KEY = 'k'.repeat(43)

let evening: Evening
beforeEach(() => {
  evening = createEvening()
})
afterEach(() => evening.close())
const send = (kind: string, payload: object = {}, more: object = {}) => evening.send({ kind, payload, ...more })
const session = () => (evening.told as unknown as { opSession: OpSession }).opSession
const begin = (more: object = {}) => send('opSessionStart', { name: 'Martin', group_size: 2, ...more })
const hello = (id: string, install_key = KEY) =>
  evening.send({ kind: 'deviceHello', deviceId: id, payload: { type: 'slot', install_key } }, id)
const vote = (id: string, choice = 'A') =>
  evening.send({ kind: 'nightVote', payload: { device_id: id, step: 1, choice } }, id)
const ask = (more: object = {}) =>
  send('opNightOpen', { step: 1, question: 'Q?', options: ['A', 'B'], reveal: 'operator', ...more })
const undo = (kind: string) => {
  const last = evening.db.prepare('SELECT max(seq) FROM undoables WHERE kind = ?').pluck()
  return send('opUndo', { seq: last.get(kind), reason: 'a slip' })
}
const swap = (spare: string) =>
  send(
    'opSwap',
    { slot_id: 'slot-01', spare_id: spare, reason: 'dead', force: true },
    { seen: { auth: 'open', slotOnline: false, spareOnline: true }, applicant: null },
  )

describe('between two groups', () => {
  it('J59 the next group does not go on in the show of the last one, unless with a reason', () => {
    begin()
    send('opModeSet', { mode: 'night' })
    evening.load(SCRIPT)
    send('opShowStart')
    send('opNightClose', { run: 1 })
    expect(send('opSessionClose', { session: 1 })).toMatchObject({ reason: 'show_running' })
    expect(session().reset.missing).toEqual(['session_open'])
    send('opSessionClose', { session: 1, reason: 'they left' })
    expect(session().reset).toMatchObject({ ready: false, missing: ['show_running'] })
    expect(begin()).toMatchObject({ status: 'refused', reason: 'show_running' })
    expect(begin({ reason: 'one show for two groups' })).toMatchObject({ status: 'ok', session: 2 })
    expect(session().current?.forced).toBe('one show for two groups')
    send('opSessionClose', { session: 2, reason: 'they left' })
    send('opShowEnd', { reason: 'late' })
    expect(session().reset).toMatchObject({ ready: true, missing: [] })
    expect(begin()).toMatchObject({ status: 'ok', session: 3 })
  })

  it('U88 votes of a run that goes on as another one count once in a session, also over a restart', () => {
    begin()
    send('opModeSet', { mode: 'night' })
    ask()
    for (const id of ['slot-01', 'slot-02', 'slot-03']) vote(id)
    send('opNightVoid', { run: 1 })
    expect(undo('opNightVoid')).toMatchObject({ status: 'ok', run: 2 })
    evening.restart()
    vote('slot-04')
    send('opNightClose', { run: 2 })
    send('opNightReveal', { run: 2 })
    send('opSessionClose', { session: 1 })
    expect(session().last[0]?.counts).toMatchObject({ runs: 2, votes: 4 })
  })

  it('D41 spares are reset with the others, hold up nobody, and bring how they stand to the slot they become', () => {
    for (const id of ['slot-01', 'spare-01', 'spare-02']) hello(id)
    begin()
    send('opSessionClose', { session: 1 })
    const devices = () =>
      Object.fromEntries(session().reset.devices.map(({ device_id, status }) => [device_id, status]))
    expect(devices()).toEqual({ 'slot-01': 'needs_reset', 'spare-01': 'needs_reset', 'spare-02': 'needs_reset' })
    send('opSessionConfirm', { target_id: 'slot-01', by: 'Nadia' })
    expect(session().reset).toMatchObject({ ready: true, missing: [] })
    expect(send('opSessionReset', { targets: 'needed' })).toMatchObject({ sent: ['spare-01', 'spare-02'] })
    expect(swap('spare-01')).toMatchObject({ status: 'ok' })
    hello('slot-01')
    expect(devices()).toEqual({ 'slot-01': 'needs_reset', 'spare-02': 'sent' })
    expect(session().reset.missing).toEqual(['devices'])
  })
})

describe('a spare that is a slot by its name', () => {
  beforeEach(() => {
    for (const id of ['slot-01', 'slot-12', 'spare-02']) hello(id)
    send('opModeSet', { mode: 'night' })
  })

  it('D42 does not vote under both names: not before the swap, not while it is under way', () => {
    ask()
    expect(vote('slot-12')).toMatchObject({ status: 'counted' })
    expect(swap('slot-12')).toMatchObject({ status: 'refused', reason: 'spare_busy' })
    send('opNightVoid', { run: 1 })
    expect(swap('slot-12')).toMatchObject({ status: 'ok' })
    ask({ question: 'Again?' })
    expect(vote('slot-12')).toMatchObject({ status: 'refused', reason: 'not_a_slot' })
    hello('slot-01')
    expect(vote('slot-12')).toMatchObject({ status: 'refused', reason: 'not_a_slot' })
    expect(vote('slot-01')).toMatchObject({ status: 'counted' })
    expect(evening.db.prepare('SELECT count(*) AS n FROM votes WHERE run = 2').get()).toEqual({ n: 1 })
  })

  it('D42 nor under a name that it had before', () => {
    const key = 'm'.repeat(43)
    hello('slot-12', key)
    ask()
    expect(vote('slot-12')).toMatchObject({ status: 'counted' })
    // Its name was revoked: it waits under its key to be let in, or came back as a spare.
    const seen = { auth: 'enrolled', slotOnline: false, spareOnline: true }
    const { publicKey } = createEnrolmentKeys()
    const applicant = { name: 'pi', model: 'Pi 4', publicKey, was: 'slot-12' }
    const waiting = (slot_id: string) =>
      send('opSwap', { slot_id, spare_key: '0123456789abcdef', reason: 'dead' }, { seen, applicant })
    expect(waiting('slot-01')).toMatchObject({ status: 'refused', reason: 'spare_busy' })
    const letIn = (device_id: string, more: object = {}) => {
      const asks = { ...applicant, ...more }
      return send('opEnrol', { key: '0123456789abcdef', device_id, role: 'slot', replace: true }, { applicant: asks })
    }
    expect(letIn('slot-05')).toMatchObject({ status: 'refused', reason: 'has_voted', field: 'key' })
    expect(letIn('spare-04', { publicKey: createEnrolmentKeys().publicKey })).toMatchObject({ status: 'ok' })
    hello('spare-03', key)
    expect(swap('spare-03')).toMatchObject({ status: 'refused', reason: 'spare_busy' })
    // Back in its own place it votes as it did.
    expect(waiting('slot-12')).toMatchObject({ status: 'ok' })
    send('opNightVoid', { run: 1 })
    expect(swap('spare-03')).toMatchObject({ status: 'ok' })
  })

  it.each(['opNightVoid', 'opNightClose'])(
    'D67 nor when the run is taken up again after the swap: %s is not undone then',
    (kind) => {
      ask()
      vote('slot-12')
      send(kind, { run: 1 })
      swap('slot-12')
      const votesTwice = { status: 'refused', reason: 'moved_on', detail: expect.stringContaining('vote twice') }
      expect(undo(kind)).toMatchObject(votesTwice)
      hello('slot-01')
      expect(evening.db.prepare('SELECT status FROM swaps').pluck().all()).toEqual(['done'])
      expect(undo(kind)).toMatchObject(votesTwice)
      send('opNightVoid', { run: 1 })
      // Another machine that has the spare's name from here on votes as itself.
      hello('slot-12')
      ask({ question: 'Again?' })
      expect(vote('slot-12')).toMatchObject({ status: 'counted' })
      send(kind, { run: 2 })
      expect(undo(kind)).toMatchObject({ status: 'ok' })
    },
  )

  it('D67 but it is when the swap was taken back, or when nobody can vote in it any more', () => {
    ask()
    vote('slot-12')
    send('opNightClose', { run: 1 })
    swap('slot-12')
    send('opSwapCancel', { swap: 1, reason: 'the old one is back' })
    expect(undo('opNightClose')).toMatchObject({ status: 'ok', run: 1 })
    send('opNightClose', { run: 1 })
    send('opNightVoid', { run: 1 })
    expect(swap('slot-12')).toMatchObject({ status: 'ok' })
    expect(undo('opNightVoid')).toMatchObject({ status: 'ok', run: 2 })
    hello('slot-01')
    expect(vote('slot-01')).toMatchObject({ status: 'closed' })
    expect(evening.db.prepare('SELECT device_id FROM votes WHERE run = 2').pluck().all()).toEqual(['slot-12'])
  })

  it('D42 votes as itself again when the swap is taken back', () => {
    swap('slot-12')
    ask()
    send('opSwapCancel', { swap: 1, reason: 'the old one is back' })
    expect(vote('slot-12')).toMatchObject({ status: 'counted' })
  })
})

describe('the steps in a report', () => {
  let db: Database.Database
  let path: string
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'eg-visits-')), 'core.db')
    db = openDatabase(path)
  })
  afterEach(() => {
    db.close()
    rmSync(dirname(path), { recursive: true })
  })

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('U89 have the outcomes of this session and no other, whatever was done to the clock: set %s', (_, byMs) => {
    const committer = createCommitter(db, storeSettings({ expectedVotes: 1 }))
    let at = 10_000_000
    let number = 0
    committer.boot(at)
    const say = (kind: string, payload: object = {}) => {
      const work = withScript({ kind, payload: { req_id: `r${number++}`, ...payload } } as unknown as Work)
      committer.commit([{ work, actor: { key: 'Nadia', via: 'http' }, at: (at += 10) }])
    }
    const answer = (step: number) => say('nightVote', { device_id: 'slot-01', step, choice: 'A' })
    say('opSessionStart', { name: 'x', group_size: 1 })
    say('opModeSet', { mode: 'night' })
    say('opShowLoad', { text: SCRIPT })
    say('opShowStart')
    answer(1)
    say('opShowNext')
    answer(2)
    at += byMs
    say('opSessionClose', { session: 1, reason: 'they left' })
    const reads = createSessionReads(db)
    const outcomes = () => reads.sessionVisits(1).map(({ step_id, outcome }) => [step_id, outcome])
    const told = outcomes()
    expect(told).toEqual([
      ['one', 'winner'],
      ['two', null],
    ])
    at -= 2 * byMs
    say('opShowNext')
    expect(outcomes()).toEqual(told)
  })
  it('J93 name the run that the last one had at the end, though it is asked again for the next group', () => {
    const committer = createCommitter(db, storeSettings({ expectedVotes: 1 }))
    let number = 0
    committer.boot(1000)
    const say = (kind: string, payload: object = {}) => {
      const work = withScript({ kind, payload: { req_id: `r${number++}`, ...payload } } as unknown as Work)
      const command = { work, actor: { key: 'Nadia', via: 'http' as const }, at: 1000 + number, answer: 'x' }
      return committer.commit([command]).outcomes[0]?.answer
    }
    const answer = (step: number) => say('nightVote', { device_id: 'slot-01', step, choice: 'A' })
    say('opSessionStart', { name: 'x', group_size: 1 })
    say('opModeSet', { mode: 'night' })
    say('opShowLoad', { text: SCRIPT })
    say('opShowStart')
    answer(1)
    // Asked again in the session itself, the visit has the later run.
    expect(say('opNightRedo', { run: 1 })).toMatchObject({ run: 2 })
    answer(1)
    say('opShowNext')
    answer(2)
    say('opSessionClose', { session: 1, reason: 'they left' })
    const reads = createSessionReads(db)
    const told = reads.sessionVisits(1)
    expect(told).toMatchObject([
      { step_id: 'one', run: 2, outcome: 'winner' },
      { step_id: 'two', run: 3, outcome: null },
    ])
    expect(say('opNightRedo', { run: 3 })).toMatchObject({ run: 4 })
    expect(reads.sessionVisits(1)).toEqual(told)
    say('opSessionStart', { name: 'y', group_size: 1, reason: 'one show for two groups' })
    answer(2)
    say('opShowNext')
    say('opSessionClose', { session: 2, reason: 'x' })
    expect(reads.sessionVisits(1)).toEqual(told)
  })
})
