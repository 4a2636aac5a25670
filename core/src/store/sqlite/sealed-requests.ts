import { createHash, createHmac } from 'node:crypto'
import type Database from 'better-sqlite3'

// A request that the purge has sealed is known again by whoever sends it again, and says nothing about its content to
// anybody else. The plain hash of a request does: all of its content but the card stands in the ledger, and the ids of cards
// (four bytes, many of them) can be tried one by one. So the hash is keyed with the request's own id, and of that id only a
// hash is kept. Ids are made at random (96 bits in ours); one that can be guessed protects as little as it is long.

/** The key in `meta` that says whether there are any, so that looking for them costs nothing where there are none. */
export const SEALED_KEY = 'requests_sealed'

/** Begins the `hash` of a sealed request. No hash of another one begins so. */
export const SEALED_PREFIX = 'sealed:'

/** What stands in the place of a sealed request's id. */
export function sealedId(actor: string, reqId: string): string {
  return SEALED_PREFIX + createHash('sha256').update(actor).update('\0').update(reqId).digest('base64url')
}

/** What stands in the place of a sealed request's hash (`hash`: the plain one). */
export function sealedHash(reqId: string, hash: string): string {
  return SEALED_PREFIX + createHmac('sha256', reqId).update(hash).digest('base64url')
}

const known = new WeakMap<Database.Statement, boolean>()

/** Whether a database has sealed requests. Asked once: the purge runs while the core is stopped. */
export function hasSealed(meta: Database.Statement): boolean {
  const before = known.get(meta)
  if (before !== undefined) return before
  const has = meta.get(SEALED_KEY) !== undefined
  known.set(meta, has)
  return has
}
