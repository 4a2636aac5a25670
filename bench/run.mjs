// npm run bench [-- NAME …] [--quick] [--only NAME,NAME] [--from RESULT.json] [--chart FILE.svg] [--docs FILE.md]
// What a durable acknowledgement costs, as ratios against peers that are measured in turn in the same call. Prints a table,
// writes bench/results/<time>.json. --from: no run, an earlier result instead. Ends with 1 when a row failed or something that
// was acknowledged is not on disk.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { commit, describeMachine, versions } from './harness/machine.mjs'
import { needMosquitto } from './harness/peers.mjs'
import { now } from './harness/processes.mjs'
import { createRecord } from './harness/rounds.mjs'
import { drawChart } from './report/chart.mjs'
import { putTable } from './report/docs.mjs'
import { printTable } from './report/table.mjs'
import { rows } from './rows/registry.mjs'

const { values: args, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    from: { type: 'string' },
    chart: { type: 'string' },
    docs: { type: 'string' },
    rounds: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (args.help) {
  console.log(
    'npm run bench -- [NAME …] [--quick] [--only NAME,NAME] [--rounds N] [--from RESULT.json] [--chart FILE] [--docs FILE]',
  )
  for (const { name, about, inQuick } of rows)
    console.log(`  ${name.padEnd(15)} ${about}${inQuick ? '' : ' (full run only)'}`)
  process.exit(0)
}

const result = args.from ? JSON.parse(readFileSync(args.from, 'utf8')) : await run()
printTable(result)
const { losses, failures } = result
if (args.chart && losses.length === 0) writeFileSync(args.chart, drawChart(result))
if (args.docs && losses.length === 0) putTable(args.docs, result)
for (const { what, acknowledged, stored } of losses) {
  console.error(
    `\n!!! ${what}: ${acknowledged} WERE ACKNOWLEDGED, ${stored} ARE ON DISK. None of these figures counts.`,
  )
}
for (const { row, error } of failures) console.error(`\n!!! ${row} FAILED: ${error}`)
process.exit(losses.length + failures.length > 0 ? 1 : 0)

async function run() {
  const { quick } = args
  const rounds = Math.max(3, Number(args.rounds ?? (quick ? 3 : 5)))
  const only = [...positionals, ...(args.only?.split(',') ?? [])]
  const chosen = choose(only.length > 0 ? only : undefined, quick)
  const mosquitto = needMosquitto()
  const machine = describeMachine()
  const began = now()
  const load = loadavg()[0]
  console.log(`${rounds} rounds${quick ? ' (quick)' : ''} on ${machine.cores} × ${machine.cpu}, Node ${machine.node}`)
  if (load > 0.5) console.log(`The machine is not idle (load ${load.toFixed(1)}): figures will scatter.`)
  if (machine.diskInMemory)
    console.log('The databases lie in memory, where an fsync costs nothing: name a folder on a disk, EG_BENCH_DIR.')
  const result = {
    at: new Date().toISOString(),
    commit: commit(),
    quick,
    rounds,
    machine: { ...machine, loadBefore: load },
    versions: { ...versions(), mosquitto },
    figures: [],
    cpu: [],
    losses: [],
    failures: [],
  }
  for (const { name, measure } of chosen) {
    const record = createRecord({ row: name, rounds, progress })
    // One row that fails must not take a quarter of an hour of others with it.
    await measure(record, { quick, progress }).catch((error) => {
      result.failures.push({ row: name, error: error.message })
      progress(`${name} FAILED: ${error.stack}\n`)
    })
    for (const part of ['figures', 'cpu', 'losses']) result[part].push(...record[part])
  }
  result.seconds = Math.round((now() - began) / 1000)
  console.log()
  write(result)
  return result
}

function choose(only, quick) {
  for (const name of only ?? []) {
    if (rows.some((row) => row.name === name)) continue
    console.error(`${name}: there is no such row. Rows: ${rows.map((row) => row.name).join(', ')}`)
    process.exit(1)
  }
  return rows.filter(({ name, inQuick }) => (only ? only.includes(name) : inQuick || !quick))
}

/** What is being done, on one line that is written over; a line that ends stays. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K  ${text}`)
  else if (text.endsWith('\n')) process.stderr.write(`  ${text}`)
}

function write(result) {
  const folder = new URL('./results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const file = fileURLToPath(new URL(`${result.at.slice(0, 19).replaceAll(':', '-')}.json`, folder))
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  console.log(`Written to ${file}, ${result.seconds} s\n`)
}
