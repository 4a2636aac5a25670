import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// The tables of swaps, of what can be undone, and of what slots showed (migrations/0008_swap.sql).

export const deviceInstalls = sqliteTable('device_installs', {
  deviceId: text('device_id').primaryKey(),
  installKey: text('install_key').notNull(),
  at: integer('at').notNull(),
})

export const swaps = sqliteTable('swaps', {
  swap: integer('swap').primaryKey({ autoIncrement: true }),
  slotId: text('slot_id').notNull(),
  spareId: text('spare_id'),
  installKey: text('install_key').notNull(),
  secretHash: text('secret_hash'),
  former: text('former'),
  formerHash: text('former_hash'),
  fenced: integer('fenced', { mode: 'boolean' }).notNull(),
  status: text('status', { enum: ['sent', 'done', 'cancelled', 'superseded'] }).notNull(),
  reason: text('reason').notNull(),
  by: text('by').notNull(),
  at: integer('at').notNull(),
  endedAt: integer('ended_at'),
  problem: text('problem'),
  returnedAt: integer('returned_at'),
  returnedFrom: text('returned_from'),
})

export const undoables = sqliteTable('undoables', {
  seq: integer('seq').primaryKey(),
  kind: text('kind').notNull(),
  by: text('by').notNull(),
  at: integer('at').notNull(),
  run: integer('run'),
  facts: text('facts').notNull(),
  undoneBy: integer('undone_by'),
})

export const runContinues = sqliteTable('run_continues', {
  run: integer('run').primaryKey(),
  fromRun: integer('from_run').notNull().unique(),
})

export const slotShown = sqliteTable(
  'slot_shown',
  {
    deviceId: text('device_id').notNull(),
    place: integer('place').notNull(),
    number: integer('number').notNull(),
    afterSeq: integer('after_seq').notNull(),
    at: integer('at').notNull(),
    phase: text('phase').notNull(),
    run: integer('run'),
    press: text('press'),
    reason: text('reason'),
    tagUid: text('tag_uid'),
    lit: integer('lit').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.place] })],
)
