import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { decideLoad } from '../../../show/position.js'
import { runningShow } from '../show/show-facts.js'
import { STALLED, scriptState } from '../show/show-states.js'
import type { RawScript } from '../show/show-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** Checks a script and, unless it is only to be checked, makes it the one that a show starts with (F1, F10). */
export function handleShowLoad(tx: Transaction, work: Of<'opShowLoad'>, actor: Actor, at: number): Answer {
  const { req_id, text, name, check = false } = work.payload
  const { script, problems, more, hash } = work.found
  const base = { req_id, type: 'show_load' }
  const journal = (outcome: string, reason: string | undefined, data: Record<string, string | number>) => {
    if (!check) writeJournal(tx, { at, kind: work.kind, outcome, reason, actor, data: { ...data, name } })
  }
  if (!script) {
    const count = problems.length + more
    const [first] = problems
    const where = first ? `The first is in line ${first.line}, column ${first.column}: ${first.detail}` : ''
    const detail = `The script has ${count} ${count === 1 ? 'fault' : 'faults'}. Nothing was loaded. ${where}`
    journal('invalid', 'bad_script', { faults: count })
    return { ...base, status: 'invalid', reason: 'bad_script', detail, field: 'text', problems, more }
  }
  const about = { title: script.title, language: script.language, steps: script.steps.length, hash }
  if (check) return { ...base, status: 'ok', checked: true, ...about }
  const last = tx.show.lastScript.get() as RawScript | undefined
  const seen = { loaded: last?.hash ?? null, expectScript: work.payload.expect_script }
  const { changes: _, ...told } = decideLoad(runningShow(tx) !== null, seen)
  if (told.status !== 'ok') {
    journal(told.status, told.reason, {})
    return { ...base, ...told }
  }
  if (last?.hash !== hash || last.name !== (name ?? null)) {
    tx.show.addScript.run(hash, name ?? null, text, JSON.stringify(script), at, actor.key)
    tx.publications.push(scriptState(tx))
    tx.nightChanged = tx.moved = true
    journal('ok', undefined, { title: script.title, steps: script.steps.length, hash })
  }
  return { ...base, status: 'ok', ...about }
}

/** Nothing has moved for too long (F45). Something that moved meanwhile makes it void. */
export function handleShowStalled(tx: Transaction, work: Of<'showStalled'>, actor: Actor, at: number): null {
  if (tx.moved || work.moves !== tx.moves || String(tx.sql.meta.get(STALLED) ?? '') !== '') return null
  const seconds = Math.round(work.afterMs / 1000)
  tx.sql.putMeta.run(STALLED, JSON.stringify({ at, after_s: seconds }))
  tx.nightChanged = true
  writeJournal(tx, { at, kind: 'showStalled', outcome: 'ok', actor, data: { after_s: seconds } })
  return null
}
