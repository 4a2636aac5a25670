import type { SessionFigures } from '@eg/shared'
import { type Pen, createFormat } from './format.js'
import { type Html, html } from './html.js'
import { gamePart } from './page-game.js'
import { incidentPart } from './page-incidents.js'
import { moneyPart } from './page-money.js'
import { STYLE } from './page-style.js'
import { type Language, wordsIn } from './words.js'

/** The report of a session as a page to print: one document without script or address, a part at a time. */
export async function* reportPage(
  report: SessionFigures,
  { lang, currency }: { lang: Language; currency: string },
): AsyncGenerator<string, void> {
  const pen: Pen = { w: wordsIn(lang), f: createFormat(lang, currency) }
  const { session } = report
  // The style is no text of anybody's: its hash stands in the policy, so it is written as it is.
  yield `<!doctype html>\n<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`
  yield html`<title>${pen.w('report')} ${session.session} · ${session.name}</title>`.text
  yield `<style>${STYLE}</style></head><body>\n`
  for (const part of [head(report, pen), gamePart(report, pen), moneyPart(report, pen), incidentPart(report, pen)]) {
    yield `${part.text}\n`
  }
  yield html`<footer>${pen.w('transfersIn')} ${pen.w('madeBy')}</footer>`.text
  yield '</body></html>\n'
}

function head(report: SessionFigures, { w, f }: Pen): Html {
  const { session, timings, take, ledger } = report
  const until = session.closed_at === null ? w('stillOpen') : f.dateTime(session.closed_at)
  const books = ledger.balances
    ? html`<span class="good">${w('balance')}</span>`
    : html`<span class="bad">${w('differ')}</span>`
  return html`<header>
    <p class="dim">${w('report')} · ${w('session')} ${session.session}</p>
    <h1>${session.name}</h1>
    <p>
      ${w('group')} ${session.group_size} ${w('people')} · ${w('from')} ${f.dateTime(session.started_at)} ${w('until')}
      ${until}
    </p>
    <p class="dim">
      ${w('startedBy')}
      ${session.started_by}${session.closed_by !== null && html`, ${w('closedBy')} ${session.closed_by}`}
    </p>
    ${session.notes !== null && html`<p>${session.notes}</p>`}
    ${session.forced !== null && html`<p class="bad">${w('forced')} ${session.forced}</p>`}
    ${session.closed_though !== null && html`<p class="bad">${w('closedThough')} ${session.closed_though}</p>`}
    <dl class="facts">
      ${fact(w('duration'), f.duration(timings.duration_ms))}${fact(w('active'), f.duration(timings.active_ms))}
      ${fact(w('runs'), f.count(session.counts.runs))}${fact(w('votes'), f.count(session.counts.votes))}
      ${fact(w('bets'), f.count(take.all.bets))}${fact(w('take'), f.money(take.all.take_cents))}
      ${fact(w('rtp'), f.share(take.all.rtp))}${fact(w('books'), books)}
    </dl>
    ${pauses(report, { w, f })}
  </header>`
}

function fact(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`
}

function pauses({ session }: SessionFigures, { w, f }: Pen): Html | false {
  if (session.pauses.length === 0) return false
  const rows = session.pauses.map(
    ({ from, until, by, reason }) =>
      html`<li>
        ${f.time(from)}–${until === null ? '' : f.time(until)} · ${by}${reason !== null && html` · ${reason}`}
      </li>`,
  )
  return html`<h3>${w('pauses')}</h3>
    <ul>
      ${rows}
    </ul>`
}
