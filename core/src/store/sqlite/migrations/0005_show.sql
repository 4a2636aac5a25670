-- Every script that was loaded, as it was written (`text`) and as it was read (`content`, JSON). The last one is the one that
-- a show starts with.
CREATE TABLE show_scripts (
  script INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL,
  name TEXT,
  text TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  loaded_at INTEGER NOT NULL,
  loaded_by TEXT NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER show_scripts_stay BEFORE UPDATE ON show_scripts
BEGIN SELECT RAISE(ABORT, 'a script that was loaded stays as it is'); END;
--> statement-breakpoint
CREATE TABLE shows (
  show INTEGER PRIMARY KEY AUTOINCREMENT,
  script INTEGER NOT NULL REFERENCES show_scripts(script),
  started_at INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  ended_at INTEGER,
  ended_by TEXT,
  end_reason TEXT
);
--> statement-breakpoint
-- At most one show runs, and it is at one step.
CREATE UNIQUE INDEX shows_one_running ON shows ((1)) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE TABLE show_visits (
  visit INTEGER PRIMARY KEY AUTOINCREMENT,
  show INTEGER NOT NULL REFERENCES shows(show),
  step_id TEXT NOT NULL,
  -- The last run of the visit; all of them: show_runs.
  run INTEGER REFERENCES runs(run),
  entered_at INTEGER NOT NULL,
  left_at INTEGER,
  -- What stands of it: `winner`, `tie`, `timeout`, `no_quorum`, `nobody`; null: nothing yet, or it was left without.
  outcome TEXT,
  via TEXT NOT NULL,
  reason TEXT,
  by TEXT NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX show_visits_one_current ON show_visits ((1)) WHERE left_at IS NULL;
--> statement-breakpoint
CREATE INDEX show_visits_by_show ON show_visits (show, visit);
--> statement-breakpoint
CREATE TABLE show_runs (
  run INTEGER PRIMARY KEY REFERENCES runs(run),
  visit INTEGER NOT NULL REFERENCES show_visits(visit),
  outcome TEXT
);
--> statement-breakpoint
CREATE INDEX show_runs_by_visit ON show_runs (visit, run);
