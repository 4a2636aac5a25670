import type Database from 'better-sqlite3'
import { SEALED_KEY, SEALED_PREFIX, sealedHash, sealedId } from '../store/sqlite/sealed-requests.js'

interface Request {
  actor: string
  req_id: string
  hash: string
  answer: string
}

/**
 * Seals the requests of those who are purged or named, and old ones that moved no money and may be about anybody. They are still
 * carried out once and answered the same (L4, P10); what was personal in the answer is gone. Returns how many.
 */
export function sealOldRequests(
  db: Database.Database,
  purge: { cutoff: number; players: ReadonlySet<number>; aliases: ReadonlyMap<string, string> },
): number {
  const owners = db.prepare('SELECT DISTINCT player FROM transfers WHERE actor = ? AND req_id = ?').pluck()
  const known = db.prepare('SELECT 1 FROM cards WHERE tag_uid = ?').pluck()
  const seal = db.prepare('UPDATE requests SET req_id = ?, hash = ?, answer = ? WHERE actor = ? AND req_id = ?')
  const follow = db.prepare('UPDATE transfers SET req_id = ? WHERE actor = ? AND req_id = ?')
  const requests = db
    .prepare('SELECT actor, req_id, hash, answer, at FROM requests WHERE substr(hash, 1, ?) <> ?')
    .all(SEALED_PREFIX.length, SEALED_PREFIX) as (Request & { at: number })[]
  let count = 0
  for (const { actor, req_id, hash, answer, at } of requests) {
    const moved = owners.all(actor, req_id) as (number | null)[]
    const purged = moved.some((player) => player !== null && purge.players.has(player))
    const old = moved.length === 0 && at < purge.cutoff
    if (!purged && !old && !namesAny(answer, purge.aliases)) continue
    const id = sealedId(actor, req_id)
    const isKnown = (uid: string) => known.get(uid) !== undefined
    seal.run(id, sealedHash(req_id, hash), impersonal(answer, purge.aliases, isKnown), actor, req_id)
    follow.run(id, actor, req_id)
    count += 1
  }
  if (count > 0) db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(SEALED_KEY, '1')
  return count
}

function namesAny(answer: string, aliases: ReadonlyMap<string, string>): boolean {
  return (answer.match(/[0-9A-Za-z_.:-]+/g) ?? []).some((word) => aliases.has(word))
}

/** Without sentences, which name cards, and with an alias for each card that is nobody's any more. */
function impersonal(
  answer: string,
  aliases: ReadonlyMap<string, string>,
  isKnown: (tagUid: string) => boolean,
): string {
  const { detail: _, ...told } = JSON.parse(answer) as Record<string, unknown>
  for (const field of ['tag_uid', 'new_tag_uid']) {
    const uid = told[field]
    if (typeof uid !== 'string') continue
    const alias = aliases.get(uid)
    if (alias !== undefined) told[field] = alias
    else if (!isKnown(uid)) delete told[field]
  }
  return JSON.stringify(told)
}
