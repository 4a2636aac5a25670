import { stringify } from 'csv-stringify/sync'
import type Database from 'better-sqlite3'
import { type DisputeItem, inOrder, withoutChoice } from '../../../dispute/order.js'
import type { DisputePage, DisputeQuery } from '../../dispute-reads.js'

/** Around a request, as much is told of its device (ms). */
const AROUND_MS = 60_000

const LINE = `SELECT seq, at, kind, outcome, reason, actor, device_id, run, data, req_id FROM journal
  WHERE seq > @after AND (@from IS NULL OR at >= @from) AND (@to IS NULL OR at <= @to) AND`
// What happened to the question belongs to what happened to a vote.
const ABOUT_RUN = `(device_id IS NULL AND run IS NOT NULL)`

interface Line extends Omit<DisputeItem, 'what' | 'data'> {
  data: string
}

interface ShownRow {
  device_id: string
  after_seq: number
  at: number
  phase: string
  run: number | null
  press: string | null
  reason: string | null
  tag_uid: string | null
  lit: number
}

/** What is known of a card, a slot or a request, in one list by the core's order, on a connection that can only read. */
export function createDisputeReads(db: Database.Database) {
  const ofSlot = db.prepare(`${LINE} (device_id = @slot OR ${ABOUT_RUN}) ORDER BY seq LIMIT @limit`)
  const ofCard = db.prepare(
    `${LINE} (json_extract(data, '$.tag_uid') = @card OR json_extract(data, '$.new_tag_uid') = @card)
     ORDER BY seq LIMIT @limit`,
  )
  const ofRequest = db.prepare(
    `${LINE} (req_id = @reqId OR (at BETWEEN @near AND @until AND (device_id = @slot OR ${ABOUT_RUN})))
     ORDER BY seq LIMIT @limit`,
  )
  const request = db.prepare(
    `SELECT min(at) AS first, max(at) AS last, max(device_id) AS slot FROM journal WHERE req_id = ?`,
  )
  const links = db.prepare(
    `SELECT seq, at, kind, outcome, reason, actor, device_id, run, data, req_id FROM journal
     WHERE device_id = ? AND seq BETWEEN ? AND ? AND kind IN ('linkUp', 'linkDown', 'deviceHello') ORDER BY seq`,
  )
  const answer = db.prepare('SELECT answer, at FROM requests WHERE actor = ? AND req_id = ?')
  const shownOfSlot = db.prepare('SELECT * FROM slot_shown WHERE device_id = ? ORDER BY number')
  const shownOfCard = db.prepare('SELECT * FROM slot_shown WHERE tag_uid = ? ORDER BY after_seq, number')
  // Secret until the room has seen the result; then what the core counted, as the report of the session says it (C113).
  const counted = db
    .prepare(
      `SELECT v.choice FROM votes v JOIN runs r ON r.run = v.run
       WHERE v.run = ? AND v.device_id = ? AND r.status = 'revealed'`,
    )
    .pluck()
  const undoables = db.prepare('SELECT seq, kind, by, at, run, undone_by FROM undoables ORDER BY seq DESC LIMIT 20')

  const linesOf = (
    query: DisputeQuery,
  ): { lines: Line[]; slot: string | null; from: number | null; to: number | null } => {
    const { from, to } = query
    const base = { after: query.after, from, to, limit: query.limit }
    if (query.slot !== null)
      return { lines: ofSlot.all({ ...base, slot: query.slot }) as Line[], slot: query.slot, from, to }
    if (query.card !== null) return { lines: ofCard.all({ ...base, card: query.card }) as Line[], slot: null, from, to }
    const found = request.get(query.reqId) as { first: number | null; last: number | null; slot: string | null }
    if (found.first === null || found.last === null) return { lines: [], slot: null, from, to }
    const near = found.first - AROUND_MS
    const until = found.last + AROUND_MS
    const lines = ofRequest.all({ ...base, reqId: query.reqId, slot: found.slot, near, until }) as Line[]
    return { lines, slot: found.slot, from: Math.max(from ?? near, near), to: Math.min(to ?? until, until) }
  }

  const page = (query: DisputeQuery): DisputePage => {
    const { lines, slot, from, to } = linesOf(query)
    const full = lines.length === query.limit
    const last = full ? (lines.at(-1)?.seq ?? query.after) : Number.MAX_SAFE_INTEGER
    const within = ({ after_seq, at }: ShownRow) =>
      after_seq >= query.after && after_seq < last && (from === null || at >= from) && (to === null || at <= to)
    const rows = (query.card === null ? shownOfSlot.all(slot) : shownOfCard.all(query.card)) as ShownRow[]
    const more = query.card === null ? [] : linksAround(lines)
    const seen = new Set<string>()
    const items = [...lines, ...more].flatMap((line) => withAnswer(line, seen))
    items.push(...rows.filter(within).map(shownItem))
    return { items: inOrder(items), next_after: full ? last : null }
  }

  return {
    dispute: page,
    disputeCsv(query: DisputeQuery): { text: string; next_after: number | null } {
      const { items, next_after } = page(query)
      const columns = [
        'seq',
        'time',
        'at',
        'what',
        'kind',
        'outcome',
        'reason',
        'actor',
        'device_id',
        'run',
        'req_id',
        'device_ts',
        'data',
      ]
      const rows = items.map(({ data, ...item }) => ({
        ...item,
        time: new Date(item.at).toISOString(),
        device_ts: data.device_ts ?? null,
        data: JSON.stringify(data),
      }))
      return { text: stringify(rows, { header: true, columns, escape_formulas: true }), next_after }
    },
    undoables: () => undoables.all() as object[],
  }

  /** Whether the slots that a card was at had their link meanwhile. */
  function linksAround(lines: readonly Line[]): Line[] {
    const [first, last] = [lines[0]?.seq, lines.at(-1)?.seq]
    if (first === undefined || last === undefined) return []
    const devices = new Set(lines.flatMap(({ device_id }) => device_id ?? []))
    return [...devices].flatMap((device) => links.all(device, first, last) as Line[])
  }

  /** Of a vote whose result was shown: for which option the core counted this slot in the end. */
  function countedOf({ kind, outcome, run, device_id: device }: Line): { counted?: unknown } {
    if (kind !== 'nightVote' || outcome !== 'counted') return {}
    const choice = counted.get(run, device)
    return choice === undefined ? {} : { counted: choice }
  }

  function withAnswer(line: Line, seen: Set<string>): DisputeItem[] {
    const item: DisputeItem = { ...line, what: 'line', data: { ...JSON.parse(line.data), ...countedOf(line) } }
    const { req_id: reqId, actor } = line
    const key = `${actor} ${reqId}`
    if (reqId === null || seen.has(key)) return [item]
    seen.add(key)
    const found = answer.get(actor, reqId) as { answer: string; at: number } | undefined
    if (!found) return [item]
    const { status, reason = null, type, ...data } = withoutChoice(JSON.parse(found.answer) as Record<string, unknown>)
    const told = {
      what: 'answer',
      at: found.at,
      kind: String(type),
      outcome: String(status),
      reason: reason as string | null,
    } as const
    return [item, { ...item, ...told, data }]
  }
}

function shownItem({ device_id, after_seq, at, phase, run, press, reason, tag_uid, lit }: ShownRow): DisputeItem {
  const data = { press, lit, ...(tag_uid === null ? {} : { tag_uid }) }
  const nobody = { outcome: null, actor: null, req_id: null }
  return { seq: after_seq, at, what: 'shown', kind: phase, reason, device_id, run, data, ...nobody }
}
