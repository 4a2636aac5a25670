import { questionOf, type DisputeItem } from './dispute-item'
import type { Finding } from './findings'

const OPEN: ReadonlySet<unknown> = new Set(['pending', 'kept'])

/**
 * What became of each press by night that a slot showed, and of votes that no screen showed. A press that was shown as sent or
 * kept, and of which neither slot nor core say more, did not reach the core; of a list that goes on nothing is said yet.
 */
export function pressFindings(items: readonly DisputeItem[], complete: boolean): Finding[] {
  const votes = items.filter(({ what, kind }) => what === 'line' && kind === 'nightVote')
  const presses = newsOf(items.filter(({ what, data }) => what === 'shown' && typeof data['press'] === 'string'))
  const told = new Set<DisputeItem>()
  const out: Finding[] = []
  presses.forEach((shown, i) => {
    const earlier = presses.slice(0, i).findLast((each) => same(each, shown))
    // The same press, shown a step further: it was told of with its beginning.
    if (earlier && OPEN.has(earlier.data['press']) && !OPEN.has(shown.data['press'])) return
    const next = presses.slice(i + 1).find((each) => same(each, shown))
    const end = OPEN.has(shown.data['press']) ? (next && !OPEN.has(next.data['press']) ? next : null) : shown
    // `kept` and then `pending` is one press on its way.
    if (end === null && next) return
    const vote = votes.find((line) => same(line, shown) && !told.has(line) && line.seq >= shown.seq)
    if (vote) told.add(vote)
    const values = { device: shown.device_id ?? '?', at: shown.at, ...questionOf(items, shown.run) }
    if (end) out.push(ended(end, vote, values, items))
    else if (vote?.outcome === 'counted') out.push({ key: 'press_unshown', tone: 'ok', values })
    else if (vote) out.push(late(vote, values, items))
    else if (complete) out.push({ key: 'press_lost', tone: 'problem', values })
  })
  const others = votes.filter(
    (vote) => !told.has(vote) && vote.outcome === 'counted' && !presses.some((p) => same(p, vote)),
  )
  return [
    ...out,
    ...others.map(({ device_id, at, run }): Finding => ({
      key: 'vote_counted',
      tone: 'ok',
      values: { device: device_id ?? '?', at, ...questionOf(items, run) },
    })),
  ]
}

/** Without what a screen went on showing of a press while something else of it changed, such as the phase. */
function newsOf(shown: readonly DisputeItem[]): DisputeItem[] {
  return shown.filter((item, i) => {
    const before = shown.slice(0, i).findLast((each) => same(each, item))
    return before?.data['press'] !== item.data['press']
  })
}

const same = (a: DisputeItem, b: DisputeItem) => a.device_id === b.device_id && a.run === b.run

function ended(
  end: DisputeItem,
  vote: DisputeItem | undefined,
  values: Finding['values'],
  items: readonly DisputeItem[],
): Finding {
  const { press } = end.data
  if (press === 'counted') return { key: 'press_counted', tone: 'ok', values }
  if (press === 'too_late') return late(vote, values, items)
  return { key: 'press_refused', tone: 'attention', values: { ...values, reason: end.reason ?? vote?.reason ?? '' } }
}

/** Too late, and by how much where both lines are known. */
function late(vote: DisputeItem | undefined, values: Finding['values'], items: readonly DisputeItem[]): Finding {
  const closed = items.find(({ what, kind, run }) => what === 'line' && kind === 'runClosed' && run === values['run'])
  if (!vote || !closed || vote.at < closed.at) return { key: 'press_late', tone: 'attention', values }
  return { key: 'press_late_by', tone: 'attention', values: { ...values, by: vote.at - closed.at } }
}
