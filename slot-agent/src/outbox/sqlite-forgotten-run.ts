import type Database from 'better-sqlite3'
import type { ForgottenRun } from './ports.js'

/** What `machine` has forgotten, in an open store file: one row a machine, none while nothing is forgotten. */
export function createSqliteForgottenRun(db: Database.Database, machine: string): ForgottenRun {
  const find = db.prepare('SELECT run FROM forgotten_run WHERE machine = ?').pluck()
  const put = db.prepare(
    'INSERT INTO forgotten_run (machine, run) VALUES (?, ?) ON CONFLICT (machine) DO UPDATE SET run = excluded.run',
  )
  const remove = db.prepare('DELETE FROM forgotten_run WHERE machine = ?')
  const load = () => (find.get(machine) as number | undefined) ?? null

  return {
    load,
    save(run) {
      // A reset says it several times a second until nothing is left.
      if (run === load()) return
      if (run === null) remove.run(machine)
      else put.run(machine, run)
    },
  }
}
