// The chart of docs/performance.md, drawn by hand from a result: four panels, as far as the result has their rows. It brings
// its own ground, light or dark as the reader's screen asks, so that it reads on any page.
import { number } from './table.mjs'

const WIDTH = 880
const MARGIN = 28
const PANEL_GAP = 34
const BAR = 18
const BAR_GAP = 9
const NAME_WIDTH = 362
const FIGURE_WIDTH = 96

const STYLE = `
  .ground { fill: #ffffff; stroke: #d8dde3 } text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2933 }
  .title { font-size: 15px; font-weight: 600 } .note, .tick { fill: #5c6875; font-size: 12px }
  .own { fill: #0b6bcb } .peer { fill: #a9b4c0 } .grid { stroke: #e3e8ed }
  .line { fill: none; stroke-width: 2.5 } .own-line { stroke: #0b6bcb } .peer-line { stroke: #8491a0 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #14181d; stroke: #2d353e } text { fill: #e6eaee } .note, .tick { fill: #9aa6b2 }
    .own { fill: #58a6ff } .peer { fill: #56616d } .grid { stroke: #2a323a }
    .own-line { stroke: #58a6ff } .peer-line { stroke: #8b98a5 }
  }`

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const label = (x, y, text, style = '', anchor = 'start') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${style}" text-anchor="${anchor}">${escape(text)}</text>`

/** The chart of a result, as SVG. */
export function drawChart(result) {
  const panels = [votesPanel, clientsPanel, diskPanel, stormPanel].map((panel) => panel(result)).filter(Boolean)
  let y = MARGIN
  const drawn = panels.map(({ height, draw }) => {
    const part = draw(y)
    y += height + PANEL_GAP
    return part
  })
  const { at, machine } = result
  const height = y + 4
  const what = `EG measured on ${at.slice(0, 10)}, ${machine.cores} cores (${machine.cpu}), Node ${machine.node}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(what)}">
<style>${STYLE}
</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
${drawn.join('\n')}
${label(MARGIN, height - 14, what, 'note')}
</svg>
`
}

/** Horizontal bars: `{name, value, own}` each. */
function barPanel({ title, note, unit, bars }) {
  const top = 46
  const height = top + bars.length * (BAR + BAR_GAP)
  const left = MARGIN + NAME_WIDTH
  const greatest = Math.max(...bars.map(({ value }) => value))
  const scale = (WIDTH - MARGIN - FIGURE_WIDTH - left) / greatest
  const draw = (y) => {
    const rows = bars.map(({ name, value, own }, i) => {
      const barY = y + top + i * (BAR + BAR_GAP)
      const length = Math.max(1.5, value * scale)
      return [
        label(left - 10, barY + 13.5, name, '', 'end'),
        `<rect class="${own ? 'own' : 'peer'}" x="${left}" y="${barY}" width="${length.toFixed(1)}" height="${BAR}" rx="2"/>`,
        label(left + length + 7, barY + 13.5, `${number(value)} ${unit}`),
      ].join('\n')
    })
    return [label(MARGIN, y + 12, title, 'title'), label(MARGIN, y + 31, note, 'note'), ...rows].join('\n')
  }
  return { height, draw }
}

/** A figure and its peers as bars, EG first. */
function barsOf(result, what, names = {}) {
  const found = result.figures.filter((figure) => figure.what === what)
  if (found.length === 0) return null
  const peers = found.map(({ peer, peerFigure }) => ({ name: names[peer] ?? peer, value: peerFigure.median }))
  return [{ name: 'EG', value: found[0].figure.median, own: true }, ...peers]
}

function votesPanel(result) {
  const bars = barsOf(result, 'durable votes, 100 × 20')?.filter(({ name }) => name !== 'raw batched rows')
  if (!bars) return null
  const note = '100 clients with 20 votes in flight each; EG acknowledges a vote when it is on disk. More is better.'
  return barPanel({ title: 'Durable votes a second', note, unit: '/s', bars })
}

function diskPanel(result) {
  const all = barsOf(result, 'unrelated message, fsync + 20 ms, p99')
  if (!all) return null
  const note = 'p99 of QoS 0 messages between two clients while nine slots vote. Aim: at most 20 ms, one fsync.'
  return barPanel({ title: 'What a disk with a 20 ms slower fsync does to others', note, unit: 'ms', bars: all })
}

function stormPanel(result) {
  const bars = barsOf(result, '1,000 clients back, from ready')
  if (!bars) return null
  const note = 'From ready until the last is connected, subscribed and had a vote acknowledged. Aim: at most 1 s.'
  return barPanel({ title: '1,000 clients come back after kill -9', note, unit: 'ms', bars })
}

/** Votes a second over the number of clients, on a logarithmic axis. */
function clientsPanel(result) {
  const found = result.figures.filter(({ row, peer }) => row === 'growth-clients' && peer.startsWith('aedes'))
  if (found.length < 2) return null
  const points = found.map(({ what, figure, peerFigure }) => ({
    clients: Number(/([\d,]+) clients/.exec(what)[1].replaceAll(',', '')),
    own: figure.median,
    peer: peerFigure.median,
  }))
  return { height: 250, draw: (y) => drawClients(points, y) }
}

function drawClients(points, y) {
  const [left, right, top, bottom] = [MARGIN + 60, WIDTH - MARGIN - 190, y + 50, y + 222]
  const step = niceStep(Math.max(...points.flatMap(({ own, peer }) => [own, peer])) / 4)
  const most = Math.ceil(Math.max(...points.flatMap(({ own, peer }) => [own, peer])) / step) * step
  const [first, last] = [Math.log10(points[0].clients), Math.log10(points.at(-1).clients)]
  const x = (clients) => left + ((Math.log10(clients) - first) / (last - first)) * (right - left)
  const height = (value) => bottom - (value / most) * (bottom - top)
  const ticks = Array.from({ length: most / step + 1 }, (_, i) => i * step).map(
    (value) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${height(value).toFixed(1)}" y2="${height(value).toFixed(1)}"/>${label(left - 8, height(value) + 4, value.toLocaleString('en'), 'tick', 'end')}`,
  )
  const line = (who) =>
    `<polyline class="line ${who}-line" points="${points.map((point) => `${x(point.clients).toFixed(1)},${height(point[who]).toFixed(1)}`).join(' ')}"/>` +
    points
      .map(
        (point) =>
          `<circle class="${who}" cx="${x(point.clients).toFixed(1)}" cy="${height(point[who]).toFixed(1)}" r="4"/>`,
      )
      .join('')
  const names = { own: 'EG', peer: 'aedes without storage' }
  // Two names side by side with their lines' ends, apart even where the ends are not.
  const ends = { own: height(points.at(-1).own) + 4, peer: height(points.at(-1).peer) + 4 }
  const apart = Math.max(0, 17 - Math.abs(ends.own - ends.peer)) / 2
  const ownBelow = ends.own >= ends.peer ? 1 : -1
  const end = (who, side) => label(right + 14, ends[who] + side * apart, names[who])
  return [
    label(MARGIN, y + 12, 'Votes a second as clients come', 'title'),
    label(MARGIN, y + 31, 'Clients, 20 votes in flight each; logarithmic axis. More is better.', 'note'),
    ...ticks,
    ...points.map(({ clients }) => label(x(clients), bottom + 18, clients.toLocaleString('en'), 'tick', 'middle')),
    line('peer'),
    line('own'),
    end('peer', -ownBelow),
    end('own', ownBelow),
  ].join('\n')
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least)
}
