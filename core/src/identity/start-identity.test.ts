import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock } from '@eg/shared'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import type { BatchResult, Command } from '../commit/command.js'
import { Pipeline } from '../commit/pipeline.js'
import { type Store, StoreUnavailableError } from '../store/store.js'
import type { Enrolment } from './records.js'
import { hashSecretNow, newSecret } from './secrets.js'
import { NOBODY_YET, startIdentity } from './start-identity.js'

const dir = mkdtempSync(join(tmpdir(), 'eg-identity-'))
afterAll(() => rmSync(dir, { recursive: true }))

const SLOT: Enrolment = {
  deviceId: 'slot-01',
  name: null,
  model: null,
  enrolledAt: 1,
  role: 'slot',
  secretHash: null,
  legacyFrom: '10.0.0.7',
  publicKey: null,
  coreKey: null,
  sealed: null,
  revoked: false,
}

describe('who was let in', () => {
  it('V63 is let in no more once its role, secret or address is another', () => {
    const identity = startIdentity({
      auth: 'enrolled',
      dbPath: join(dir, 'core.db'),
      clock: createManualClock(),
      log: pino({ level: 'silent' }),
      pipeline: {} as Pipeline,
      booted: { ...NOBODY_YET, enrolments: [SLOT] },
      holderOf: () => undefined,
      publish: () => undefined,
      end: () => undefined,
      onDevice: () => undefined,
    })
    const as = (more: Partial<Enrolment>) =>
      identity.stillIn({ kind: 'device', enrolment: { ...SLOT, ...more }, page: false })
    expect(as({})).toBe(true)
    expect(as({ sealed: 'x' })).toBe(true)
    expect(as({ role: 'table' })).toBe(false)
    expect(as({ legacyFrom: '10.0.0.8' })).toBe(false)
    expect(as({ secretHash: 'another' })).toBe(false)
    identity.learn({ ...NOBODY_YET, enrolments: [{ ...SLOT, revoked: true }] })
    expect(as({})).toBe(false)
    identity.stop()
  })
})

describe('a device that came in with its new secret', () => {
  const secret = newSecret('ds_')
  const spare: Enrolment = { ...SLOT, legacyFrom: null, secretHash: hashSecretNow(secret), sealed: 'x' }
  const connects = { clientId: 'slot-01', username: 'slot-01', password: secret, address: '10.0.0.9' }
  const STORED: BatchResult = { outcomes: [], publications: [], timeline: '', devices: [], mode: 'day', commands: [] }

  /** A store that fails for as long as it is told to. */
  function arrive() {
    const clock = createManualClock()
    const said: Command[] = []
    const store = {
      fails: true,
      async commit(commands: readonly Command[]) {
        if (store.fails) throw new StoreUnavailableError('database or disk is full')
        said.push(...commands)
        return STORED
      },
    }
    const nothing = () => undefined
    const on = { onCommit: nothing, onHealth: nothing, onFault: nothing }
    const identity = startIdentity({
      auth: 'enrolled',
      dbPath: join(dir, 'core.db'),
      clock,
      log: pino({ level: 'silent' }),
      pipeline: new Pipeline({ store: store as unknown as Store, clock, ...on }),
      booted: { ...NOBODY_YET, enrolments: [spare] },
      holderOf: () => undefined,
      publish: nothing,
      end: nothing,
      onDevice: nothing,
    })
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 200) {
        for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
        clock.advance(200)
      }
    }
    return { identity, store, said, pass }
  }

  it('A99 is said to have it until that is stored, though it connects once and stays', async () => {
    const { identity, store, said, pass } = arrive()
    expect(await identity.authenticate?.(connects)).toMatchObject({ ok: true })
    await pass(15_000)
    store.fails = false
    await pass(3000)
    const { deviceId, secretHash } = spare
    expect(said.map(({ work }) => work)).toEqual([{ kind: 'secretUsed', deviceId, secretHash }])
    await pass(30_000)
    expect(said).toHaveLength(1)
    identity.stop()
  })

  it.each([
    ['while it is tried', 2000, 8000],
    ['before it is said again', 5600, 0],
  ])('A99 is not spoken of any more by a core that stops %s', async (_, stopsAfterMs, failsForMs) => {
    const { identity, store, said, pass } = arrive()
    await identity.authenticate?.(connects)
    await pass(stopsAfterMs)
    identity.stop()
    await pass(failsForMs)
    store.fails = false
    await pass(8000)
    expect(said).toEqual([])
  })
})
