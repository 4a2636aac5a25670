import { type OpDevice, type SlotState, contracts } from '@eg/shared'
import Database from 'better-sqlite3'
import { CARD, FIRST_BALANCE, type Kept, SLOTS, type SlotName, type Venue, deviceTopic } from './venue.js'

/** What there is to compare, all of one moment. */
export interface Facts {
  kept: Kept[]
  /** What the core's database says. */
  requests: { slot: SlotName; reqId: string; type: string; status: string; run: number | null; choice: string | null }[]
  votes: { slot: SlotName; run: number; choice: string }[]
  /** Requests and how many stakes each has moved. */
  stakes: { slot: SlotName; reqId: string; count: number }[]
  rounds: { slot: SlotName; stake: number; win: number }[]
  balances: Record<SlotName, number>
  /** What the core has published and keeps for whoever comes. */
  mode: string
  round: { run: number | null; status: string | null }
  /** The same in its database; the last run of all. */
  stored: { mode: string; run: number; status: string }
  slots: Record<
    SlotName,
    { health: Health | null; state: SlotState | null; lights: boolean[]; online: boolean; status: string }
  >
}

interface Health {
  link: boolean
  outbox: number
}

export async function gather({ door, dbPath, kept, heard }: Venue): Promise<Facts> {
  const said = <T>(topic: string) => JSON.parse(heard.get(topic) || 'null') as T | null
  const devices = (await door.get<{ items: OpDevice[] }>('core', 'api', '/api/devices')).items
  const slot = async (name: SlotName) => ({
    health: await door.get<Health>(name, 'kiosk', '/health').catch(() => null),
    state: said<SlotState>(deviceTopic(contracts.slotState, name)),
    lights: said<{ states: boolean[] }>(deviceTopic(contracts.inputLeds, name))?.states ?? [],
    online: devices.some(({ device_id, online }) => device_id === name && online),
    status: heard.get(deviceTopic(contracts.deviceStatus, name)) ?? 'unknown',
  })
  const slots = { 'slot-01': await slot('slot-01'), 'slot-02': await slot('slot-02') }
  const db = new Database(dbPath, { readonly: true })
  const rows = <T>(sql: string) => db.prepare(sql).all() as T[]
  const balance = db
    .prepare(`SELECT a.balance FROM cards c JOIN players p USING (player) JOIN accounts a USING (account)
    WHERE c.tag_uid = ?`)
    .pluck()
  try {
    return {
      kept: [...kept],
      requests: rows(`SELECT actor AS slot, req_id AS reqId, answer ->> 'type' AS type, answer ->> 'status' AS status,
        answer ->> 'run' AS run, answer ->> 'choice' AS choice FROM requests WHERE actor LIKE 'slot-%'`),
      votes: rows('SELECT device_id AS slot, run, choice FROM votes'),
      stakes: rows(
        `SELECT actor AS slot, req_id AS reqId, count(*) AS count FROM transfers WHERE kind = 'stake' GROUP BY 1, 2`,
      ),
      rounds: rows('SELECT device_id AS slot, stake, win FROM rounds'),
      balances: {
        'slot-01': balance.get(CARD['slot-01']) as number,
        'slot-02': balance.get(CARD['slot-02']) as number,
      },
      mode: said<{ mode: string }>(contracts.modeState.topic)?.mode ?? 'unknown',
      stored: {
        mode: (db.prepare(`SELECT value FROM meta WHERE key = 'mode'`).pluck().get() as string | undefined) ?? 'day',
        ...(rows<{ run: number; status: string }>('SELECT run, status FROM runs ORDER BY run DESC LIMIT 1')[0] ?? {
          run: 0,
          status: 'none',
        }),
      },
      round: said<Facts['round']>(contracts.nightRound.topic) ?? { run: null, status: null },
      slots,
    }
  } finally {
    db.close()
  }
}

/** Everything that is not yet, or not at all, as it must be; empty once all sides agree. */
export function disagreements(facts: Facts): string[] {
  const slots = SLOTS.flatMap((slot) => slotProblems(facts, slot))
  return [...coreProblems(facts), ...slots, ...voteProblems(facts), ...moneyProblems(facts)]
}

/** What whoever comes is told is what is stored. By day there is no round to tell of. */
function coreProblems({ mode, round, stored }: Facts): string[] {
  const told = round.run === null ? null : `run ${round.run} is ${round.status}`
  const holds = `run ${stored.run} is ${stored.status}`
  return [
    ...(mode === stored.mode ? [] : [`the core says ${mode}, ${stored.mode} is stored`]),
    ...(told === null || told === holds ? [] : [`the core says ${told}, stored is ${holds}`]),
  ]
}

function slotProblems({ slots, mode, round, balances, votes }: Facts, slot: SlotName): string[] {
  const { health, state, lights, online, status } = slots[slot]
  const problems: string[] = []
  const note = (wrong: boolean, problem: string) => wrong && problems.push(`${slot}: ${problem}`)
  note(!health?.link, 'its agent has no link')
  note(health !== null && health.outbox > 0, `${health?.outbox} unanswered in its outbox`)
  note(!online || status !== 'online', `the core calls it ${online ? 'online' : 'offline'}, its status is ${status}`)
  note(String(lights) !== String(state?.lights), `its lights are ${lights}, it shows ${state?.lights}`)
  note(state?.mode !== mode, `it shows ${state?.mode}, the core is in ${mode}`)
  if (mode === 'night' && round.status === 'open') {
    const vote = votes.find((each) => each.slot === slot && each.run === round.run)?.choice ?? null
    note(state?.question?.run !== round.run, `it shows run ${state?.question?.run}, run ${round.run} is open`)
    note((state?.counted ?? null) !== vote, `it shows ${state?.counted} as counted, ${vote} is`)
    note(['pending', 'kept'].includes(state?.press?.status ?? ''), `its press is ${state?.press?.status}`)
  }
  if (mode === 'day' && state?.card) {
    note(state.phase === 'playing', 'its round is not answered')
    note(
      state.card.balance_cents !== balances[slot],
      `it shows ${state.card.balance_cents} cents, there are ${balances[slot]}`,
    )
  }
  return problems
}

/** The last press in a run is answered (those before it may have been replaced on the slot), and what counts is a vote of its own. */
function voteProblems({ kept, requests, votes }: Facts): string[] {
  const answered = requests.filter(({ type }) => type === 'night_vote')
  const last = new Map(kept.flatMap((press) => (press.run === null ? [] : [[`${press.slot}/${press.run}`, press]])))
  const problems: string[] = []
  for (const [about, { slot, reqId, run }] of last) {
    const answer = answered.find((each) => each.slot === slot && each.reqId === reqId)
    const vote = votes.find((each) => each.slot === slot && each.run === run)
    if (!answer) problems.push(`${about}: the press ${reqId} was taken and is not answered`)
    else if (answer.status === 'counted' && vote?.choice !== answer.choice)
      problems.push(`${about}: ${answer.choice} was counted, the vote is ${vote?.choice}`)
    else if (!['counted', 'closed', 'refused'].includes(answer.status))
      problems.push(`${about}: the press ${reqId} was answered ${answer.status}`)
  }
  for (const { slot, run, choice } of votes) {
    const said = answered.some(
      (each) => each.slot === slot && each.run === run && each.choice === choice && each.status === 'counted',
    )
    if (!said) problems.push(`${slot}/${run}: ${choice} counts and nobody was told so`)
  }
  return problems
}

/** Every round that was taken is answered, moved its stake once, and the card has what its rounds left. */
function moneyProblems({ kept, requests, stakes, rounds, balances }: Facts): string[] {
  const problems: string[] = []
  const played = kept.filter(({ run }) => run === null)
  for (const { slot, reqId } of played) {
    const answer = requests.find((each) => each.slot === slot && each.reqId === reqId)
    const count = stakes.find((each) => each.slot === slot && each.reqId === reqId)?.count ?? 0
    if (!answer) problems.push(`${slot}: the round ${reqId} was taken and is not answered`)
    else if (count !== (answer.status === 'ok' ? 1 : 0))
      problems.push(`${slot}: the round ${reqId} was answered ${answer.status} and moved ${count} stakes`)
  }
  const known = new Set(played.map(({ slot, reqId }) => `${slot}/${reqId}`))
  for (const { slot, reqId } of stakes)
    if (!known.has(`${slot}/${reqId}`)) problems.push(`${slot}: a stake of ${reqId} that nobody pressed`)
  for (const slot of SLOTS) {
    const own = rounds.filter((round) => round.slot === slot)
    const due = own.reduce((sum, { stake, win }) => sum - stake + win, FIRST_BALANCE)
    if (balances[slot] !== due) problems.push(`${slot}: the card has ${balances[slot]} cents, its rounds leave ${due}`)
  }
  return problems
}
