import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Params } from '../../ready/check.js'

// The tables of the ready gate and of panic (migrations/0007_gate.sql).

export const panics = sqliteTable('panics', {
  panic: integer('panic').primaryKey({ autoIncrement: true }),
  scope: text('scope', { enum: ['money', 'game', 'blackout', 'message'] }).notNull(),
  text: text('text'),
  severity: text('severity', { enum: ['info', 'attention', 'alarm'] }),
  seconds: integer('seconds'),
  beganAt: integer('began_at').notNull(),
  beganBy: text('began_by').notNull(),
  reason: text('reason'),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
  endReason: text('end_reason'),
})

export const readyTests = sqliteTable(
  'ready_tests',
  {
    deviceId: text('device_id').notNull(),
    part: text('part', { enum: ['button', 'light'] }).notNull(),
    number: integer('number').notNull(),
    at: integer('at').notNull(),
    seenBy: text('seen_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.part, table.number] })],
)

export const readyClock = sqliteTable('ready_clock', {
  one: integer('one').primaryKey(),
  offsetMs: integer('offset_ms').notNull(),
  at: integer('at').notNull(),
  readBy: text('read_by').notNull(),
})

export const waivers = sqliteTable(
  'waivers',
  {
    waiver: integer('waiver').primaryKey({ autoIncrement: true }),
    checkId: text('check_id').notNull(),
    problem: text('problem').notNull(),
    params: text('params', { mode: 'json' }).$type<Params>().notNull(),
    reason: text('reason').notNull(),
    waivedBy: text('waived_by').notNull(),
    at: integer('at').notNull(),
    endsAt: integer('ends_at').notNull(),
    revokedAt: integer('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (table) => [index('waivers_in_force').on(table.checkId)],
)

export const doors = sqliteTable('doors', {
  door: integer('door').primaryKey({ autoIncrement: true }),
  openedAt: integer('opened_at').notNull(),
  openedBy: text('opened_by').notNull(),
  sinceAt: integer('since_at').notNull(),
  waived: text('waived', { mode: 'json' }).$type<string[]>().notNull(),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by'),
})
