import { LIGHT_COUNT, type SlotState } from '@eg/shared'
import type { Heard, PressFacts } from './press-record.js'
import { SLOTS, type SlotName } from './venue.js'

/** What a slot may say of a press, and the answer of the core that it needs to have heard. */
const NEEDS: Partial<Record<string, string>> = { counted: 'counted', too_late: 'closed', refused: 'refused' }

type Told = Extract<Heard, { kind: 'answer' }>['answer']
type About = Extract<Heard, { kind: 'state' }>

/** Whenever lights or screen said something else than the core had, or did not say it; empty when they told the truth throughout. */
export function lightProblems(facts: PressFacts): string[] {
  return SLOTS.flatMap((slot) => {
    const own = facts.said.filter((each) => each.kind === 'round' || each.slot === slot)
    return [...claims(slot, own), ...unlit(slot, own), ...silent(facts, slot, own), ...atLast(facts, slot, own)]
  })
}

/** Nothing is shown as counted, too late or refused that the core has not answered so before. */
function claims(slot: SlotName, said: readonly Heard[]): string[] {
  const answered = new Set<string>()
  return said.flatMap((each): string[] => {
    if (each.kind === 'answer') {
      const { run, choice, status } = each.answer
      answered.add(`${run} ${status} ${choice}`)
      // A refusal may say which vote stands all the same.
      if (typeof each.answer.stands === 'string') answered.add(`${run} counted ${each.answer.stands}`)
    }
    if (each.kind !== 'state' || !each.state.question) return []
    const { question, counted, press } = each.state
    const needed = press && NEEDS[press.status]
    const claimed = [
      ...(counted === null ? [] : [`${question.run} counted ${counted}`]),
      ...(press && needed ? [`${question.run} ${needed} ${press.choice}`] : []),
    ]
    return claimed.flatMap((word) =>
      answered.has(word) ? [] : [`${slot}: it shows "${word}", the core never said so`],
    )
  })
}

/** The lights are what the rules (S21–S24) say of the state beside them, and what was told of them. */
function unlit(slot: SlotName, said: readonly Heard[]): string[] {
  let lit: boolean[] | null = null
  return said.flatMap((each): string[] => {
    if (each.kind === 'leds') lit = each.states
    if (each.kind !== 'state') return []
    const { lights, press, phase } = each.state
    const shown = `${phase} ${press?.status ?? ''} ${press?.choice ?? ''}`
    const right = lightsByRule(each.state).some((pattern) => pattern.join() === lights.join())
    return [
      ...(lit && lit.join() !== lights.join() ? [`${slot}: its lights are ${lit}, it shows ${lights}`] : []),
      ...(right ? [] : [`${slot}: its lights are ${lights} at ${shown}`]),
    ]
  })
}

/** An answer about the run that is the last one, to a press that no other took the place of, is shown. */
function silent({ kept }: PressFacts, slot: SlotName, said: readonly Heard[]): string[] {
  let last: number | null = null
  return said.flatMap((each, i): string[] => {
    if (each.kind === 'round') last = each.run
    if (each.kind !== 'answer') return []
    const { answer } = each
    const own = kept.filter((press) => press.slot === slot && press.run === answer.run)
    if (answer.run !== last || own.at(-1)?.reqId !== answer.req_id) return []
    const later = said.slice(i + 1).filter((other): other is About => other.kind === 'state')
    const told = later.some(({ state }) => tells(state, answer))
    return told ? [] : [`${slot}/${answer.run}: that ${answer.choice} was ${answer.status} was never shown`]
  })
}

/** What is shown in the end as counted in the last run is the vote, also where a later press was refused or too late. */
function atLast({ votes }: PressFacts, slot: SlotName, said: readonly Heard[]): string[] {
  const run = said.findLast((each) => each.kind === 'round')?.run
  const state = said.findLast((each): each is About => each.kind === 'state')?.state
  if (!state || state.question?.run !== run) return []
  const vote = votes.find((each) => each.slot === slot && each.run === run)?.choice ?? null
  return state.counted === vote ? [] : [`${slot}/${run}: it shows ${state.counted} as counted, ${vote} is`]
}

/** Whether a slot shows what became of its vote: counted is solid, or the question is over. */
function tells(state: SlotState, { run, choice, status }: Told): boolean {
  const { question, press, counted, lights } = state
  if (!question || question.run !== run || press?.choice !== choice || NEEDS[press?.status ?? ''] !== status)
    return false
  if (status !== 'counted' || state.phase !== 'question') return true
  return counted === choice && lights.join() === only(question.options.indexOf(choice)).join()
}

/** The patterns that a state allows: two where a light blinks. */
function lightsByRule({ phase, question, press, counted, offered }: SlotState): boolean[][] {
  if (phase !== 'question' || !question) return [only(-1)]
  const steady = counted === null ? null : only(question.options.indexOf(counted))
  switch (press?.status) {
    case 'pending':
    case 'kept':
      return [only(press.index), only(-1)]
    case 'refused':
      return [only(press.index), only(-1), steady ?? offered]
    case 'too_late':
      return [steady ?? only(-1)]
    default:
      return [steady ?? offered]
  }
}

function only(lit: number): boolean[] {
  return Array.from({ length: LIGHT_COUNT }, (_, index) => index === lit)
}
