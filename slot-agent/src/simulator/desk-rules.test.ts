import { contracts } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { answered, createDeskState, deskHeard, type DeskState, type Job, nextJob, payoutsHeard } from './desk-rules.js'

const CARDS = ['SIM-SLOT-02', 'SIM-SLOT-03']
const ok = { type: '', status: 'ok' }
const desk = (open: boolean, drawer_cents = 100_000) => ({
  ...contracts.opDesk.sample,
  desk_id: 'change-sim',
  shift: open ? { shift: 1, by: 'Simulator', opened_at: 0, opened_with_cents: 100_000 } : null,
  drawer_cents,
})
const waiting = (...ids: string[]) => ({
  items: ids.map((payout_id) => ({ ...contracts.opPayouts.sample.items[0]!, payout_id })),
  waiting: ids.length,
  waiting_cents: 0,
})
const fresh = (life = 1) => createDeskState('change-sim', 1, life, CARDS)
/** A desk with an open shift whose cards are out. */
const ready = (life = 1): DeskState => ({ ...deskHeard(fresh(life), desk(true)), issued: CARDS })

/** Does `count` jobs that all get `answer`; returns what was done. */
function does(state: DeskState, count: number, answer: object = ok): { jobs: Job[]; state: DeskState } {
  const jobs: Job[] = []
  for (let i = 0; i < count; i++) {
    const job = nextJob(state)
    if (!job) break
    jobs.push(job)
    state = answered(state, job, { ...ok, ...answer })
  }
  return { jobs, state }
}

describe('the simulated desk', () => {
  it('E4 opens a shift, gives out every card, tops up, claims, and then has nothing to do', () => {
    const busy = { ...payoutsHeard(fresh(), waiting('sim-p-1', 'p-2')), brought: new Map([['SIM-SLOT-03', 77]]) }
    const { jobs, state } = does(busy, 10)
    expect(jobs.map(({ do: what, reqId }) => `${what} ${reqId}`)).toEqual([
      'open sim-open-change-sim-1',
      'issue sim-issue-SIM-SLOT-02',
      'issue sim-issue-SIM-SLOT-03',
      'topUp sim-top-up-SIM-SLOT-03-77',
      'claim sim-claim-sim-p-1',
    ])
    expect(state.brought.size).toBe(0)
  })

  it('E4 tops up with at least ten of the smallest stake, the same each time it is asked', () => {
    const state = { ...ready(), brought: new Map([['SIM-SLOT-02', 77]]) }
    const amount = (job: Job | null) => (job?.do === 'topUp' ? job.amountCents : null)
    expect(amount(nextJob(state))).toBe(amount(nextJob(state)))
    expect(amount(nextJob(state))).toBeGreaterThanOrEqual(2000)
    expect(amount(nextJob({ ...state, leastTopUpCents: 90_000 }))).toBe(90_000)
  })

  it('E4 a payout goes to a card that follows from it, whichever life of the simulator claims it', () => {
    const claim = (life: number) => nextJob(payoutsHeard(ready(life), waiting('sim-p-1')))
    expect(claim(1)).toEqual(claim(2))
    const chosen = Array.from({ length: 40 }, (_, i) => {
      const job = nextJob(payoutsHeard(ready(), waiting(`sim-p-${i}`)))
      return job?.do === 'claim' ? job.tagUid : null
    })
    expect(new Set(chosen)).toEqual(new Set(CARDS))
  })

  it('E4 leaves the payouts of real tables to real cashiers', () => {
    expect(nextJob(payoutsHeard(ready(), waiting('p-1', 'r-2')))).toBeNull()
  })

  it('E5 what is not known is asked again by the same id', () => {
    const { jobs } = does({ ...ready(), brought: new Map([['SIM-SLOT-02', 77]]) }, 3, { status: 'unavailable' })
    expect(new Set(jobs.map(({ reqId }) => reqId))).toEqual(new Set(['sim-top-up-SIM-SLOT-02-77']))
  })

  it('E6 what is not known is asked again as it was, before anything else and before the drawer is counted', () => {
    const state = { ...ready(), brought: new Map([['SIM-SLOT-02', 77]]) }
    const asked = nextJob(state)!
    const unsure = { ...answered(state, asked, { type: '', status: 'unavailable' }), leastTopUpCents: 90_000 }
    expect(nextJob(unsure)).toEqual(asked)
    expect(nextJob({ ...unsure, closing: true })).toEqual(asked)
    const sure = { ...answered(unsure, asked, ok), closing: true }
    const close = nextJob(deskHeard(sure, desk(true, 102_000)))!
    expect(close).toMatchObject({ do: 'close', countCents: 102_000 })
    const closing = answered(sure, close, { type: '', status: 'unavailable' })
    expect(nextJob(deskHeard(closing, desk(false, 102_000)))).toEqual(close)
  })

  it('E5 what was refused is asked by another id, because the first would get its first answer for ever', () => {
    const { jobs } = does({ ...ready(), brought: new Map([['SIM-SLOT-02', 77]]) }, 3, {
      status: 'refused',
      reason: 'money_frozen',
    })
    const key = 'sim-top-up-SIM-SLOT-02-77'
    expect(jobs.map(({ reqId }) => reqId)).toEqual([key, `${key}-2`, `${key}-3`])
  })

  it('E5 a restarted simulator finds its shift open and its cards out, and goes on', () => {
    const refusals = (job: Job) => ({
      status: 'refused',
      reason: job.do === 'open' ? 'shift_is_open' : 'already_issued',
    })
    let state = payoutsHeard(fresh(2), waiting('sim-p-1'))
    const done: string[] = []
    for (let job = nextJob(state); job && done.length < 9; job = nextJob(state)) {
      done.push(job.do)
      state = answered(state, job, { ...ok, ...(job.do === 'claim' ? {} : refusals(job)) })
    }
    expect(done).toEqual(['open', 'issue', 'issue', 'claim'])
  })

  it('E5 a shift that somebody closed is opened anew, by another id', () => {
    const first = does(fresh(), 1)
    const again = does(deskHeard(first.state, desk(false)), 1)
    expect([...first.jobs, ...again.jobs].map(({ reqId }) => reqId)).toEqual([
      'sim-open-change-sim-1',
      'sim-open-change-sim-1-2',
    ])
    const refused = does({ ...ready(), brought: new Map([['SIM-SLOT-02', 1]]) }, 2, { status: 'refused', reason: 'no_shift' }) // prettier-ignore
    expect(refused.jobs.map((job) => job.do)).toEqual(['topUp', 'open'])
  })

  it.each(['not_found', 'already_claimed', 'frozen', 'unknown_card'])('E5 a claim answered %s is left', (status) => {
    expect(does(payoutsHeard(ready(), waiting('sim-p-1')), 5, { status }).jobs).toHaveLength(1)
  })

  it('E5 a card that the desk does not know after all is given out before it is topped up', () => {
    const state = { ...ready(), brought: new Map([['SIM-SLOT-02', 1]]) }
    const after = answered(state, nextJob(state)!, { type: '', status: 'unknown_card' })
    expect(nextJob(after)).toMatchObject({ do: 'issue', tagUid: 'SIM-SLOT-02' })
    const frozen = answered(state, nextJob(state)!, { type: '', status: 'frozen' })
    expect(nextJob(frozen)).toBeNull()
  })

  it('E6 closes with what the books say, and takes no new work', () => {
    const busy = { ...payoutsHeard(ready(), waiting('sim-p-1')), brought: new Map([['SIM-SLOT-02', 1]]) }
    const closing = { ...deskHeard(busy, desk(true, 104_000)), closing: true }
    const { jobs } = does(closing, 5)
    expect(jobs).toMatchObject([{ do: 'close', countCents: 104_000 }])
    expect(nextJob({ ...fresh(), closing: true })).toBeNull()
    expect(nextJob({ ...closing, drawerCents: null })).toBeNull()
  })
})
