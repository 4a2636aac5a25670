import type { PressFacts } from './press-record.js'
import { SLOTS } from './venue.js'

const ENDS = ['counted', 'closed', 'refused']

/** What became of presses: how many of each. `replaced`: its own slot pressed again in the same run before it was answered. */
export type Ends = Record<'counted' | 'closed' | 'refused' | 'replaced', number>

/** The end of each press that a slot took; `lost` where there is none. */
function endOf({ answers, kept }: PressFacts, press: PressFacts['kept'][number]): string {
  const { slot, reqId, run } = press
  const answer = answers.find((each) => each.slot === slot && each.reqId === reqId)
  if (answer) return answer.status
  const newer = kept.slice(kept.indexOf(press) + 1).some((each) => each.slot === slot && each.run === run)
  return newer ? 'replaced' : 'lost'
}

export function endsOf(facts: PressFacts): Ends {
  const ends: Ends = { counted: 0, closed: 0, refused: 0, replaced: 0 }
  for (const press of facts.kept) {
    const end = endOf(facts, press)
    if (end in ends) ends[end as keyof Ends] += 1
  }
  return ends
}

/** Presses that did not end, ended twice, or count for something else; empty when each has its one end. */
export function endProblems(facts: PressFacts): string[] {
  const { kept, answers } = facts
  const lost = kept.flatMap((press) => {
    const end = endOf(facts, press)
    const fine = end === 'replaced' || ENDS.includes(end)
    return fine ? [] : [`${press.slot}/${press.run}: the press ${press.reqId} ended ${end}`]
  })
  const pressed = new Set(kept.map(({ slot, reqId }) => `${slot}/${reqId}`))
  const invented = answers.flatMap(({ slot, reqId, run }) =>
    pressed.has(`${slot}/${reqId}`) ? [] : [`${slot}/${run}: the vote ${reqId} was answered and nobody pressed it`],
  )
  return [...lost, ...invented, ...runsOf(facts).flatMap((about) => runProblems(facts, about))]
}

interface About {
  slot: string
  run: number
}

/** Each answer is one line of the journal; what counts is the last counted press. */
function runProblems({ kept, answers, journal, votes }: PressFacts, { slot, run }: About): string[] {
  const of = <T extends About>(list: T[]) => list.filter((each) => each.slot === slot && each.run === run)
  const told = of(answers)
    .map(({ status }) => status)
    .toSorted()
  const lines = of(journal)
    .map(({ outcome }) => outcome)
    .toSorted()
  const counted = of(kept).flatMap(({ reqId }) =>
    of(answers).filter((answer) => answer.reqId === reqId && answer.status === 'counted'),
  )
  const vote = of(votes)[0]?.choice
  const due = counted.at(-1)?.choice
  return [
    ...(told.join() === lines.join() ? [] : [`${slot}/${run}: answered ${told}, in the journal ${lines}`]),
    ...(vote === due ? [] : [`${slot}/${run}: ${due} was counted last, the vote is ${vote}`]),
  ]
}

function runsOf({ kept, answers, journal, votes }: PressFacts): About[] {
  const all: About[] = [...kept, ...answers, ...journal, ...votes]
  return SLOTS.flatMap((slot) => {
    const runs = new Set(all.flatMap((each) => (each.slot === slot ? [each.run] : [])))
    return [...runs].map((run) => ({ slot, run }))
  })
}
