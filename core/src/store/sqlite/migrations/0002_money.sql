-- The ledger. Balance = credits - debits, in whole cents. Debit gives, credit receives; over all accounts it is always 0.
-- What is owed to somebody (players, payouts) stands above 0, what is held (a drawer's cash) below.
CREATE TABLE accounts (
  account INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('player', 'house', 'game', 'float', 'payouts', 'drawer', 'over_short', 'safe')),
  balance INTEGER NOT NULL DEFAULT 0 CHECK (typeof(balance) = 'integer'),
  CONSTRAINT never_negative CHECK (kind NOT IN ('player', 'payouts') OR balance >= 0),
  CONSTRAINT drawer_holds CHECK (kind <> 'drawer' OR balance <= 0)
);
--> statement-breakpoint
CREATE TABLE players (
  player INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL UNIQUE REFERENCES accounts(account),
  name TEXT,
  since INTEGER NOT NULL
);
--> statement-breakpoint
-- A card is a key to a player. A lost one is replaced by another key to the same player: balance and history stay.
CREATE TABLE cards (
  tag_uid TEXT PRIMARY KEY NOT NULL,
  player INTEGER NOT NULL REFERENCES players(player),
  status TEXT NOT NULL CHECK (status IN ('active', 'frozen', 'lost')),
  status_reason TEXT,
  issued_at INTEGER NOT NULL,
  issued_by TEXT NOT NULL,
  replaced_by TEXT REFERENCES cards(tag_uid)
) WITHOUT ROWID;
--> statement-breakpoint
-- One card of a player works at a time.
CREATE UNIQUE INDEX cards_one_working ON cards (player) WHERE status <> 'lost';
--> statement-breakpoint
CREATE TABLE shifts (
  shift INTEGER PRIMARY KEY AUTOINCREMENT,
  desk_id TEXT NOT NULL,
  person TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  opened_with INTEGER NOT NULL,
  closed_at INTEGER,
  expected INTEGER,
  counted INTEGER,
  over_short INTEGER,
  note TEXT
);
--> statement-breakpoint
CREATE UNIQUE INDEX shifts_one_open ON shifts (desk_id) WHERE closed_at IS NULL;
--> statement-breakpoint
CREATE TABLE rounds (
  round INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  player INTEGER NOT NULL REFERENCES players(player),
  tag_uid TEXT NOT NULL,
  stake INTEGER NOT NULL CHECK (stake >= 1),
  win INTEGER NOT NULL CHECK (win >= 0),
  outcome TEXT,
  reels TEXT NOT NULL CHECK (json_valid(reels)),
  paytable TEXT NOT NULL
);
--> statement-breakpoint
-- Bets of devices that debit and credit by themselves.
CREATE TABLE bets (
  bet INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id TEXT NOT NULL,
  player INTEGER NOT NULL REFERENCES players(player),
  tag_uid TEXT NOT NULL,
  stake INTEGER NOT NULL CHECK (stake >= 1),
  win INTEGER NOT NULL DEFAULT 0,
  opened_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'won', 'lost')),
  closed_at INTEGER
);
--> statement-breakpoint
CREATE UNIQUE INDEX bets_one_open ON bets (device_id, player) WHERE status = 'open';
--> statement-breakpoint
CREATE TABLE payouts (
  payout_id TEXT PRIMARY KEY NOT NULL,
  source TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount >= 1),
  meta TEXT,
  hash TEXT NOT NULL,
  table_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('ready', 'claimed', 'voided', 'expired')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  closed_at INTEGER,
  closed_by TEXT,
  player INTEGER REFERENCES players(player),
  tag_uid TEXT,
  reason TEXT
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX payouts_waiting ON payouts (created_at) WHERE status = 'ready';
--> statement-breakpoint
-- Ready, then claimed, voided or expired: exactly once.
CREATE TRIGGER payouts_end_once BEFORE UPDATE ON payouts
WHEN OLD.status <> 'ready'
BEGIN SELECT RAISE(ABORT, 'a payout that has ended cannot change'); END;
--> statement-breakpoint
CREATE TRIGGER payouts_stay BEFORE DELETE ON payouts
BEGIN SELECT RAISE(ABORT, 'payouts are kept'); END;
--> statement-breakpoint
CREATE TABLE receipts (
  receipt INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  desk_id TEXT NOT NULL,
  shift INTEGER REFERENCES shifts(shift),
  tag_uid TEXT NOT NULL,
  player INTEGER NOT NULL REFERENCES players(player),
  amount INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  person TEXT
);
--> statement-breakpoint
-- Append-only. `part` counts the transfers of one request from 0; `player_balance` is the player's balance after it.
CREATE TABLE transfers (
  transfer INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  debit INTEGER NOT NULL REFERENCES accounts(account),
  credit INTEGER NOT NULL REFERENCES accounts(account),
  amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer' AND amount BETWEEN 1 AND 1000000000),
  actor TEXT NOT NULL,
  req_id TEXT,
  part INTEGER NOT NULL,
  player INTEGER REFERENCES players(player),
  player_balance INTEGER,
  device_id TEXT,
  tag_uid TEXT,
  payout_id TEXT REFERENCES payouts(payout_id),
  round INTEGER REFERENCES rounds(round),
  bet INTEGER REFERENCES bets(bet),
  shift INTEGER REFERENCES shifts(shift),
  receipt INTEGER REFERENCES receipts(receipt),
  reverses INTEGER UNIQUE REFERENCES transfers(transfer),
  reason TEXT,
  person TEXT,
  CHECK (debit <> credit),
  UNIQUE (actor, req_id, part)
);
--> statement-breakpoint
CREATE INDEX transfers_by_payout ON transfers (payout_id) WHERE payout_id IS NOT NULL;
--> statement-breakpoint
CREATE INDEX transfers_by_player ON transfers (player, transfer) WHERE player IS NOT NULL;
--> statement-breakpoint
-- Both sides of every transfer, at once: the only way a balance moves.
CREATE TRIGGER transfers_move AFTER INSERT ON transfers
BEGIN
  UPDATE accounts SET balance = balance - NEW.amount WHERE account = NEW.debit;
  UPDATE accounts SET balance = balance + NEW.amount WHERE account = NEW.credit;
END;
--> statement-breakpoint
CREATE TRIGGER transfers_stay BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers are immutable; reverse it by another'); END;
--> statement-breakpoint
CREATE TRIGGER transfers_kept BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers are immutable; reverse it by another'); END;
--> statement-breakpoint
-- A reversal moves the same amount back between the same accounts, and is not itself reversed.
CREATE TRIGGER transfers_reverse BEFORE INSERT ON transfers
WHEN NEW.reverses IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM transfers
  WHERE transfer = NEW.reverses AND debit = NEW.credit AND credit = NEW.debit AND amount = NEW.amount AND reverses IS NULL
)
BEGIN SELECT RAISE(ABORT, 'not the reversal of that transfer'); END;
--> statement-breakpoint
CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'accounts are kept'); END;
--> statement-breakpoint
-- A new account is empty: money comes by transfers alone.
CREATE TRIGGER accounts_begin_empty BEFORE INSERT ON accounts
WHEN NEW.balance <> 0
BEGIN SELECT RAISE(ABORT, 'a new account is empty'); END;
--> statement-breakpoint
CREATE TRIGGER rounds_stay BEFORE UPDATE ON rounds
BEGIN SELECT RAISE(ABORT, 'rounds are immutable'); END;
--> statement-breakpoint
CREATE TRIGGER rounds_kept BEFORE DELETE ON rounds
BEGIN SELECT RAISE(ABORT, 'rounds are kept'); END;
--> statement-breakpoint
CREATE TRIGGER receipts_stay BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts are immutable'); END;
--> statement-breakpoint
-- What the floor shows of each slot: who played last, and the last bet.
CREATE TABLE floor (
  device_id TEXT PRIMARY KEY NOT NULL,
  player INTEGER REFERENCES players(player),
  tag_uid TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('round', 'bet')),
  at INTEGER NOT NULL,
  stake INTEGER NOT NULL,
  win INTEGER,
  reels TEXT,
  outcome TEXT,
  rounds INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
