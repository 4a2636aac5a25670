import type Database from 'better-sqlite3'
import { stringify } from 'csv-stringify/sync'

/**
 * Rows of a statement as CSV, with their time also as ISO 8601 in UTC. A text that a spreadsheet would take for a formula is
 * kept a text.
 */
export function toCsv(statement: Database.Statement, rows: readonly { at: number }[], header: boolean): string {
  const names = statement.columns().map(({ name }) => name)
  const columns = ['time', 'at', ...names.filter((name) => name !== 'at')]
  const lines = rows.map((row) => ({ time: new Date(row.at).toISOString(), ...row }))
  return stringify(lines, { header, columns, escape_formulas: true })
}
