-- Who is let in. A device has one row: enrolling it again replaces its secret, revoking it takes the secret away.
CREATE TABLE enrolments (
  device_id TEXT PRIMARY KEY NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('slot', 'table', 'change', 'script')),
  -- `scrypt$N$r$p$salt$hash`; null for a device of the old system, which knows no secret, and for one that was revoked.
  secret_hash TEXT CHECK (secret_hash IS NULL OR secret_hash LIKE 'scrypt$%'),
  -- The address that a device of the old system connects from.
  legacy_from TEXT,
  -- What it said of itself when it asked.
  name TEXT,
  model TEXT,
  public_key TEXT,
  -- Its secret, sealed for that key, until it has connected with it: an answer that is lost is given again.
  core_key TEXT,
  sealed TEXT,
  enrolled_at INTEGER NOT NULL,
  enrolled_by TEXT NOT NULL,
  revoked_at INTEGER,
  CHECK (revoked_at IS NULL OR (secret_hash IS NULL AND sealed IS NULL)),
  CHECK (role <> 'script' OR secret_hash IS NULL)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE operators (
  -- The name in lower case: `Nadia` and `nadia` are one person.
  name_key TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('gamemaster', 'cashier', 'technician', 'viewer')),
  password_hash TEXT NOT NULL CHECK (password_hash LIKE 'scrypt$%'),
  created_at INTEGER NOT NULL,
  last_login INTEGER
) WITHOUT ROWID;
--> statement-breakpoint
-- Logins that have not ended. Tokens are 256 random bits, so their plain SHA-256 tells nothing.
CREATE TABLE operator_sessions (
  session_id TEXT PRIMARY KEY NOT NULL,
  name_key TEXT NOT NULL REFERENCES operators(name_key) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX operator_sessions_by_name ON operator_sessions (name_key);
