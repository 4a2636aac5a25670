import type Database from 'better-sqlite3'
import type { CommandMemory, KeptCommand } from './ports.js'

/** So many commands are remembered: the core asks again within minutes, not days. */
const REMEMBERED = 50

type Row = { cmd_id: string; action: string; report: string }

/** The commands that `deviceId` was given, in an open store file. */
export function createSqliteCommandMemory(db: Database.Database, deviceId: string): CommandMemory {
  const find = db.prepare('SELECT cmd_id, action, report FROM commands WHERE device_id = ? AND cmd_id = ?')
  const all = db.prepare('SELECT cmd_id, action, report FROM commands WHERE device_id = ? ORDER BY seq')
  const save = db.prepare(
    `INSERT INTO commands (device_id, cmd_id, action, report) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_id, cmd_id) DO UPDATE SET report = excluded.report`,
  )
  const forget = db.prepare(
    `DELETE FROM commands WHERE device_id = @deviceId AND seq <= (
       SELECT seq FROM commands WHERE device_id = @deviceId ORDER BY seq DESC LIMIT 1 OFFSET ${REMEMBERED})`,
  )
  const put = db.transaction(({ cmdId, action, report }: KeptCommand) => {
    save.run(deviceId, cmdId, action, JSON.stringify(report))
    forget.run({ deviceId })
  })

  return {
    find(cmdId) {
      const row = find.get(deviceId, cmdId) as Row | undefined
      return row ? kept(row) : null
    },
    save: (command) => put.immediate(command),
    unfinished: () => (all.all(deviceId) as Row[]).map(kept).filter(({ report }) => report.status === 'accepted'),
  }
}

function kept({ cmd_id: cmdId, action, report }: Row): KeptCommand {
  return { cmdId, action, report: JSON.parse(report) as KeptCommand['report'] }
}
