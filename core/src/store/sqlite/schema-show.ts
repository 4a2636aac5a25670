import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The tables of the script of the night; see schema.ts. */
export const showScripts = sqliteTable('show_scripts', {
  script: integer('script').primaryKey({ autoIncrement: true }),
  hash: text('hash').notNull(),
  name: text('name'),
  text: text('text').notNull(),
  content: text('content').notNull(),
  loadedAt: integer('loaded_at').notNull(),
  loadedBy: text('loaded_by').notNull(),
})

export const shows = sqliteTable('shows', {
  show: integer('show').primaryKey({ autoIncrement: true }),
  script: integer('script').notNull(),
  startedAt: integer('started_at').notNull(),
  startedBy: text('started_by').notNull(),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
  endReason: text('end_reason'),
})

export const showVisits = sqliteTable(
  'show_visits',
  {
    visit: integer('visit').primaryKey({ autoIncrement: true }),
    show: integer('show').notNull(),
    stepId: text('step_id').notNull(),
    run: integer('run'),
    enteredAt: integer('entered_at').notNull(),
    leftAt: integer('left_at'),
    outcome: text('outcome'),
    via: text('via').notNull(),
    reason: text('reason'),
    by: text('by').notNull(),
  },
  (table) => [index('show_visits_by_show').on(table.show, table.visit)],
)

export const showRuns = sqliteTable(
  'show_runs',
  {
    run: integer('run').primaryKey(),
    visit: integer('visit').notNull(),
    outcome: text('outcome'),
  },
  (table) => [index('show_runs_by_visit').on(table.visit, table.run)],
)
