// npm run bench [-- --quick]: what a durable acknowledgement costs, as ratios against peers that are measured in turn in the
// same call. Prints a table and writes bench/results/<time>.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { load, needMosquitto, raw, residentMb, startAedes, startEg, startMosquitto } from './servers.mjs'

const quick = process.argv.includes('--quick')
const ROUNDS = quick ? 3 : 5
const SCALE = quick ? 1 : 4

const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2))
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const sorted = (list) => [...list].sort((a, b) => a - b)
const median = (list) => sorted(list)[Math.floor(list.length / 2)]
/** How far the rounds lie apart, as a share of their median: the machine's noise. */
const spread = (list) => (Math.max(...list) - Math.min(...list)) / median(list)

/** Each subject once a round, in turn, so that whatever the machine does meanwhile falls on all of them. */
async function interleaved(subjects) {
  const figures = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, measure] of Object.entries(subjects)) figures[name].push(await measure())
  }
  return figures
}

const onEg =
  (options, wallets = 0) =>
  async () => {
    const eg = await startEg({ wallets })
    try {
      return await load({ ...options, port: eg.port })
    } finally {
      await eg.end()
    }
  }
const onAedes = (options) => async () => {
  const aedes = await startAedes()
  try {
    return await load({ ...options, port: aedes.port })
  } finally {
    await aedes.end()
  }
}
/** mosquitto acknowledges before anything is stored, so the time runs until the last message is on disk. */
const onMosquitto = (mode, options) => async () => {
  const peer = await startMosquitto(mode)
  try {
    const began = performance.now()
    await load({ ...options, port: peer.port })
    while (peer.stored() < options.messages) await sleep(5)
    return { perSecond: (options.messages / (performance.now() - began)) * 1000 }
  } finally {
    await peer.end()
  }
}

const rows = []
function row(what, unit, figures, own, peers, pick = (figure) => figure.perSecond) {
  const of = (name) => figures[name].map(pick)
  for (const peer of peers) {
    const ratio = median(of(own)) / median(of(peer))
    rows.push({
      what,
      unit,
      eg: median(of(own)),
      egSpread: spread(of(own)),
      peer,
      peerFigure: median(of(peer)),
      peerSpread: spread(of(peer)),
      ratio,
    })
  }
}

needMosquitto()
console.log(
  `${ROUNDS} rounds${quick ? ' (quick)' : ''} on ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}`,
)

for (const [clients, messages] of [[10, 6000], [100, 12_000], ...(quick ? [] : [[1000, 20_000]])]) {
  const options = { clients, inFlight: 20, messages: messages * SCALE, kind: 'vote' }
  const figures = await interleaved({
    eg: onEg(options),
    'aedes without storage': onAedes(options),
    'mosquitto + subscriber, group commit': onMosquitto('group', options),
    'mosquitto + subscriber, a transaction a message': onMosquitto('message', { ...options, messages: 500 * SCALE }),
    'raw batched rows': () => raw('batch', options.messages),
  })
  row(`durable votes, ${clients} × 20`, '/s', figures, 'eg', Object.keys(figures).slice(1))
  const busiest = Math.max(
    ...Object.values(figures)
      .flat()
      .map((figure) => figure.cpuShare ?? 0),
  )
  console.log(`  ${clients} × 20 done; the load generator used at most ${Math.round(busiest * 100)} % of a core`)
}

const paced = { clients: 9, inFlight: 1, messages: 200 * SCALE, everyMs: 20, kind: 'vote' }
const nine = await interleaved({
  eg: onEg(paced),
  'raw one-row commits, as paced': () => raw('one', 150 * SCALE, 20),
})
row('ack of nine paced slots, median', 'ms', nine, 'eg', ['raw one-row commits, as paced'], (figure) => figure.p50)
row('ack of nine paced slots, p99', 'ms', nine, 'eg', ['raw one-row commits, as paced'], (figure) => figure.p99)

for (const [what, options, wallets] of [
  ['wallet debits, 9 × 1', { clients: 9, inFlight: 1, messages: 600 * SCALE, kind: 'debit' }, 9],
  ['wallet debits, 100 × 8', { clients: 100, inFlight: 8, messages: 5000 * SCALE, kind: 'debit' }, 100],
  [
    'wallet debits, 100 × 8 on one wallet',
    { clients: 100, inFlight: 8, messages: 5000 * SCALE, kind: 'one-wallet' },
    1,
  ],
]) {
  const figures = await interleaved({
    eg: onEg(options, wallets),
    'raw one-row commits': () => raw('one', 500 * SCALE),
  })
  row(what, '/s', figures, 'eg', ['raw one-row commits'])
}

const eg = await startEg()
await sleep(1000)
const idle = { readyMs: eg.readyMs, idleMb: await residentMb(eg.pid) }
await eg.end()

console.log()
for (const { what, unit, eg: own, egSpread, peer, peerFigure, peerSpread, ratio } of rows) {
  console.log(
    `${what.padEnd(38)} ${number(own).padStart(9)} ${unit.padEnd(3)} ±${Math.round(egSpread * 50)} %   ${ratio.toFixed(2).padStart(7)} × ${peer} (${number(peerFigure)} ±${Math.round(peerSpread * 50)} %)`,
  )
}
console.log(`start to ready ${Math.round(idle.readyMs)} ms; idle memory ${idle.idleMb.toFixed(0)} MB`)

mkdirSync(new URL('./results/', import.meta.url), { recursive: true })
const file = new URL(`./results/${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`, import.meta.url)
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 1e6),
  node: process.version,
}
writeFileSync(file, `${JSON.stringify({ machine, rounds: ROUNDS, quick, rows, idle }, null, 2)}\n`)
console.log(`Written to ${file.pathname}`)
