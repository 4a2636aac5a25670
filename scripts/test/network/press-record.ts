import { type Answer, type SlotState, contracts } from '@eg/shared'
import Database from 'better-sqlite3'
import { SLOTS, type Said, type SlotName, type Venue, deviceTopic } from './venue.js'

/** One message of the night, in the order in which it was heard. */
export type Heard =
  | { kind: 'round'; run: number | null }
  | { kind: 'answer'; slot: SlotName; answer: Answer }
  | { kind: 'leds'; slot: SlotName; states: boolean[] }
  | { kind: 'state'; slot: SlotName; state: SlotState }

/** All there is to know of the votes of a night. */
export interface PressFacts {
  /** Presses that slots took, in their order. */
  kept: { slot: SlotName; reqId: string; run: number }[]
  /** What the core's database says of each request. */
  answers: { slot: SlotName; reqId: string; run: number; status: string; choice: string }[]
  /** The lines of the journal about votes. */
  journal: { slot: SlotName; run: number; outcome: string }[]
  votes: { slot: SlotName; run: number; choice: string }[]
  said: Heard[]
}

export function gatherPresses({ dbPath, kept, said }: Pick<Venue, 'dbPath' | 'kept' | 'said'>): PressFacts {
  const db = new Database(dbPath, { readonly: true })
  const rows = <T>(sql: string) => db.prepare(sql).all() as T[]
  try {
    return {
      kept: kept.flatMap(({ slot, reqId, run }) => (run === null ? [] : [{ slot, reqId, run }])),
      answers: rows(`SELECT actor AS slot, req_id AS reqId, answer ->> 'run' AS run, answer ->> 'status' AS status,
        answer ->> 'choice' AS choice FROM requests WHERE answer ->> 'type' = 'night_vote'`),
      journal: rows(`SELECT device_id AS slot, run, outcome FROM journal WHERE kind = 'nightVote' ORDER BY seq`),
      votes: rows('SELECT device_id AS slot, run, choice FROM votes'),
      said: said.flatMap(read),
    }
  } finally {
    db.close()
  }
}

function read({ topic, text }: Said): Heard[] {
  if (topic === contracts.nightRound.topic) {
    const { run } = JSON.parse(text) as { run: number | null }
    return [{ kind: 'round', run }]
  }
  return SLOTS.flatMap((slot): Heard[] => {
    const is = (contract: { topic: string }) => topic === deviceTopic(contract, slot)
    if (is(contracts.deviceAnswer)) {
      const answer = JSON.parse(text) as Answer
      return answer.type === 'night_vote' ? [{ kind: 'answer', slot, answer }] : []
    }
    if (is(contracts.inputLeds))
      return [{ kind: 'leds', slot, states: (JSON.parse(text) as { states: boolean[] }).states }]
    if (is(contracts.slotState)) return [{ kind: 'state', slot, state: JSON.parse(text) as SlotState }]
    return []
  })
}
