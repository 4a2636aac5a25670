import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// The tables as the code sees them. The SQL that makes them, with its constraints and triggers, is in migrations/;
// a test holds the two against each other.

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

export type RunRow = typeof runs.$inferSelect
export type DeviceRow = typeof devices.$inferSelect
