import { contracts } from '@eg/shared'
import type { Asked } from '../record/recorder.js'
import type { CoreBooks, TransferRow } from './core-books.js'
import type { Evening } from './report.js'

const CARD = 'SIM-SLOT-02'

const transfer = (number: number, more: Partial<TransferRow> & Pick<TransferRow, 'kind' | 'amount_cents'>) => ({
  transfer: number,
  debit: 'safe',
  credit: 'house',
  req_id: null,
  device_id: 'slot-02',
  tag_uid: CARD,
  payout_id: null,
  ...more,
})

let heard = 0
const asked = (who: string, kind: string, reqId: string, payload: object, answer: object): Asked => ({
  reqId,
  who,
  kind,
  payload: { ...payload, req_id: reqId },
  answer: { type: kind, status: 'ok', req_id: reqId, ...answer },
  heard: (heard += 1),
})

const line = (
  seq: number,
  kind: string,
  device_id: string,
  outcome = 'ok',
  run: number | null = null,
  req_id: string | null = null,
) => ({
  ...contracts.opTimeline.sample,
  seq,
  kind,
  outcome,
  device_id,
  run,
  req_id,
})

/** A small evening that balances: a top-up, a lost and a won round, a claimed payout, and a vote that was changed. */
export function playedEvening(): Evening {
  const vote = (who: string, reqId: string, choice: string) =>
    asked(who, 'nightVote', reqId, { run: 7, step: 1, choice }, { status: 'counted', run: 7, choice })
  const core: CoreBooks = {
    books: { ...contracts.opBooks.sample, ok: true, problems: [] },
    sumCents: 0,
    transfers: [
      transfer(1, {
        kind: 'top_up',
        amount_cents: 2000,
        req_id: 't-1',
        device_id: 'change-sim',
        debit: 'drawer',
        credit: 'player:1',
      }),
      transfer(2, { kind: 'stake', amount_cents: 200, req_id: 'r-1', debit: 'player:1', credit: 'game:slot-02' }),
      transfer(3, { kind: 'stake', amount_cents: 100, req_id: 'r-2', debit: 'player:1', credit: 'game:slot-02' }),
      transfer(4, { kind: 'win', amount_cents: 500, req_id: 'r-2', debit: 'game:slot-02', credit: 'player:1' }),
      transfer(5, {
        kind: 'payout',
        amount_cents: 900,
        payout_id: 'sim-p-1',
        device_id: 'table-sim',
        tag_uid: null,
        credit: 'payouts',
      }),
      transfer(6, {
        kind: 'claim',
        amount_cents: 900,
        req_id: 'c-1',
        payout_id: 'sim-p-1',
        device_id: 'change-sim',
        debit: 'payouts',
        credit: 'player:1',
      }),
    ],
    lines: [
      line(1, 'opDeskTopUp', 'change-sim'),
      line(2, 'roundPlay', 'slot-02'),
      line(3, 'roundPlay', 'slot-02'),
      line(4, 'opDeskClaim', 'change-sim'),
      line(5, 'nightVote', 'slot-02', 'counted', 7, 'v-1'),
      line(6, 'nightVote', 'slot-03', 'counted', 7, 'v-2'),
      line(7, 'nightVote', 'slot-02', 'counted', 7, 'v-3'),
    ],
    runs: [{ run: 7, step: 1, status: 'revealed', voted: 2, tally: { A: 0, B: 2, C: 0 } }],
    cards: [{ tagUid: CARD, player: 1, balanceCents: 3100 }],
    overShortCents: 0,
  }
  return {
    beliefs: {
      asked: [
        asked('sim-desk', 'opDeskTopUp', 't-1', { tag_uid: CARD, amount_cents: 2000, desk_id: 'change-sim' }, {}),
        asked('slot-02', 'roundPlay', 'r-1', { tag_uid: CARD, stake_cents: 200 }, { win_cents: 0 }),
        asked('slot-02', 'roundPlay', 'r-2', { tag_uid: CARD, stake_cents: 100 }, { win_cents: 500 }),
        asked('sim-desk', 'opDeskClaim', 'c-1', { tag_uid: CARD, desk_id: 'change-sim' }, { credited_cents: 900 }),
        vote('slot-02', 'v-1', 'A'),
        vote('slot-03', 'v-2', 'B'),
        vote('slot-02', 'v-3', 'B'),
      ],
      payouts: [{ payoutId: 'sim-p-1', amountCents: 900, acknowledged: true }],
      contradictions: [],
    },
    before: { transfer: 0, seq: 0, cards: [{ tagUid: CARD, player: null, balanceCents: 0 }], inherited: new Set() },
    core,
    devices: ['slot-02', 'slot-03', 'change-sim', 'table-sim'],
    unplanned: [],
    decisions: {},
    seed: 1,
  }
}
