import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { decideMode } from '../../../game/night.js'
import { freezesOf } from '../freezes.js'
import { currentMode, currentRow, toRun } from '../run-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'

export function handleMode(
  tx: Transaction,
  work: Extract<Work, { kind: 'opModeSet' }>,
  actor: Actor,
  at: number,
): Answer {
  const { mode, expect_mode, req_id } = work.payload
  const row = currentRow(tx.sql)
  const facts = { mode: currentMode(tx.sql), current: row && toRun(row), frozen: freezesOf(tx).game }
  const decision = decideMode(mode, facts, expect_mode)
  for (const change of decision.changes) {
    tx.sql.putMeta.run('mode', change.mode)
    tx.sql.putMeta.run('mode_since', String(at))
    // Which runs are of this night is told by their numbers: clocks are set back.
    tx.sql.putMeta.run('runs_before_mode', String(tx.sql.lastRunNumber.get()))
    tx.modeChanged = true
    tx.nightChanged = true
    tx.moved = true
  }
  if (decision.changes.length > 0 || decision.status !== 'ok') {
    writeJournal(tx, {
      at,
      kind: 'opModeSet',
      outcome: decision.status,
      reason: decision.reason,
      actor,
      data: { mode },
    })
  }
  const { changes: _, ...told } = decision
  return { req_id, type: 'mode_set', mode: decision.status === 'ok' ? mode : currentMode(tx.sql), ...told }
}
