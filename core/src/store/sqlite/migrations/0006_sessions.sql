-- A group's evening. What belongs to it is told by numbers, never by clocks: journal lines first_seq … last_seq, and of every other
-- table the rows with numbers above what stood in marks_before and up to what stood in marks_after (JSON, session-marks.ts).
CREATE TABLE sessions (
  session INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  group_size INTEGER NOT NULL CHECK (group_size >= 1),
  notes TEXT,
  status TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  forced TEXT,
  first_seq INTEGER NOT NULL,
  marks_before TEXT NOT NULL CHECK (json_valid(marks_before)),
  -- How long it was on without pauses (ms), and since when it is on again; null while it is paused.
  active_ms INTEGER NOT NULL DEFAULT 0,
  running_since INTEGER,
  closed_at INTEGER,
  closed_by TEXT,
  closed_though TEXT,
  last_seq INTEGER,
  marks_after TEXT CHECK (marks_after IS NULL OR json_valid(marks_after)),
  CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((closed_at IS NULL) = (last_seq IS NULL AND marks_after IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX sessions_one_open ON sessions ((1)) WHERE closed_at IS NULL;
--> statement-breakpoint
-- A closed session stays as it is; only a purge may take its name and notes away.
CREATE TRIGGER sessions_closed_stay BEFORE UPDATE ON sessions
WHEN OLD.closed_at IS NOT NULL AND (
  NEW.status IS NOT OLD.status OR NEW.group_size IS NOT OLD.group_size OR NEW.started_at IS NOT OLD.started_at
  OR NEW.started_by IS NOT OLD.started_by OR NEW.first_seq IS NOT OLD.first_seq OR NEW.marks_before IS NOT OLD.marks_before
  OR NEW.active_ms IS NOT OLD.active_ms OR NEW.running_since IS NOT OLD.running_since OR NEW.closed_at IS NOT OLD.closed_at
  OR NEW.closed_by IS NOT OLD.closed_by OR NEW.last_seq IS NOT OLD.last_seq OR NEW.marks_after IS NOT OLD.marks_after)
BEGIN SELECT RAISE(ABORT, 'a closed session cannot change'); END;
--> statement-breakpoint
CREATE TRIGGER sessions_kept BEFORE DELETE ON sessions
BEGIN SELECT RAISE(ABORT, 'sessions are kept'); END;
--> statement-breakpoint
CREATE TABLE session_pauses (
  pause INTEGER PRIMARY KEY AUTOINCREMENT,
  session INTEGER NOT NULL REFERENCES sessions(session),
  from_at INTEGER NOT NULL,
  paused_by TEXT NOT NULL,
  reason TEXT,
  until_at INTEGER,
  resumed_by TEXT
);
--> statement-breakpoint
CREATE UNIQUE INDEX session_pauses_one ON session_pauses (session) WHERE until_at IS NULL;
--> statement-breakpoint
-- How far each device is between two groups.
CREATE TABLE device_resets (
  device_id TEXT PRIMARY KEY NOT NULL REFERENCES devices(device_id),
  status TEXT NOT NULL,
  reason TEXT,
  detail TEXT,
  -- The command that was sent for it (device_commands).
  cmd_id TEXT,
  confirmed_by TEXT,
  changed_at INTEGER NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
-- What was chosen for the money on the cards of a session, and how far it has come.
CREATE TABLE session_card_jobs (
  job INTEGER PRIMARY KEY AUTOINCREMENT,
  session INTEGER NOT NULL REFERENCES sessions(session),
  choice TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  desk_id TEXT,
  why TEXT,
  actor TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  expect_cards INTEGER,
  expect_cents INTEGER,
  -- The last transfer that was looked at for cards, then the last player who was dealt with.
  listed_to INTEGER NOT NULL,
  moved_to INTEGER NOT NULL DEFAULT 0,
  cards INTEGER NOT NULL DEFAULT 0,
  cents INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  done_cents INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0
);
--> statement-breakpoint
-- One is worked on at a time.
CREATE UNIQUE INDEX session_card_jobs_one ON session_card_jobs ((1)) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE INDEX session_card_jobs_of ON session_card_jobs (session);
--> statement-breakpoint
-- One line a player and job: the key is what makes each card come once. No card ids: players keep theirs elsewhere.
CREATE TABLE session_cards (
  job INTEGER NOT NULL REFERENCES session_card_jobs(job),
  player INTEGER NOT NULL REFERENCES players(player),
  outcome TEXT,
  cents INTEGER NOT NULL CHECK (cents >= 0),
  transfer INTEGER UNIQUE REFERENCES transfers(transfer),
  PRIMARY KEY (job, player)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX session_cards_of ON session_cards (player);
--> statement-breakpoint
CREATE TRIGGER session_cards_once BEFORE UPDATE ON session_cards
WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'this card was dealt with'); END;
--> statement-breakpoint
CREATE TRIGGER session_cards_kept BEFORE DELETE ON session_cards
BEGIN SELECT RAISE(ABORT, 'what was done with cards is kept'); END;
