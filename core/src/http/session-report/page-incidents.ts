import type { SessionFigures } from '@eg/shared'
import type { Pen } from './format.js'
import { type Html, html } from './html.js'

/** What did not go as planned: one by one, then links and refusals in figures. */
export function incidentPart({ incidents: found }: SessionFigures, { w, f }: Pen): Html {
  const lines = found.incidents.map(
    ({ at, what, device_id, run, by, why, ms }) =>
      html`<tr>
        <td>${f.time(at)}</td>
        <td>${w(what)}${ms !== null && html` (${f.duration(Math.abs(ms))})`}</td>
        <td>${device_id}${run !== null && html` #${run}`}</td>
        <td>${by}</td>
        <td>${why}</td>
      </tr>`,
  )
  const links = found.link_losses.map(
    (row) =>
      html`<tr>
        <td>${row.device_id}</td>
        <td class="n">${row.count}</td>
        <td class="n">${f.duration(row.longest_ms)}</td>
        <td class="n">${f.duration(row.total_ms)}</td>
        <td>${row.away && w('away')}</td>
      </tr>`,
  )
  const refusals = found.refusals.map(
    ({ kind, outcome, reason, count }) =>
      html`<tr>
        <td>${kind}</td>
        <td>${reason ?? outcome}</td>
        <td class="n">${f.count(count)}</td>
      </tr>`,
  )
  const heads = (...words: Parameters<typeof w>[0][]) => words.map((word) => html`<th>${w(word)}</th>`)
  const happened =
    lines.length > 0
      ? html`<table>
          <thead>
            <tr>
              ${heads('time', 'what', 'where', 'who', 'why')}
            </tr>
          </thead>
          <tbody>
            ${lines}
          </tbody>
        </table>`
      : html`<p>${w('none')}</p>`
  return html`<section>
    <h2>${w('incidents')}</h2>
    ${happened}${found.more > 0 && html`<p>${found.more} ${w('more')}</p>`}
    ${
      links.length > 0 &&
      html`<h3>${w('links')}</h3>
        <table>
          <thead>
            <tr>
              <th>${w('device')}</th>
              <th class="n">${w('times')}</th>
              <th class="n">${w('longest')}</th>
              <th class="n">${w('total')}</th>
              <th></th>
            </tr>
          </thead>
          <tbody>
            ${links}
          </tbody>
        </table>`
    }
    ${
      refusals.length > 0 &&
      html`<h3>${w('refusals')}</h3>
        <table>
          <thead>
            <tr>
              <th>${w('kind')}</th>
              <th>${w('reason')}</th>
              <th class="n">${w('count')}</th>
            </tr>
          </thead>
          <tbody>
            ${refusals}
          </tbody>
        </table>`
    }
  </section>`
}
