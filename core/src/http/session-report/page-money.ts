import type { Moved, SessionFigures } from '@eg/shared'
import type { Pen } from './format.js'
import { type Html, html } from './html.js'
import { isWord } from './words.js'

/** Take, payouts, ledger, and what became of the cards. */
export function moneyPart(report: SessionFigures, pen: Pen): Html {
  return html`<section>
    ${takePart(report, pen)}${payoutPart(report, pen)}${ledgerPart(report, pen)}${cardPart(report, pen)}
  </section>`
}

function takePart({ take }: SessionFigures, { w, f }: Pen): Html {
  if (take.slots.length === 0)
    return html`<h2>${w('slotTake')}</h2>
      <p>${w('noBets')}</p>`
  const figures = (row: typeof take.all) =>
    html`<td class="n">${f.count(row.bets)}</td>
      <td class="n">${f.money(row.stakes_cents)}</td>
      <td class="n">${f.money(row.wins_cents)}</td>
      <td class="n">${f.money(row.take_cents)}</td>
      <td class="n">${f.share(row.rtp)}</td>`
  const names = (['bets', 'stakes', 'wins', 'take', 'rtp'] as const).map((word) => html`<th class="n">${w(word)}</th>`)
  return html`<h2>${w('slotTake')}</h2>
    <table>
      <thead>
        <tr>
          <th>${w('slot')}</th>
          ${names}
        </tr>
      </thead>
      <tbody>
        ${take.slots.map(
          (row) =>
            html`<tr>
              <td>${row.device_id}</td>
              ${figures(row)}
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td>${w('together')}</td>
          ${figures(take.all)}
        </tr>
      </tfoot>
    </table>
    <p class="dim">${w('rtpHow')}</p>`
}

function payoutPart({ payouts }: SessionFigures, { w, f }: Pen): Html | false {
  const rows: [string, Moved][] = [
    [w('created'), payouts.created],
    [w('claimed'), payouts.claimed],
    [w('voided_'), payouts.voided],
    [w('expired'), payouts.expired],
    [w('waiting'), payouts.waiting],
  ]
  if (rows.every(([, { count }]) => count === 0)) return false
  const lines = rows.map(
    ([name, { count, cents }]) =>
      html`<tr>
        <td>${name}</td>
        <td class="n">${f.count(count)}</td>
        <td class="n">${f.money(cents)}</td>
      </tr>`,
  )
  return html`<h2>${w('payouts')}</h2>
    <table>
      <thead>
        <tr>
          <th></th>
          <th class="n">${w('count')}</th>
          <th class="n">${w('amount')}</th>
        </tr>
      </thead>
      <tbody>
        ${lines}
      </tbody>
    </table>`
}

function ledgerPart({ ledger }: SessionFigures, { w, f }: Pen): Html {
  if (ledger.kinds.length === 0)
    return html`<h2>${w('ledger')}</h2>
      <p>${w('noMoney')}</p>`
  const kinds = ledger.kinds.map(
    ({ kind, count, cents }) =>
      html`<tr>
        <td>${isWord(kind) ? w(kind) : kind}</td>
        <td class="n">${f.count(count)}</td>
        <td class="n">${f.money(cents)}</td>
      </tr>`,
  )
  const accounts = ledger.accounts.map(
    (row) =>
      html`<tr>
        <td>${row.account}</td>
        <td class="n">${f.money(row.before_cents)}</td>
        <td class="n">${f.money(row.debits_cents)}</td>
        <td class="n">${f.money(row.credits_cents)}</td>
        <td class="n">${f.money(row.after_cents)}</td>
        <td>${row.balances ? w('yes') : html`<span class="bad">${w('no')}</span>`}</td>
      </tr>`,
  )
  const columns = (['before', 'debits', 'credits', 'after'] as const).map((word) => html`<th class="n">${w(word)}</th>`)
  return html`<h2>${w('ledger')}</h2>
    <table>
      <thead>
        <tr>
          <th>${w('kind')}</th>
          <th class="n">${w('count')}</th>
          <th class="n">${w('amount')}</th>
        </tr>
      </thead>
      <tbody>
        ${kinds}
      </tbody>
    </table>
    <table>
      <thead>
        <tr>
          <th>${w('account')}</th>
          ${columns}
          <th>${w('agrees')}</th>
        </tr>
      </thead>
      <tbody>
        ${accounts}
      </tbody>
    </table>`
}

function cardPart({ cards, session, ledger }: SessionFigures, { w, f }: Pen): Html | false {
  if (session.status !== 'closed') return false
  const ended = cards.filter(({ ended_at }) => ended_at !== null)
  if (ended.length === 0 && ledger.kinds.length === 0) return false
  if (ended.length === 0)
    return html`<h2>${w('cards')}</h2>
      <p>${w('noCards')}</p>`
  const lines = ended.map((job) => {
    const choice = String(job.choice)
    const skipped = Number(job.skipped) > 0 && html`, ${job.skipped} ${w('skipped')}`
    return html`<li>
      <b>${isWord(choice) ? w(choice) : choice}</b> · ${job.done} ${w('dealt')},
      ${f.money(Number(job.done_cents))}${skipped}${job.desk_id !== null && html` · ${w('desk')} ${job.desk_id}`} ·
      ${job.by}${job.why !== null && html` · ${job.why}`}${job.reason !== null && html` · <span class="bad">${job.reason}</span>`}
    </li>`
  })
  return html`<h2>${w('cards')}</h2>
    <ul>
      ${lines}
    </ul>`
}
