import type { RunReport, SessionFigures } from '@eg/shared'
import type { Pen } from './format.js'
import { type Html, html } from './html.js'

/** How many widths a bar may have: styles stand in the page's policy, so none is made for a figure. */
const BAR_STEPS = 20

/** What was decided, and each question with who chose what. */
export function gamePart({ runs, path }: SessionFigures, pen: Pen): Html {
  const { w } = pen
  const hasVotes = (asked: number) =>
    Object.values(runs.find(({ run }) => run === asked)?.tally ?? {}).some((votes) => votes > 0)
  const steps = path.map(
    ({ run, question, winner, next_step }) =>
      html`<li>
        ${question} →
        <b>${winner ?? w(hasVotes(run) ? 'undecided' : 'nobody')}</b
        >${next_step !== null && html` <span class="dim">(${w('next')} ${next_step})</span>`}
      </li>`,
  )
  const decided =
    path.length > 0 &&
    html`<h2>${w('path')}</h2>
      <ol class="path">
        ${steps}
      </ol>`
  const asked = runs.length > 0 ? runs.map((run, i) => question(run, i + 1, pen)) : [html`<p>${w('noQuestions')}</p>`]
  return html`<section>
    ${decided}
    <h2>${w('questions')}</h2>
    ${asked}
  </section>`
}

/** `number`: of the question in the evening; a step that was asked again has another one. */
function question(run: RunReport, number: number, { w, f }: Pen): Html {
  const ms = run.closed_at === null ? null : run.closed_at - run.opened_at
  const voted = run.voted === null ? null : `${run.voted} ${w('of')} ${run.expected ?? run.voted}`
  const facts = [
    `${w('step')} ${run.step}`,
    f.time(run.opened_at),
    ...(ms === null ? [] : [f.duration(Math.max(0, ms))]),
    ...(voted === null ? [] : [voted]),
  ]
  const title = html`<h3>${number}. ${run.question}</h3>
    <p class="dim">${facts.join(' · ')}</p>`
  if (run.status === 'voided')
    return html`${title}
      <p>${w('voided')} ${run.void_reason}</p>`
  if (!run.tally)
    return html`${title}
      <p>${w('secret')}</p>`
  const most = Math.max(1, ...Object.values(run.tally))
  const rows = Object.entries(run.tally).map(([option, votes]) => {
    const slots = (run.votes ?? []).flatMap(({ device_id, choice }) => (choice === option ? [device_id] : []))
    const bar = `bar b${Math.round((votes / most) * BAR_STEPS)}`
    return html`<tr class="${option === run.winner ? 'won' : ''}">
      <td>${option}${option === run.winner && ' ✓'}</td>
      <td><span class="${bar}"></span>${votes}</td>
      <td>${slots.join(', ')}</td>
    </tr>`
  })
  return html`${title}
    <table>
      <thead>
        <tr>
          <th>${w('option')}</th>
          <th>${w('votes')}</th>
          <th>${w('slots')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`
}
