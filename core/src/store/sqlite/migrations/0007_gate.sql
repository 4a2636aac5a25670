-- Every press of panic: what was frozen, darkened or shown, by whom, and who took it back.
CREATE TABLE panics (
  panic INTEGER PRIMARY KEY AUTOINCREMENT,
  scope TEXT NOT NULL CHECK (scope IN ('money', 'game', 'blackout', 'message')),
  text TEXT,
  severity TEXT,
  seconds INTEGER,
  began_at INTEGER NOT NULL,
  began_by TEXT NOT NULL,
  reason TEXT,
  ended_at INTEGER,
  ended_by TEXT,
  end_reason TEXT,
  CHECK ((scope = 'message') = (text IS NOT NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
--> statement-breakpoint
-- Frozen twice is frozen once.
CREATE UNIQUE INDEX panics_one_at_a_time ON panics (scope) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE TRIGGER panics_ended_stay BEFORE UPDATE ON panics WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was taken back cannot change'); END;
--> statement-breakpoint
CREATE TRIGGER panics_stay BEFORE DELETE ON panics
BEGIN SELECT RAISE(ABORT, 'panics are kept'); END;
--> statement-breakpoint
-- When each button and light of a slot was last seen to work.
CREATE TABLE ready_tests (
  device_id TEXT NOT NULL REFERENCES devices(device_id),
  part TEXT NOT NULL CHECK (part IN ('button', 'light')),
  number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 5),
  at INTEGER NOT NULL,
  seen_by TEXT NOT NULL,
  PRIMARY KEY (device_id, part, number)
) WITHOUT ROWID;
--> statement-breakpoint
-- The last comparison with the operator's clock: one row.
CREATE TABLE ready_clock (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  offset_ms INTEGER NOT NULL,
  at INTEGER NOT NULL,
  read_by TEXT NOT NULL
);
--> statement-breakpoint
CREATE TABLE waivers (
  waiver INTEGER PRIMARY KEY AUTOINCREMENT,
  check_id TEXT NOT NULL,
  problem TEXT NOT NULL,
  params TEXT NOT NULL CHECK (json_valid(params)),
  reason TEXT NOT NULL,
  waived_by TEXT NOT NULL,
  at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  revoked_at INTEGER,
  revoked_by TEXT
);
--> statement-breakpoint
CREATE INDEX waivers_in_force ON waivers (check_id) WHERE revoked_at IS NULL;
--> statement-breakpoint
CREATE TRIGGER waivers_revoked_stay BEFORE UPDATE ON waivers WHEN OLD.revoked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a waiver that was taken back cannot change'); END;
--> statement-breakpoint
CREATE TRIGGER waivers_stay BEFORE DELETE ON waivers
BEGIN SELECT RAISE(ABORT, 'waivers are kept'); END;
--> statement-breakpoint
-- Each evening's doors. `since_at`: since when a test counted as that evening's; `waived`: what was red and let pass.
CREATE TABLE doors (
  door INTEGER PRIMARY KEY AUTOINCREMENT,
  opened_at INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  since_at INTEGER NOT NULL,
  waived TEXT NOT NULL CHECK (json_valid(waived)),
  closed_at INTEGER,
  closed_by TEXT
);
--> statement-breakpoint
CREATE UNIQUE INDEX doors_one_open ON doors ((closed_at IS NULL)) WHERE closed_at IS NULL;
--> statement-breakpoint
CREATE TRIGGER doors_closed_stay BEFORE UPDATE ON doors WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'doors that were closed cannot change'); END;
--> statement-breakpoint
CREATE TRIGGER doors_stay BEFORE DELETE ON doors
BEGIN SELECT RAISE(ABORT, 'doors are kept'); END;
