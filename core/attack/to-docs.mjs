// `npm run attack:docs` puts what the last `npm run attack` saw (build/attack.jsonl) into the table of docs/security.md.
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)
const file = fileURLToPath(new URL('build/attack.jsonl', root))
const page = fileURLToPath(new URL('docs/security.md', root))
const QUIET = 'without an attack'
const BEGIN = '<!-- attack:begin (npm run attack:docs writes what stands here) -->'
const END = '<!-- attack:end -->'

const count = (number) => Number(number).toLocaleString('en-US')

/** By the attack's title: what it is, what was tried, and what was seen; the last two from what it saw itself. */
const WORDS = {
  '1,500 connects from 1 address(es)': [
    'silent, slow and huge CONNECTs',
    '1,500 at once, from one address',
    'all closed',
  ],
  '1,500 connects from 30 address(es)': ['the same', 'from thirty addresses', 'all closed'],
  churn: ['churn', ({ tried }) => `${count(tried)} connects`, ({ letIn }) => `${count(letIn)} let in`],
  'wills by churn': [
    'wills by churn',
    ({ tried }) => `${count(tried)} connects`,
    ({ letIn }) => `${count(letIn)} let in`,
  ],
  'id theft': [
    'id theft',
    ({ taken }) => `${count(taken)} takeovers of one id where nobody is asked`,
    'nobody else notices',
  ],
  'id theft, enrolled': [
    'id theft, with enrolment and TLS',
    'a device’s id, its page’s and the core’s, by a guest, by another device’s secret, by a wrong one',
    'all refused (0x85, 0x86, 0x87); the device’s own connection goes on',
  ],
  'guessed secrets': [
    'guessed secrets, over TLS',
    ({ tried }) => `${count(tried)} from four addresses`,
    'all refused, each at the price of a hash in its address’s turn; held back from the fourth failure on',
  ],
  'TLS handshakes': [
    'TLS handshakes, one after the other',
    ({ tried }) => `${count(tried)} from two addresses`,
    ({ shaken }) =>
      `${count(shaken)} answered: 80 at once and 20 a second of an address; the others closed before they cost a signature`,
  ],
  'publish flood over TLS': [
    'publish flood over TLS, by guests',
    ({ written }) => `four senders, ${count(written)} publishes`,
    'forbidden, read at one client’s rate',
  ],
  'unreleased QoS 2': [
    'QoS 2 publishes that are never released',
    '20 guests, 130 kB each',
    'their ids are kept, not their content',
  ],
  'overlapping filters': [
    'overlapping filters',
    '60 guests with filters that match one topic, then publishes to it',
    '20 filters each; what 80 subscriptions hear counts as two messages, and so on',
  ],
  refusals: [
    'refusals that fill the log',
    'every topic and filter another one, up to 2 kB',
    '100 lines a minute, shortened',
  ],
  'pipelined requests': [
    'HTTP requests without waiting for an answer',
    '60 connections, 1,600 requests in one go each',
    'the parser is given one at a time, the third closes the connection',
  ],
  requests: [
    'HTTP requests one after the other',
    '60 connections',
    '50 a second of an address are answered, after 200 at once',
  ],
  'silent connections': [
    'connections that say nothing on the WebSocket ports',
    '500 at once',
    '80 at most are taken, and let go after 5 s',
  ],
  'names of properties': [
    'property names as ids, filters, topics',
    '16',
    'nothing lost, `__proto__` refused as a filter',
  ],
  'publish flood': [
    'publish flood',
    ({ written }) => `four senders, ${count(written)} publishes`,
    'slowed to one client’s rate',
  ],
  'flood of 160 connections': [
    'flood of large messages',
    ({ connected }) => `${connected} connections from four addresses, 16 kB each as fast as they can`,
    'slowed to the rate of their addresses',
  ],
  '256 MB packets': ['huge packets', ({ tried }) => `${count(tried)} of 256 MB`, 'refused by their header'],
  'packets byte by byte': ['packets byte by byte', '20 of 130 kB', 'cost their own bytes'],
  'retained spam': ['retained spam', ({ written }) => `${count(written)} written`, ({ kept }) => `${count(kept)} kept`],
  'offline queue': [
    'offline queue',
    ({ sessions, written }) => `${count(sessions)} sessions that are away, ${count(written)} messages`,
    'limited for each and for all together',
  ],
  '1 frozen': ['frozen subscribers', 'one', 'let go'],
  '10 frozen': ['the same', 'ten', 'let go'],
  'subscription bomb': ['subscription bomb', 'ten clients', ({ refused }) => `${count(refused)} filters refused`],
  'foreign Origin or Host': ['WebSocket from a foreign Origin or Host', ({ tried }) => `${tried} kinds`, 'none let in'],
  'WebSocket frames': [
    'oversized, fragmented and broken WebSocket frames',
    ({ oversized }) => `eight kinds, ${oversized.tried} times each`,
    'the hostile ones closed, cut ones pass',
  ],
  'money, replayed and forged': [
    'replayed and forged money commands',
    ({ copies, statuses }) => `${count(copies)} copies, ${statuses.length} forgeries`,
    'one debit, one answer; the books balance',
  ],
  'a slot acting as another': [
    'a slot acting as another',
    'its vote, seven topics, six filters, the core’s id',
    'all refused',
  ],
  fuzzer: [
    'malformed packets',
    ({ seed, sessions, packets }) =>
      `a seeded fuzzer (${seed}), ${count(sessions)} sessions, ${count(packets)} packets`,
    '0 restarts, 0 faults',
  ],
}

const ms = (value) => (value === null ? '–' : value.toFixed(0))
const peaks = ({ durable, event }) => `${ms(durable.p99)} / ${ms(durable.max)}; ${ms(event.p99)} / ${ms(event.max)}`

function line({ title, seconds, measured, machine, growthPeakMb, growthEndMb, held, saw }) {
  const words = WORDS[title] ?? WORDS[title.split(',', 1)[0]] ?? [title, '', '']
  const own = saw.startsWith('{') ? JSON.parse(saw.slice(0, saw.lastIndexOf('}') + 1)) : {}
  const [what, tried, seen] = words.map((text) => (typeof text === 'function' ? text(own) : text))
  const memory = `${Math.round(growthPeakMb)} / ${Math.round(growthEndMb)}`
  const verdict = held === 'NO' ? '**no**' : held
  return [
    what,
    tried,
    `${seconds.toFixed(0)} s`,
    seen,
    peaks(measured),
    machine ? peaks(machine) : '–',
    memory,
    verdict,
  ]
}

const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((text) => JSON.parse(text))
const attacks = rows.filter(({ title }) => title !== QUIET)
const tally = (verdict) => attacks.filter(({ held }) => held === verdict).length
const quiet = rows.filter(({ title }) => title === QUIET).map(({ measured }) => peaks(measured))
const commit = execFileSync('git', ['describe', '--always', '--dirty=+'], { encoding: 'utf8', cwd: root }).trim()
const when = statSync(file).mtime.toISOString().slice(0, 10)
const minutes = rows.reduce((sum, { seconds }) => sum + seconds, 0) / 60
const table = [
  ['attack', 'what was tried', 'for', 'seen', 'vote; event', 'where nobody attacks', 'MB peak / end', 'held'],
  Array(8).fill('---'),
  ...attacks.map(line),
].map((cells) => `| ${cells.join(' | ')} |`)
const text = `${BEGIN}
Measured on ${when}, commit ${commit}, the long form: ${attacks.length} attacks, ${minutes.toFixed(0)} minutes of them; ${cpus().length} cores (${cpus()[0]?.model.trim()}), Linux ${release()}, Node ${process.version}.
All aims held: ${tally('yes')}; missed, and the machine's: ${tally('machine')}; missed: ${tally('NO')}. Without an attack (vote; event): ${quiet.join(' · ')}.

${table.join('\n')}
${END}`

const before = readFileSync(page, 'utf8')
const begin = before.indexOf(BEGIN)
const end = before.indexOf(END)
if (begin < 0 || end < begin) throw new Error(`${page} has no place for the table: a line "${BEGIN}" and one "${END}"`)
writeFileSync(page, before.slice(0, begin) + text + before.slice(end + END.length))
console.log(
  `${attacks.length} attacks in ${page}; ${tally('yes')} held, ${tally('machine')} the machine's, ${tally('NO')} missed`,
)
