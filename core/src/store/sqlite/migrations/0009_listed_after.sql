-- The player's last transfer when the card was listed: what came onto it later is told from what was on it. Null: listed by a
-- release before.
ALTER TABLE session_cards ADD COLUMN listed_after INTEGER;
