import { contracts } from '@eg/shared'
import Database from 'better-sqlite3'
import type { Draw } from '../model/draw.js'
import type { ShiftedCore } from './shifted-core.js'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const JUMPS = [HOUR, -HOUR, DAY, -DAY]
/** Longer than it takes until what waits is looked through (ms). */
const SWEPT = 16_000

/** Every setting of the clock that the core could notice stands in the journal, by how much. */
export async function checkClockLines(core: ShiftedCore): Promise<void> {
  await core.settle()
  const lines = await core.journal()
  const start = lines.findLast(({ kind }) => kind === 'coreStart')?.seq ?? 0
  const said = lines.filter(({ kind, seq }) => kind === 'clockSet' && seq > start)
  const sum = said.reduce((all, { data }) => all + Number(data.by_ms), 0)
  if (Math.abs(sum - core.jumped) > 1000)
    core.problems.push(`the clock was set by ${core.jumped} ms since the start; the journal says ${sum}`)
}

/** A bet waits ten minutes and a payout two days, however the clock was set: no less (unless the power came back ahead), and no more. */
export async function checkWaiting(core: ShiftedCore, draw: Draw, cameBackAhead: boolean): Promise<void> {
  const fresh = { device_id: 'slot-08', tag_uid: 'W', amount_cents: 100 }
  if (!cameBackAhead) {
    const won = await core.money(contracts.walletCredit, { ...fresh, device_id: 'slot-09' })
    if (won !== 'ok') core.problems.push(`the bet of slot-09 is over before ten minutes have passed: ${won}`)
  }
  await core.money(contracts.walletDebit, fresh)
  core.jump(draw.pick(JUMPS))
  await core.pass(10 * 60_000 + 1000)
  const late = await core.money(contracts.walletCredit, fresh)
  if (late !== 'no_bet') core.problems.push(`a bet could win after more than ten minutes: ${late}`)
  const waits = async () => (await core.read<{ items: unknown[] }>('/api/payouts')).items.length > 0
  await core.pass(46 * HOUR)
  core.jump(draw.pick(JUMPS))
  await core.pass(SWEPT)
  if (!cameBackAhead && !(await waits())) core.problems.push('a payout ended before its two days had passed')
  // Not an hour more: also a core that started with a clock that was an hour behind.
  await core.pass(2 * HOUR)
  if (await waits()) core.problems.push('a payout waits for more than two days')
}

/** The order is that of the commits, whatever their times say; and the books balance. */
export async function checkOrder(core: ShiftedCore, voted: readonly string[]): Promise<void> {
  const ids = (await core.text('/api/wallet/transfers?format=ids&limit=100000')).trim().split('\n')
  if (String(ids) !== String(core.moved))
    core.problems.push(`money moved in the order ${ids}; answered were ${core.moved}`)
  const votes = (await core.journal()).filter(({ kind }) => kind === 'nightVote').map((line) => line.device_id)
  if (String(votes) !== String(voted)) core.problems.push(`votes stand in the order ${votes}; answered were ${voted}`)
  core.problems.push(...(await core.read<{ problems: string[] }>('/api/books?check=now')).problems)
}

/** After the core has stopped: the votes of the run are those that were answered as counted. */
export function checkVotes(core: ShiftedCore, counted: ReadonlyMap<string, string>): void {
  const db = new Database(core.dbPath, { readonly: true })
  const stored = db.prepare('SELECT device_id, choice FROM votes ORDER BY 1').raw().all().map(String)
  db.close()
  const expected = [...counted].map(String).sort()
  if (String(stored) !== String(expected)) core.problems.push(`votes stored: ${stored}; counted: ${expected}`)
}
