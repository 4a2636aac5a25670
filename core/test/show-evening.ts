import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Answer, OpScript, OpShow, ShowState } from '@eg/shared'
import type Database from 'better-sqlite3'
import type { BatchResult, Work } from '../dist/commit/command.js'
import { withScript } from '../dist/commit/with-script.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { storeSettings } from './store-settings.js'

/** What the world was told last, by contract. */
export interface Told {
  opShow: OpShow
  opScript: OpScript
  showState: ShowState | null
  opNight: { suggested: string; run: { run: number; status: string; tied: string[] | null } | null }
  nightResult: { step: number; next_step: number; winner: string | null; run: number }
}

/** An evening at the store's own door: commands in, answers and retained states out. Every commit is real SQLite. */
export interface Evening {
  db: Database.Database
  send(work: object, actor?: string): Answer & Record<string, unknown>
  /** Several commands in one transaction. */
  batch(works: object[], actor?: string): BatchResult
  load(text: string): Answer & Record<string, unknown>
  /** `count` slots vote for `choice` in the open run of `step`. */
  votes(step: number, choices: Record<string, number>): void
  told: Told
  last(): BatchResult
  journal(kind: string): { outcome: string; reason: string | null; actor: string; data: Record<string, unknown> }[]
  /** The database as another core finds it: what is told at boot. */
  restart(): void
  close(): void
}

export function createEvening(expectedVotes: number | 'slots' = 9): Evening {
  const path = join(mkdtempSync(join(tmpdir(), 'eg-show-')), 'core.db')
  const settings = storeSettings({ expectedVotes })
  let db = openDatabase(path)
  let committer = createCommitter(db, settings)
  let at = 1000
  let requests = 0
  let last: BatchResult
  const told: Record<string, unknown> = {}
  const hear = (result: BatchResult) => {
    for (const { contract, payload } of result.publications) told[contract] = payload
    last = result
    return result
  }
  hear(committer.boot(at))
  const send = (given: object, actor = 'Nadia') => {
    const { kind, payload, ...rest } = given as { kind: string; payload?: object }
    const full = payload && { req_id: `r${requests++}`, ...payload }
    const work = withScript({ kind, ...rest, ...(full && { payload: full }) } as unknown as Work)
    const command = { work, actor: { key: actor, via: 'http' as const }, at: (at += 10) }
    const outcome = hear(committer.commit([command])).outcomes[0]
    if (outcome?.fault) throw new Error(outcome.fault)
    return outcome?.answer as Answer & Record<string, unknown>
  }
  return {
    get db() {
      return db
    },
    send,
    batch(works, actor = 'Nadia') {
      const commands = works.map((work) => ({
        work: work as Work,
        actor: { key: actor, via: 'http' as const },
        at: (at += 10),
      }))
      return hear(committer.commit(commands))
    },
    load: (text) => send({ kind: 'opShowLoad', payload: { text } }),
    votes(step, choices) {
      let slot = 1
      for (const [choice, count] of Object.entries(choices)) {
        for (let i = 0; i < count; i++) {
          send({ kind: 'nightVote', payload: { device_id: `slot-0${slot++}`, step, choice } })
        }
      }
    },
    told: told as unknown as Told,
    last: () => last,
    journal: (kind) =>
      (
        db.prepare('SELECT outcome, reason, actor, data FROM journal WHERE kind = ? ORDER BY seq').all(kind) as {
          outcome: string
          reason: string | null
          actor: string
          data: string
        }[]
      ).map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> })),
    restart() {
      db.close()
      db = openDatabase(path)
      committer = createCommitter(db, settings)
      for (const key of Object.keys(told)) delete told[key]
      hear(committer.boot((at += 1000)))
    },
    close() {
      db.close()
      rmSync(dirname(path), { recursive: true })
    },
  }
}

export const night = { kind: 'opModeSet', payload: { mode: 'night' } }
export const day = { kind: 'opModeSet', payload: { mode: 'day' } }
export const start = { kind: 'opShowStart', payload: {} }
export const next = { kind: 'opShowNext', payload: {} }
