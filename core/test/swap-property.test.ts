import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEnrolmentKeys, openSecret } from '@eg/shared/enrol-seal'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command, Work } from '../dist/commit/command.js'
import { hashSecretNow, newSecret, verifySecret } from '../dist/identity/secrets.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { storeSettings } from './store-settings.js'

/** Each begins as the device of the same place, and goes on with whatever secrets it ever got: nothing is given back. */
const BEGIN = ['slot-01', 'slot-02', 'spare-01', 'spare-02', 'spare-03']
const name = fc.constantFrom(...BEGIN)
const nth = fc.nat({ max: 11 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('swap' as const),
      slot: fc.constantFrom('slot-01', 'slot-01', 'slot-02'),
      spare: name,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), back: fc.nat({ max: 3 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hear' as const), nth }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('comeIn' as const), nth }) },
  // The core hears of it only after something else was committed.
  { weight: 3, arbitrary: fc.record({ do: fc.constant('late' as const), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)

describe('whatever is swapped, cancelled, heard and revoked in whatever order', () => {
  it('U47 at most one machine can come in under a name, and a spare that has come in has no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 60, size: 'max' }), async (steps) => {
        const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'eg-swap-')), 'core.db'))
        let committer = createCommitter(db, storeSettings())
        committer.boot(1)
        let at = 1000
        const commit = (work: Work) => {
          const command: Command = {
            work,
            actor: { key: 'Nadia', via: 'http' },
            at: ++at,
            answer: 'x',
            latestConnection: at,
          }
          const { outcomes } = committer.commit([command])
          expect(outcomes[0]?.fault).toBeUndefined()
          return outcomes[0]?.answer
        }
        const machines = BEGIN.map((deviceId) => {
          const secret = newSecret('ds_')
          const payload = { req_id: `add-${deviceId}`, device_id: deviceId, role: 'slot' as const }
          commit({ kind: 'opDeviceAdd', payload, secretHash: hashSecretNow(secret), issue: 'x' })
          const keys = createEnrolmentKeys()
          const hello = { type: 'slot', install_key: keys.publicKey }
          commit({ kind: 'deviceHello', deviceId, payload: hello })
          return { keys, secrets: [{ deviceId, secret }] }
        })
        const rows = () =>
          db.prepare('SELECT device_id, secret_hash, core_key, sealed FROM enrolments').all() as {
            device_id: string
            secret_hash: string | null
            core_key: string | null
            sealed: string | null
          }[]
        const opens = (m: (typeof machines)[number], row: ReturnType<typeof rows>[number]) => {
          try {
            return openSecret({ core_key: row.core_key ?? '', sealed: row.sealed ?? '' }, m.keys)
          } catch {
            return null
          }
        }
        const checked = new Map<string, boolean>()
        const valid = async (hash: string | null, secret: string) => {
          const known = checked.get(`${hash} ${secret}`)
          const is = known ?? (hash !== null && (await verifySecret(secret, hash)))
          checked.set(`${hash} ${secret}`, is)
          return is
        }

        const used: { deviceId: string; secretHash: string }[] = []
        for (const [i, each] of steps.entries()) {
          if (each.do === 'swap') {
            const payload = {
              req_id: `r${i}`,
              slot_id: each.slot,
              spare_id: each.spare,
              reason: 'x',
              expect_online: true,
            }
            const seen = { auth: 'enrolled', slotOnline: true, spareOnline: true } as const
            commit({ kind: 'opSwap', payload, applicant: null, seen })
          } else if (each.do === 'cancel') {
            const last = (db.prepare('SELECT max(swap) FROM swaps').pluck().get() as number | null) ?? 1
            const swap = Math.max(1, last - each.back)
            commit({ kind: 'opSwapCancel', payload: { req_id: `r${i}`, swap, reason: 'x' } })
          } else if (each.do === 'revoke') {
            commit({ kind: 'opRevoke', payload: { req_id: `r${i}`, device_id: each.name } })
          } else if (each.do === 'restart') {
            committer = createCommitter(db, storeSettings())
            committer.boot(++at)
          } else if (each.do === 'hear') {
            const told = machines.flatMap((m) =>
              rows().flatMap((row) => {
                const secret = row.sealed === null ? null : opens(m, row)
                return secret === null ? [] : [{ m, deviceId: row.device_id, secret }]
              }),
            )
            const one = told[each.nth % (told.length || 1)]
            one?.m.secrets.push({ deviceId: one.deviceId, secret: one.secret })
          } else if (each.do === 'late') {
            const one = used[each.nth % (used.length || 1)]
            if (one) commit({ kind: 'secretUsed', ...one })
          } else {
            const good: { deviceId: string; secretHash: string; installKey: string }[] = []
            for (const m of machines) {
              for (const { deviceId, secret } of m.secrets) {
                const secretHash = rows().find((row) => row.device_id === deviceId)?.secret_hash ?? null
                if (secretHash !== null && (await valid(secretHash, secret)))
                  good.push({ deviceId, secretHash, installKey: m.keys.publicKey })
              }
            }
            const one = good[each.nth % (good.length || 1)]
            if (one) {
              const { deviceId, secretHash, installKey } = one
              used.push({ deviceId, secretHash })
              commit({ kind: 'secretUsed', deviceId, secretHash })
              commit({ kind: 'deviceHello', deviceId, payload: { type: 'slot', install_key: installKey } })
            }
          }
          const mute = db.prepare(
            `SELECT s.swap FROM swaps s LEFT JOIN enrolments e ON e.device_id = s.slot_id AND e.secret_hash = s.secret_hash
             WHERE s.status = 'sent' AND e.sealed IS NULL`,
          )
          expect(mute.all(), 'a swap under way whose secret nobody can be told any more').toEqual([])
          for (const row of rows()) {
            let holders = 0
            for (const m of machines) {
              const own = m.secrets.filter(({ deviceId }) => deviceId === row.device_id)
              const checks = await Promise.all(own.map(({ secret }) => valid(row.secret_hash, secret)))
              if (checks.includes(true) || (row.sealed !== null && opens(m, row) !== null)) holders += 1
            }
            expect(holders, `${row.device_id} after ${JSON.stringify(each)}`).toBeLessThanOrEqual(1)
          }
          const both = db
            .prepare(
              `SELECT s.swap FROM swaps s JOIN enrolments e ON e.device_id = s.spare_id
               WHERE s.status = 'done' AND e.secret_hash IS NOT NULL AND e.enrolled_at < s.ended_at
                 AND NOT EXISTS (SELECT 1 FROM swaps l WHERE l.slot_id = s.spare_id AND l.swap > s.swap)`,
            )
            .all()
          expect(both, 'a spare that has come in and has its own name too').toEqual([])
        }
        db.close()
      }),
      { numRuns: Number(process.env.EG_RUNS ?? 15) },
    )
  }, 120_000)
})
