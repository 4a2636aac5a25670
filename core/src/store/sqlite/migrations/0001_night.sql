CREATE TABLE meta (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE devices (
  device_id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  version TEXT,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE device_states (
  topic TEXT PRIMARY KEY NOT NULL,
  device_id TEXT NOT NULL REFERENCES devices(device_id),
  contract TEXT NOT NULL,
  payload TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE runs (
  run INTEGER PRIMARY KEY AUTOINCREMENT,
  step INTEGER NOT NULL,
  question TEXT NOT NULL,
  options TEXT NOT NULL CHECK (json_valid(options)),
  status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'revealed', 'voided')),
  expected INTEGER NOT NULL CHECK (expected >= 1),
  final INTEGER NOT NULL CHECK (final IN (0, 1)),
  tie TEXT NOT NULL CHECK (tie IN ('revote', 'operator', 'first')),
  reveal TEXT NOT NULL CHECK (reveal IN ('auto', 'operator')),
  duration_ms INTEGER,
  remaining_ms INTEGER,
  timer_version INTEGER NOT NULL DEFAULT 0,
  voted INTEGER NOT NULL DEFAULT 0,
  opened_at INTEGER NOT NULL,
  closes_at INTEGER,
  closed_at INTEGER,
  closed_by TEXT CHECK (closed_by IN ('expected', 'timer', 'operator')),
  winner TEXT,
  next_step INTEGER,
  void_reason TEXT
);
--> statement-breakpoint
-- At most one run is open or waits to be revealed.
CREATE UNIQUE INDEX runs_one_current ON runs ((1)) WHERE status IN ('open', 'closed');
--> statement-breakpoint
CREATE INDEX runs_by_step ON runs (step);
--> statement-breakpoint
-- A run that was revealed or voided stays as it is.
CREATE TRIGGER runs_ended_stay BEFORE UPDATE ON runs
WHEN OLD.status IN ('revealed', 'voided')
BEGIN SELECT RAISE(ABORT, 'a run that has ended cannot change'); END;
--> statement-breakpoint
CREATE TRIGGER runs_stay BEFORE DELETE ON runs
BEGIN SELECT RAISE(ABORT, 'runs are kept'); END;
--> statement-breakpoint
-- One vote per slot and run: the primary key holds it.
CREATE TABLE votes (
  run INTEGER NOT NULL REFERENCES runs(run),
  device_id TEXT NOT NULL REFERENCES devices(device_id),
  choice TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (run, device_id)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER votes_only_while_open BEFORE INSERT ON votes
WHEN (SELECT status FROM runs WHERE run = NEW.run) IS NOT 'open'
BEGIN SELECT RAISE(ABORT, 'the run is not open'); END;
--> statement-breakpoint
CREATE TRIGGER votes_change_only_while_open BEFORE UPDATE ON votes
WHEN (SELECT status FROM runs WHERE run = NEW.run) IS NOT 'open'
BEGIN SELECT RAISE(ABORT, 'the run is not open'); END;
--> statement-breakpoint
CREATE TRIGGER votes_stay BEFORE DELETE ON votes
BEGIN SELECT RAISE(ABORT, 'votes are kept'); END;
--> statement-breakpoint
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  actor TEXT NOT NULL,
  device_id TEXT,
  run INTEGER,
  data TEXT NOT NULL
);
--> statement-breakpoint
CREATE INDEX journal_by_device ON journal (device_id, seq);
--> statement-breakpoint
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
--> statement-breakpoint
-- The first answer of every request, for ever: (who, id) → what was asked and what was answered.
CREATE TABLE requests (
  actor TEXT NOT NULL,
  req_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (actor, req_id)
) WITHOUT ROWID;
