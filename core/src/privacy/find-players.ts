import type Database from 'better-sqlite3'

/** What the card id of a purged player begins with. Readers give hexadecimal digits, so no card is ever called so. */
export const ALIAS_PREFIX = 'PURGED-'

/** Why somebody who was not active for long stays: money is owed, a bet is open, or the card was frozen by hand. */
export type Stays = 'balance' | 'open_bet' | 'frozen'

export interface PlayerFound {
  player: number
  name: string | null
  cards: string[]
  balance: number
  /** The last movement of money, or the card's issue where there was none (ms since 1970). */
  lastAt: number
  /** Null: can be purged. */
  stays: Stays | null
}

/**
 * From which number on the rows of a table are younger than `cutoff`: of the first one whose time lies between it and now.
 * Everything behind that row is younger too, whatever clock wrote it: order is the number's, and a Pi that came up with a
 * clock of before must not make its guests of last night look old.
 */
export function firstYoung(
  db: Database.Database,
  table: 'transfers' | 'journal',
  span: { cutoff: number; now: number },
): number {
  const number = table === 'transfers' ? 'transfer' : 'seq'
  const found = db
    .prepare(`SELECT min(${number}) FROM ${table} WHERE at >= ? AND at <= ?`)
    .pluck()
    .get(span.cutoff, span.now)
  return (found as number | null) ?? Number.MAX_SAFE_INTEGER
}

/** What is asked for: those who were last active before `cutoff`, or whose card this is. */
export interface Asked {
  cutoff: number
  now: number
  card: string | null
}

/** Everybody who is asked for and is not purged yet, oldest first. */
export function findPlayers(db: Database.Database, span: Asked): PlayerFound[] {
  const youngTransfer = firstYoung(db, 'transfers', span)
  const recent = recentCards(db, firstYoung(db, 'journal', span))
  const cardsOf = db.prepare(
    `SELECT tag_uid, status, issued_at FROM cards WHERE player = ? ORDER BY issued_at, tag_uid`,
  )
  const rows = db
    .prepare(
      `SELECT p.player, p.name, p.since, a.balance,
         (SELECT max(transfer) FROM transfers t WHERE t.player = p.player) AS last,
         (SELECT at FROM transfers t WHERE t.player = p.player ORDER BY transfer DESC LIMIT 1) AS lastAt,
         EXISTS (SELECT 1 FROM bets b WHERE b.player = p.player AND b.status = 'open') AS betting
       FROM players p JOIN accounts a ON a.account = p.account`,
    )
    .all() as Row[]
  return rows
    .flatMap((row) => {
      const cards = cardsOf.all(row.player) as { tag_uid: string; status: string; issued_at: number }[]
      const purged = row.name === null && cards.every(({ tag_uid }) => tag_uid.startsWith(ALIAS_PREFIX))
      const isYoung =
        (row.last ?? 0) >= youngTransfer ||
        row.since >= span.cutoff ||
        cards.some(({ tag_uid, issued_at }) => issued_at >= span.cutoff || recent.has(tag_uid))
      const isAsked = span.card === null ? !isYoung : cards.some(({ tag_uid }) => tag_uid === span.card)
      if (purged || !isAsked) return []
      const found: PlayerFound = {
        player: row.player,
        name: row.name,
        cards: cards.map(({ tag_uid }) => tag_uid),
        balance: row.balance,
        lastAt: row.lastAt ?? row.since,
        stays: reasonToStay(row, cards),
      }
      return [found]
    })
    .sort((a, b) => a.lastAt - b.lastAt || a.player - b.player)
}

interface Row {
  player: number
  name: string | null
  since: number
  balance: number
  last: number | null
  lastAt: number | null
  betting: 0 | 1
}

function reasonToStay(row: Row, cards: readonly { status: string }[]): Stays | null {
  if (row.balance !== 0) return 'balance'
  if (row.betting === 1) return 'open_bet'
  return cards.some(({ status }) => status === 'frozen') ? 'frozen' : null
}

/** Cards that a young line of the journal names: also a refused bet is somebody who was there. */
function recentCards(db: Database.Database, from: number): Set<string> {
  const named = db
    .prepare(
      `SELECT json_extract(data, '$.tag_uid') FROM journal WHERE seq >= @from
       UNION SELECT json_extract(data, '$.new_tag_uid') FROM journal WHERE seq >= @from`,
    )
    .pluck()
    .all({ from }) as (string | null)[]
  return new Set(named.filter((uid) => uid !== null))
}
