import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// The tables of sessions as the code sees them; the SQL that makes them is migrations/0006_sessions.sql.

export const sessions = sqliteTable('sessions', {
  session: integer('session').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  groupSize: integer('group_size').notNull(),
  notes: text('notes'),
  status: text('status').notNull(),
  startedAt: integer('started_at').notNull(),
  startedBy: text('started_by').notNull(),
  forced: text('forced'),
  firstSeq: integer('first_seq').notNull(),
  marksBefore: text('marks_before').notNull(),
  activeMs: integer('active_ms').notNull().default(0),
  runningSince: integer('running_since'),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by'),
  closedThough: text('closed_though'),
  lastSeq: integer('last_seq'),
  marksAfter: text('marks_after'),
})

export const sessionPauses = sqliteTable('session_pauses', {
  pause: integer('pause').primaryKey({ autoIncrement: true }),
  session: integer('session').notNull(),
  fromAt: integer('from_at').notNull(),
  pausedBy: text('paused_by').notNull(),
  reason: text('reason'),
  untilAt: integer('until_at'),
  resumedBy: text('resumed_by'),
})

export const deviceResets = sqliteTable('device_resets', {
  deviceId: text('device_id').primaryKey(),
  status: text('status').notNull(),
  reason: text('reason'),
  detail: text('detail'),
  cmdId: text('cmd_id'),
  confirmedBy: text('confirmed_by'),
  changedAt: integer('changed_at').notNull(),
})

export const sessionCardJobs = sqliteTable(
  'session_card_jobs',
  {
    job: integer('job').primaryKey({ autoIncrement: true }),
    session: integer('session').notNull(),
    choice: text('choice').notNull(),
    status: text('status').notNull(),
    reason: text('reason'),
    deskId: text('desk_id'),
    why: text('why'),
    actor: text('actor').notNull(),
    person: text('person').notNull(),
    at: integer('at').notNull(),
    endedAt: integer('ended_at'),
    expectCards: integer('expect_cards'),
    expectCents: integer('expect_cents'),
    listedTo: integer('listed_to').notNull(),
    movedTo: integer('moved_to').notNull().default(0),
    cards: integer('cards').notNull().default(0),
    cents: integer('cents').notNull().default(0),
    done: integer('done').notNull().default(0),
    doneCents: integer('done_cents').notNull().default(0),
    skipped: integer('skipped').notNull().default(0),
  },
  (table) => [index('session_card_jobs_of').on(table.session)],
)

export const sessionCards = sqliteTable(
  'session_cards',
  {
    job: integer('job').notNull(),
    player: integer('player').notNull(),
    outcome: text('outcome'),
    cents: integer('cents').notNull(),
    transfer: integer('transfer').unique(),
    listedAfter: integer('listed_after'),
  },
  (table) => [primaryKey({ columns: [table.job, table.player] }), index('session_cards_of').on(table.player)],
)
