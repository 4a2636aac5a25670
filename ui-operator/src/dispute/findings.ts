import { pressFindings } from './press-findings'
import { questionOf, type DisputeItem } from './dispute-item'

/**
 * What can be said for certain (`ok`, `attention`, `problem`) and what cannot (`unknown`), in the order it is read. `values`
 * are raw: cents, times in ms, ids; the screen says them in words.
 */
export interface Finding {
  key: FindingKey
  tone: 'ok' | 'attention' | 'problem' | 'unknown'
  values: Record<string, string | number>
}

export type FindingKey =
  | 'nothing'
  | 'press_counted'
  | 'press_late'
  | 'press_late_by'
  | 'press_refused'
  | 'press_lost'
  | 'press_unshown'
  | 'vote_counted'
  | 'choice'
  | 'rounds'
  | 'refused'
  | 'round_unknown'
  | 'money_in'
  | 'money_out'
  | 'link_lost'
  | 'link_lost_still'
  | 'link_restart'
  | 'link_held'
  | 'not_all'
  | 'shown_gone'
  | 'shown_none'
  | 'secret'
  | 'uncounted'
  | 'unshown'

const DONE: ReadonlySet<string | null> = new Set(['ok', 'counted'])
const PLAY: ReadonlySet<string> = new Set(['roundPlay', 'walletDebit'])
const IN: ReadonlySet<string> = new Set(['opDeskTopUp', 'opDeskClaim', 'payoutClaim'])
const ENDS: ReadonlySet<string> = new Set(['won', 'lost', 'refused'])
/** A slot says what it shows a moment after, or before, the line that it is about. */
const NEAR_MS = 3000

/** What a list of evidence comes to. `complete`: there is no further page. */
export function findings(items: readonly DisputeItem[], complete: boolean): Finding[] {
  const lines = items.filter(({ what }) => what === 'line')
  if (items.length === 0) return [{ key: 'nothing', tone: 'unknown', values: {} }]
  return [
    ...pressFindings(items, complete),
    ...choices(lines),
    ...moneyFindings(lines),
    ...unansweredRounds(items),
    ...refusals(lines),
    ...links(lines),
    ...limits(items, complete),
  ]
}

const cents = ({ data }: DisputeItem, key: string) => (typeof data[key] === 'number' ? data[key] : 0)
const sum = (of: readonly DisputeItem[], key: string) => of.reduce((total, line) => total + cents(line, key), 0)

function moneyFindings(lines: readonly DisputeItem[]): Finding[] {
  const done = lines.filter(({ outcome }) => DONE.has(outcome))
  const rounds = done.filter(({ kind }) => kind === 'roundPlay')
  const topped = done.filter(({ kind }) => IN.has(kind))
  const paid = done.filter(({ kind }) => kind === 'opDeskCashOut')
  return [
    ...(rounds.length === 0
      ? []
      : [
          known('rounds', {
            count: rounds.length,
            stake_cents: sum(rounds, 'stake_cents'),
            win_cents: sum(rounds, 'win_cents'),
          }),
        ]),
    ...(topped.length === 0 ? [] : [known('money_in', { count: topped.length, cents: sum(topped, 'amount_cents') })]),
    ...(paid.length === 0 ? [] : [known('money_out', { count: paid.length, cents: sum(paid, 'amount_cents') })]),
  ]
}

/** A round that the screen began and that never ended there nor reached the core. */
function unansweredRounds(items: readonly DisputeItem[]): Finding[] {
  const shown = items.filter(({ what }) => what === 'shown')
  return shown.flatMap((item, i) => {
    if (item.kind !== 'playing') return []
    const after = shown.slice(i + 1).find(({ device_id }) => device_id === item.device_id)
    const line = items.some(
      ({ what, kind, device_id, at }) =>
        what === 'line' && PLAY.has(kind) && device_id === item.device_id && Math.abs(at - item.at) <= NEAR_MS,
    )
    if (line || (after && ENDS.has(after.kind))) return []
    return [{ key: 'round_unknown', tone: 'problem', values: { device: item.device_id ?? '?', at: item.at } } as const]
  })
}

/** For which option the core counted each slot, where the room has seen the result. */
function choices(lines: readonly DisputeItem[]): Finding[] {
  const last = new Map<string, DisputeItem>()
  for (const line of lines)
    if (typeof line.data['counted'] === 'string') last.set(`${line.device_id} ${line.run}`, line)
  return [...last.values()].map(({ device_id: device, run, data }) =>
    known('choice', { device: device ?? '?', option: String(data['counted']), ...questionOf(lines, run) }),
  )
}

function refusals(lines: readonly DisputeItem[]): Finding[] {
  const mine = lines.filter(
    ({ kind, outcome }) => kind !== 'nightVote' && /^(refused|invalid|conflict|stale)$/.test(outcome ?? ''),
  )
  return mine.map(({ kind, outcome, reason, at, device_id }) => ({
    key: 'refused',
    tone: 'attention',
    values: { kind, reason: reason ?? outcome ?? '', at, device: device_id ?? '' },
  }))
}

function links(lines: readonly DisputeItem[]): Finding[] {
  const devices = [...new Set(lines.flatMap(({ device_id }) => device_id ?? []))].filter((id) => id.startsWith('slot-'))
  return devices.flatMap((device) => {
    const own = lines.filter(
      ({ device_id, kind }) => device_id === device && (kind === 'linkUp' || kind === 'linkDown'),
    )
    // Back without having been lost: the core was not there to write it.
    const restarts = own.filter(({ kind }, i) => kind === 'linkUp' && own[i - 1]?.kind === 'linkUp')
    const last = restarts.at(-1)
    const lost = own.flatMap((line, i): Finding[] => {
      if (line.kind !== 'linkDown') return []
      const back = own.slice(i + 1).find(({ kind }) => kind === 'linkUp')
      const values = { device, from: line.at, ...(back ? { to: back.at } : {}) }
      return [{ key: back ? 'link_lost' : 'link_lost_still', tone: 'attention', values }]
    })
    if (last)
      lost.push({ key: 'link_restart', tone: 'attention', values: { device, at: last.at, count: restarts.length } })
    return lost.length > 0 ? lost : [known('link_held', { device })]
  })
}

/** What this list cannot say, because it is kept nowhere, or no more. */
function limits(items: readonly DisputeItem[], complete: boolean): Finding[] {
  const shown = items.filter(({ what }) => what === 'shown')
  const lines = items.filter(({ what }) => what === 'line')
  const devices = [...new Set(lines.flatMap(({ device_id }) => device_id ?? []))].filter((id) => id.startsWith('slot-'))
  const gone = devices.flatMap((device): Finding[] => {
    const first = shown.find(({ device_id }) => device_id === device)
    if (!first) return [{ key: 'shown_none', tone: 'unknown', values: { device } }]
    const before = lines.some(
      ({ device_id, at, kind }) => device_id === device && kind !== 'deviceHello' && at < first.at - NEAR_MS,
    )
    return before ? [{ key: 'shown_gone', tone: 'unknown', values: { device, at: first.at } }] : []
  })
  const votes = lines.filter(({ kind }) => kind === 'nightVote')
  const isSecret = votes.some(({ outcome, data }) => outcome === 'counted' && data['counted'] === undefined)
  const uncounted = votes.some(({ outcome }) => outcome !== 'counted')
  return [
    ...(complete ? [] : [{ key: 'not_all', tone: 'unknown', values: {} } as const]),
    ...gone,
    ...(isSecret ? [{ key: 'secret', tone: 'unknown', values: {} } as const] : []),
    ...(uncounted ? [{ key: 'uncounted', tone: 'unknown', values: {} } as const] : []),
    { key: 'unshown', tone: 'unknown', values: {} },
  ]
}

const known = (key: FindingKey, values: Finding['values']): Finding => ({ key, tone: 'ok', values })
