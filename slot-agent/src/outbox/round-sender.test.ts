import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contracts, createManualClock, type ManualClock } from '@eg/shared'
import { createMemoryLink, type MemoryLink } from '@eg/shared/bus/memory'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createRoundSender, type RoundSender } from './round-sender.js'
import { openStoreFile, type StoreFile } from './store-file.js'

const ROUND = { reqId: 'g-1', tagUid: '04A37C91', stakeCents: 200 }

let folder: string
let file: StoreFile
let clock: ManualClock
let link: MemoryLink
let sender: RoundSender
let heard: unknown[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-rounds-'))
  file = openStoreFile(join(folder, 'slot.db'))
  clock = createManualClock()
  link = createMemoryLink()
  heard = []
  const kept = () => file.slot('slot-01').rounds.load()?.reqId
  link.open().subscribe(contracts.roundPlay, {}, ({ payload }) => heard.push({ ...payload, kept: kept() }))
  sender = begin()
})
afterEach(() => {
  sender.stop()
  file.close()
  rmSync(folder, { recursive: true })
})

function begin() {
  return createRoundSender(link.open(), file.slot('slot-01').rounds, clock, 'slot-01')
}
const answer = (status: string, reqId = 'g-1') => sender.settle({ type: 'round_play', req_id: reqId, status })
/** Lets the memory link deliver; then tells and forgets what arrived. */
async function arrived() {
  await new Promise((resolve) => setImmediate(resolve))
  return heard.splice(0)
}
const SENT = { req_id: 'g-1', device_id: 'slot-01', tag_uid: '04A37C91', stake_cents: 200, kept: 'g-1' }

it('S34 a round is on disk before it is sent', async () => {
  sender.linkChanged(true)
  sender.post(ROUND)
  expect(await arrived()).toEqual([SENT])
})

it('S37 an unresolved round is asked again unchanged: every 5 s, and when the link returns', async () => {
  sender.linkChanged(true)
  sender.post(ROUND)
  await arrived()
  clock.advance(4900)
  expect(await arrived()).toEqual([])
  clock.advance(100)
  expect(await arrived()).toEqual([SENT])
  answer('unavailable')
  clock.advance(5000)
  expect(await arrived()).toEqual([SENT])
  sender.linkChanged(false)
  clock.advance(60_000)
  expect(await arrived()).toEqual([])
  sender.linkChanged(true)
  expect(await arrived()).toEqual([SENT])
})

it('S37 it is asked again after a restart', async () => {
  sender.linkChanged(true)
  sender.post(ROUND)
  await arrived()
  sender.stop()
  sender = begin()
  expect(sender.waiting()).toBe(1)
  sender.linkChanged(true)
  expect(await arrived()).toEqual([SENT])
})

it.each(['ok', 'insufficient', 'unknown_card', 'frozen', 'refused', 'conflict', 'invalid'])(
  'S37 after the definite answer "%s" it is never asked again',
  async (status) => {
    sender.linkChanged(true)
    sender.post(ROUND)
    await arrived()
    answer(status, 'g-other')
    expect(sender.waiting()).toBe(1)
    answer(status)
    expect(sender.waiting()).toBe(0)
    clock.advance(60_000)
    sender.linkChanged(false)
    sender.linkChanged(true)
    expect(await arrived()).toEqual([])
  },
)

it('S46 the database holds one unresolved round a slot: another one is neither kept nor sent', async () => {
  sender.linkChanged(true)
  sender.post(ROUND)
  expect(() => sender.post({ ...ROUND, reqId: 'g-2' })).toThrow(/UNIQUE/)
  expect(await arrived()).toEqual([SENT])
  expect(file.slot('slot-01').rounds.load()).toEqual(ROUND)
  file.slot('slot-02').rounds.keep({ ...ROUND, reqId: 'g-2' }, '')
  answer('ok')
  expect(file.slot('slot-02').rounds.load()?.reqId).toBe('g-2')
})
