-- Which installation a device runs on: the public key of its hello, that an identity it is to take is sealed for.
CREATE TABLE device_installs (
  device_id TEXT PRIMARY KEY NOT NULL,
  install_key TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
-- A spare takes a slot's identity. `former` is the row of `enrolments` that it takes the place of, so that a swap that is
-- cancelled gives it back and one that returns is known; hashes only.
CREATE TABLE swaps (
  swap INTEGER PRIMARY KEY AUTOINCREMENT,
  slot_id TEXT NOT NULL,
  spare_id TEXT,
  install_key TEXT NOT NULL,
  -- Of the new secret; null with EG_AUTH=open.
  secret_hash TEXT,
  former TEXT CHECK (former IS NULL OR json_valid(former)),
  former_hash TEXT,
  fenced INTEGER NOT NULL CHECK (fenced IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('sent', 'done', 'cancelled', 'superseded')),
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  problem TEXT,
  returned_at INTEGER,
  returned_from TEXT
);
--> statement-breakpoint
-- One under way for each slot, and one for each spare.
CREATE UNIQUE INDEX swaps_one_of_slot ON swaps (slot_id) WHERE status = 'sent';
--> statement-breakpoint
CREATE UNIQUE INDEX swaps_one_of_spare ON swaps (spare_id) WHERE status = 'sent' AND spare_id IS NOT NULL;
--> statement-breakpoint
CREATE INDEX swaps_by_slot ON swaps (slot_id, swap);
--> statement-breakpoint
CREATE TRIGGER swaps_end_once BEFORE UPDATE OF status ON swaps
WHEN OLD.status <> 'sent' AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'a swap that has ended cannot change'); END;
--> statement-breakpoint
-- The last commands of operators that have an inverse, by the line of the journal each wrote. The oldest go.
CREATE TABLE undoables (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  run INTEGER,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  undone_by INTEGER
);
--> statement-breakpoint
-- The run that a run goes on from, with its votes: one that was voided by mistake.
CREATE TABLE run_continues (
  run INTEGER PRIMARY KEY REFERENCES runs(run),
  from_run INTEGER NOT NULL UNIQUE REFERENCES runs(run)
);
--> statement-breakpoint
-- The id of the request that a line came of; null for what nobody asked for, and after a purge.
ALTER TABLE journal ADD COLUMN req_id TEXT;
--> statement-breakpoint
-- What a slot showed, where that changed: the last 500 of each, in places that are used again. Never which option.
CREATE TABLE slot_shown (
  device_id TEXT NOT NULL,
  place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 499),
  number INTEGER NOT NULL,
  -- The line of the journal after which it was told.
  after_seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  phase TEXT NOT NULL,
  run INTEGER,
  press TEXT,
  reason TEXT,
  tag_uid TEXT,
  -- How many of the six lights were lit.
  lit INTEGER NOT NULL,
  PRIMARY KEY (device_id, place)
) WITHOUT ROWID;
