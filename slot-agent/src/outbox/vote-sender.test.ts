import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contracts, createManualClock, type ManualClock } from '@eg/shared'
import { createMemoryLink, type MemoryLink } from '@eg/shared/bus/memory'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStoreFile, type StoreFile } from './store-file.js'
import { createVoteSender, type VoteSender } from './vote-sender.js'

let folder: string
let file: StoreFile
let clock: ManualClock
let link: MemoryLink
let sender: VoteSender
let heard: (string | undefined)[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-sender-'))
  file = openStoreFile(join(folder, 'slot.db'))
  clock = createManualClock()
  link = createMemoryLink()
  heard = []
  link.open().subscribe(contracts.nightVote, {}, ({ payload }) => heard.push(payload?.req_id))
  sender = createVoteSender(link.open(), file.slot('slot-01').outbox, clock, 'slot-01')
})
afterEach(() => {
  sender.stop()
  file.close()
  rmSync(folder, { recursive: true })
})

const vote = (reqId: string, run: number) => ({ reqId, run, step: run, choice: 'B' })
const answer = (reqId: string, status: string) => sender.settle({ type: 'night_vote', req_id: reqId, status })
/** Lets the memory link deliver; then tells and forgets what arrived. */
async function arrived() {
  await new Promise((resolve) => setImmediate(resolve))
  return heard.splice(0)
}

it('S1 a vote is on disk before it is sent, and says who, what, when and its id', async () => {
  sender.linkChanged(true)
  const payloads: unknown[] = []
  link.open().subscribe(contracts.nightVote, {}, ({ payload }) => {
    payloads.push(payload, file.slot('slot-01').outbox.list().length)
  })
  expect(sender.post(vote('v-1', 1))).toBe('kept')
  await arrived()
  const ts = new Date(clock.now()).toISOString()
  expect(payloads).toEqual([{ device_id: 'slot-01', step: 1, choice: 'B', ts, run: 1, req_id: 'v-1' }, 1])
})

it('S2 without a link nothing is sent; with its return everything is, in order', async () => {
  for (const run of [1, 2, 3]) sender.post(vote(`v-${run}`, run))
  expect(await arrived()).toEqual([])
  sender.linkChanged(true)
  expect(await arrived()).toEqual(['v-1', 'v-2', 'v-3'])
})

it('S29 an unanswered vote is sent again every 5 s, and after every return of the link', async () => {
  sender.linkChanged(true)
  sender.post(vote('v-1', 1))
  clock.advance(4900)
  expect(await arrived()).toEqual(['v-1'])
  clock.advance(5100)
  expect(await arrived()).toEqual(['v-1', 'v-1'])
  sender.linkChanged(false)
  clock.advance(20_000)
  expect(await arrived()).toEqual([])
  sender.linkChanged(true)
  expect(await arrived()).toEqual(['v-1'])
})

it.each(['counted', 'closed', 'refused', 'invalid', 'conflict'])(
  'S11 the answer "%s" settles a vote',
  async (status) => {
    sender.linkChanged(true)
    sender.post(vote('v-1', 1))
    expect(sender.waiting()).toBe(1)
    answer('v-1', status)
    expect(sender.waiting()).toBe(0)
    await arrived()
    clock.advance(10_000)
    expect(await arrived()).toEqual([])
  },
)

it('S11 "unavailable" keeps the vote, and it is asked again by its id', async () => {
  sender.linkChanged(true)
  sender.post(vote('v-1', 1))
  answer('v-1', 'unavailable')
  expect(sender.waiting()).toBe(1)
  await arrived()
  clock.advance(5000)
  expect(await arrived()).toEqual(['v-1'])
})

it('S29 what waited from before a restart is sent with the first link', async () => {
  sender.post(vote('v-1', 1))
  sender.stop()
  const again = createVoteSender(link.open(), file.slot('slot-01').outbox, clock, 'slot-01')
  expect(again.waiting()).toBe(1)
  again.linkChanged(true)
  expect(await arrived()).toEqual(['v-1'])
  again.stop()
})
