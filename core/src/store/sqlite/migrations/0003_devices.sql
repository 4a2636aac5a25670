-- What devices were told to do, and what became of it. `action` is left free: a later release knows more of them.
CREATE TABLE device_commands (
  command INTEGER PRIMARY KEY AUTOINCREMENT,
  cmd_id TEXT NOT NULL UNIQUE,
  device_id TEXT NOT NULL REFERENCES devices(device_id),
  action TEXT NOT NULL,
  args TEXT NOT NULL CHECK (json_valid(args)),
  status TEXT NOT NULL CHECK (status IN ('sent', 'accepted', 'done', 'failed')),
  reason TEXT,
  detail TEXT,
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  asked_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
);
--> statement-breakpoint
-- One of a kind at a time for each device.
CREATE UNIQUE INDEX device_commands_one_at_a_time ON device_commands (device_id, action)
WHERE status IN ('sent', 'accepted');
--> statement-breakpoint
CREATE INDEX device_commands_by_device ON device_commands (device_id, action, command);
--> statement-breakpoint
-- What a device itself has said of its end stays; only what the core gave up waiting for can still be told.
CREATE TRIGGER device_commands_ended_stay BEFORE UPDATE ON device_commands
WHEN OLD.status = 'done'
  OR (OLD.status = 'failed' AND OLD.reason IS NOT 'offline' AND OLD.reason IS NOT 'no_answer' AND OLD.reason IS NOT 'not_finished')
BEGIN SELECT RAISE(ABORT, 'a command that has ended cannot change'); END;
--> statement-breakpoint
CREATE TRIGGER device_commands_stay BEFORE DELETE ON device_commands
BEGIN SELECT RAISE(ABORT, 'commands are kept'); END;
--> statement-breakpoint
-- Which slots are there: `here` turns 0 when one has been away for 20 s, 1 as soon as it is back.
CREATE TABLE slot_roll (
  device_id TEXT PRIMARY KEY NOT NULL REFERENCES devices(device_id),
  here INTEGER NOT NULL CHECK (here IN (0, 1)),
  at INTEGER NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
-- Whom the operator does not wait for in a run.
CREATE TABLE run_excuses (
  run INTEGER NOT NULL REFERENCES runs(run),
  device_id TEXT NOT NULL REFERENCES devices(device_id),
  excused INTEGER NOT NULL CHECK (excused IN (0, 1)),
  at INTEGER NOT NULL,
  PRIMARY KEY (run, device_id)
) WITHOUT ROWID;
--> statement-breakpoint
-- Whether a run expects a number of votes or one of every slot that is there; `expected` is the number as it stands.
ALTER TABLE runs ADD COLUMN expects TEXT NOT NULL DEFAULT 'number' CHECK (expects IN ('number', 'slots'));
