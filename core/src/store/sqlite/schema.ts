import { index, integer, primaryKey, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core'

// The tables as the code sees them. The SQL that makes them, with its constraints and triggers, is in migrations/;
// a test holds the two against each other.

export * from './schema-show.js'

export const meta = sqliteTable('meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

export const devices = sqliteTable('devices', {
  deviceId: text('device_id').primaryKey(),
  kind: text('kind').notNull(),
  version: text('version'),
  firstSeen: integer('first_seen').notNull(),
  lastSeen: integer('last_seen').notNull(),
})

export const deviceStates = sqliteTable('device_states', {
  topic: text('topic').primaryKey(),
  deviceId: text('device_id').notNull(),
  contract: text('contract').notNull(),
  payload: text('payload').notNull(),
  at: integer('at').notNull(),
})

export const runs = sqliteTable(
  'runs',
  {
    run: integer('run').primaryKey({ autoIncrement: true }),
    step: integer('step').notNull(),
    question: text('question').notNull(),
    options: text('options', { mode: 'json' }).$type<string[]>().notNull(),
    status: text('status', { enum: ['open', 'closed', 'revealed', 'voided'] }).notNull(),
    expected: integer('expected').notNull(),
    final: integer('final', { mode: 'boolean' }).notNull(),
    tie: text('tie', { enum: ['revote', 'operator', 'first'] }).notNull(),
    reveal: text('reveal', { enum: ['auto', 'operator'] }).notNull(),
    durationMs: integer('duration_ms'),
    remainingMs: integer('remaining_ms'),
    timerVersion: integer('timer_version').notNull().default(0),
    voted: integer('voted').notNull().default(0),
    openedAt: integer('opened_at').notNull(),
    closesAt: integer('closes_at'),
    closedAt: integer('closed_at'),
    closedBy: text('closed_by', { enum: ['expected', 'timer', 'operator'] }),
    winner: text('winner'),
    nextStep: integer('next_step'),
    voidReason: text('void_reason'),
    expects: text('expects', { enum: ['number', 'slots'] })
      .notNull()
      .default('number'),
  },
  (table) => [index('runs_by_step').on(table.step)],
)

export const votes = sqliteTable(
  'votes',
  {
    run: integer('run').notNull(),
    deviceId: text('device_id').notNull(),
    choice: text('choice').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.run, table.deviceId] })],
)

export const runExcuses = sqliteTable(
  'run_excuses',
  {
    run: integer('run').notNull(),
    deviceId: text('device_id').notNull(),
    excused: integer('excused', { mode: 'boolean' }).notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.run, table.deviceId] })],
)

export const slotRoll = sqliteTable('slot_roll', {
  deviceId: text('device_id').primaryKey(),
  here: integer('here', { mode: 'boolean' }).notNull(),
  at: integer('at').notNull(),
})

export const deviceCommands = sqliteTable(
  'device_commands',
  {
    command: integer('command').primaryKey({ autoIncrement: true }),
    cmdId: text('cmd_id').notNull().unique(),
    deviceId: text('device_id').notNull(),
    action: text('action').notNull(),
    args: text('args').notNull(),
    status: text('status', { enum: ['sent', 'accepted', 'done', 'failed'] }).notNull(),
    reason: text('reason'),
    detail: text('detail'),
    result: text('result'),
    askedAt: integer('asked_at').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (table) => [index('device_commands_by_device').on(table.deviceId, table.action, table.command)],
)

export const journal = sqliteTable('journal', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  kind: text('kind').notNull(),
  outcome: text('outcome').notNull(),
  reason: text('reason'),
  actor: text('actor').notNull(),
  deviceId: text('device_id'),
  run: integer('run'),
  data: text('data', { mode: 'json' }).$type<Record<string, string | number | boolean | null>>().notNull(),
  reqId: text('req_id'),
})

export const requests = sqliteTable(
  'requests',
  {
    actor: text('actor').notNull(),
    reqId: text('req_id').notNull(),
    hash: text('hash').notNull(),
    answer: text('answer').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.actor, table.reqId] })],
)

export const accounts = sqliteTable('accounts', {
  account: integer('account').primaryKey(),
  name: text('name').notNull().unique(),
  kind: text('kind', {
    enum: ['player', 'house', 'game', 'float', 'payouts', 'drawer', 'over_short', 'safe'],
  }).notNull(),
  balance: integer('balance').notNull().default(0),
})

export const players = sqliteTable('players', {
  player: integer('player').primaryKey({ autoIncrement: true }),
  account: integer('account').notNull().unique(),
  name: text('name'),
  since: integer('since').notNull(),
})

export const cards = sqliteTable(
  'cards',
  {
    tagUid: text('tag_uid').primaryKey(),
    player: integer('player').notNull(),
    status: text('status', { enum: ['active', 'frozen', 'lost'] }).notNull(),
    statusReason: text('status_reason'),
    issuedAt: integer('issued_at').notNull(),
    issuedBy: text('issued_by').notNull(),
    replacedBy: text('replaced_by'),
  },
  (table) => [uniqueIndex('cards_one_working').on(table.player)],
)

export const shifts = sqliteTable('shifts', {
  shift: integer('shift').primaryKey({ autoIncrement: true }),
  deskId: text('desk_id').notNull(),
  person: text('person').notNull(),
  openedAt: integer('opened_at').notNull(),
  openedWith: integer('opened_with').notNull(),
  closedAt: integer('closed_at'),
  expected: integer('expected'),
  counted: integer('counted'),
  overShort: integer('over_short'),
  note: text('note'),
})

export const rounds = sqliteTable('rounds', {
  round: integer('round').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  deviceId: text('device_id').notNull(),
  player: integer('player').notNull(),
  tagUid: text('tag_uid').notNull(),
  stake: integer('stake').notNull(),
  win: integer('win').notNull(),
  outcome: text('outcome'),
  reels: text('reels', { mode: 'json' }).$type<string[]>().notNull(),
  paytable: text('paytable').notNull(),
})

export const bets = sqliteTable('bets', {
  bet: integer('bet').primaryKey({ autoIncrement: true }),
  deviceId: text('device_id').notNull(),
  player: integer('player').notNull(),
  tagUid: text('tag_uid').notNull(),
  stake: integer('stake').notNull(),
  win: integer('win').notNull().default(0),
  openedAt: integer('opened_at').notNull(),
  status: text('status', { enum: ['open', 'won', 'lost'] }).notNull(),
  closedAt: integer('closed_at'),
})

export const payouts = sqliteTable('payouts', {
  payoutId: text('payout_id').primaryKey(),
  source: text('source').notNull(),
  amount: integer('amount').notNull(),
  meta: text('meta'),
  hash: text('hash').notNull(),
  tableId: text('table_id'),
  status: text('status', { enum: ['ready', 'claimed', 'voided', 'expired'] }).notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  expiresAt: integer('expires_at'),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by'),
  player: integer('player'),
  tagUid: text('tag_uid'),
  reason: text('reason'),
})

export const receipts = sqliteTable('receipts', {
  receipt: integer('receipt').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  kind: text('kind').notNull(),
  deskId: text('desk_id').notNull(),
  shift: integer('shift'),
  tagUid: text('tag_uid').notNull(),
  player: integer('player').notNull(),
  amount: integer('amount').notNull(),
  balance: integer('balance').notNull(),
  person: text('person'),
})

export const transfers = sqliteTable(
  'transfers',
  {
    transfer: integer('transfer').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    kind: text('kind').notNull(),
    debit: integer('debit').notNull(),
    credit: integer('credit').notNull(),
    amount: integer('amount').notNull(),
    actor: text('actor').notNull(),
    reqId: text('req_id'),
    part: integer('part').notNull(),
    player: integer('player'),
    playerBalance: integer('player_balance'),
    deviceId: text('device_id'),
    tagUid: text('tag_uid'),
    payoutId: text('payout_id'),
    round: integer('round'),
    bet: integer('bet'),
    shift: integer('shift'),
    receipt: integer('receipt'),
    reverses: integer('reverses').unique(),
    reason: text('reason'),
    person: text('person'),
  },
  (table) => [
    unique('transfers_once').on(table.actor, table.reqId, table.part),
    index('transfers_by_player').on(table.player, table.transfer),
  ],
)

export const floor = sqliteTable('floor', {
  deviceId: text('device_id').primaryKey(),
  player: integer('player'),
  tagUid: text('tag_uid'),
  kind: text('kind', { enum: ['round', 'bet'] }).notNull(),
  at: integer('at').notNull(),
  stake: integer('stake').notNull(),
  win: integer('win'),
  reels: text('reels', { mode: 'json' }).$type<string[]>(),
  outcome: text('outcome'),
  rounds: integer('rounds').notNull().default(0),
})

export const enrolments = sqliteTable('enrolments', {
  deviceId: text('device_id').primaryKey(),
  role: text('role', { enum: ['slot', 'table', 'change', 'script'] }).notNull(),
  secretHash: text('secret_hash'),
  legacyFrom: text('legacy_from'),
  name: text('name'),
  model: text('model'),
  publicKey: text('public_key'),
  coreKey: text('core_key'),
  sealed: text('sealed'),
  enrolledAt: integer('enrolled_at').notNull(),
  enrolledBy: text('enrolled_by').notNull(),
  revokedAt: integer('revoked_at'),
})

export const operators = sqliteTable('operators', {
  nameKey: text('name_key').primaryKey(),
  name: text('name').notNull(),
  role: text('role', { enum: ['gamemaster', 'cashier', 'technician', 'viewer'] }).notNull(),
  passwordHash: text('password_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  lastLogin: integer('last_login'),
})

export const operatorSessions = sqliteTable(
  'operator_sessions',
  {
    sessionId: text('session_id').primaryKey(),
    nameKey: text('name_key').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('operator_sessions_by_name').on(table.nameKey)],
)

export * from './schema-swap.js'

export type RunRow = typeof runs.$inferSelect
export type DeviceRow = typeof devices.$inferSelect

export * from './schema-session.js'
