import type { OpDevice } from '@eg/shared'
import type { PayoutRow } from '../money/read-payouts'
import type { WaitingPayout } from '../money/reads'

export interface Sum {
  count: number
  cents: number
}

/**
 * `here`: it is connected · `away`: it is not, and nothing of it waits · `silent`: it is not, and payouts of it wait: whoever
 * holds a slip of it has nobody to ask · `page`: it has never said hello, so its payouts come from a dealer's page.
 */
export type TableState = 'here' | 'away' | 'silent' | 'page'

/** One table, and what it has promised. `null`: payouts that name no table. */
export interface TableRow {
  tableId: string | null
  state: TableState
  /** When it was heard last (ms, core's clock); null: never, or it has no device. */
  lastSeen: number | null
  /** Everything that waits, however old; `oldestAt` is when the oldest was created. */
  waiting: Sum & { oldestAt: number | null }
  claimed: Sum
  voided: Sum
  expired: Sum
  /** The last one it created. */
  last: PayoutRow | WaitingPayout | null
}

const byName = new Intl.Collator('en', { numeric: true })
const none = (): Sum => ({ count: 0, cents: 0 })

/**
 * A row a table: those that are known as devices, and those that payouts name. `waiting` is the core's retained list,
 * `rows` what was read of the last hours; one that waits counts from the list alone, so that it is never older than the link.
 */
export function tableRows(
  devices: ReadonlyMap<string, OpDevice>,
  waiting: readonly WaitingPayout[],
  rows: readonly PayoutRow[],
): TableRow[] {
  const tables = [...devices.values()].filter(({ kind }) => kind === 'table').map(({ device_id }) => device_id)
  const all = new Map<string | null, TableRow>(tables.map((id) => [id, blank(id, devices.get(id))]))
  const of = (id: string | null) => {
    const row = all.get(id) ?? blank(id, id === null ? undefined : devices.get(id))
    all.set(id, row)
    return row
  }
  for (const payout of rows) {
    const row = of(payout.table_id)
    if (payout.status !== 'ready') add(row[payout.status], payout.amount_cents)
    row.last = newer(row.last, payout)
  }
  for (const payout of waiting) {
    const row = of(payout.table_id)
    add(row.waiting, payout.amount_cents)
    row.waiting.oldestAt = Math.min(row.waiting.oldestAt ?? payout.created_at, payout.created_at)
    row.last = newer(row.last, payout)
  }
  for (const row of all.values()) {
    if (row.state === 'away' && row.waiting.count > 0) row.state = 'silent'
  }
  return [...all.values()].sort(inOrder)
}

/** All rows together. */
export function sumOf(rows: readonly TableRow[], what: 'waiting' | 'claimed' | 'voided' | 'expired'): Sum {
  return rows.reduce((sum, row) => ({ count: sum.count + row[what].count, cents: sum.cents + row[what].cents }), none())
}

function blank(tableId: string | null, device: OpDevice | undefined): TableRow {
  return {
    tableId,
    state: stateOf(device),
    lastSeen: device && device.version !== null ? device.last_seen : null,
    waiting: { ...none(), oldestAt: null },
    claimed: none(),
    voided: none(),
    expired: none(),
    last: null,
  }
}

function stateOf(device: OpDevice | undefined): TableState {
  if (device?.online) return 'here'
  return !device || device.version === null ? 'page' : 'away'
}

function add(sum: Sum, cents: number): void {
  sum.count += 1
  sum.cents += cents
}

const newer = (last: TableRow['last'], payout: PayoutRow | WaitingPayout) =>
  last === null || payout.created_at >= last.created_at ? payout : last

/** What needs a hand first, then by name; payouts without a table at the end. */
function inOrder(a: TableRow, b: TableRow): number {
  if (a.tableId === null || b.tableId === null) return Number(a.tableId === null) - Number(b.tableId === null)
  return Number(b.state === 'silent') - Number(a.state === 'silent') || byName.compare(a.tableId, b.tableId)
}
