import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Felt, Verdict } from './verdict.js'

/** Latencies in milliseconds, from the moment a client wrote to the moment it heard; null without a single one. */
export interface Times {
  count: number
  p50: number | null
  p99: number | null
  max: number | null
}

/** Of what is on disk when it is acknowledged, and of what is only passed on. */
export interface Latencies {
  durable: Times
  event: Times
}

/** What one attack did to others. Memory in MB (10^6 bytes), resident, above what it was before that attack. */
export interface Row extends Felt {
  title: string
  seconds: number
  growthPeakMb: number
  growthEndMb: number
  /** What V8 and its buffers had reserved more at the end: what is resident beyond that is the allocator's. */
  heapMb: number
  externalMb: number
  held: Verdict
  saw: string
}

const FOLDER = fileURLToPath(new URL('../../build/', import.meta.url))
const FILE = `${FOLDER}attack.jsonl`

export const addRow = (row: Row) => appendFileSync(FILE, `${JSON.stringify(row)}\n`)

/** Vitest calls this before the first file of the project. */
export function setup(): void {
  mkdirSync(FOLDER, { recursive: true })
  rmSync(FILE, { force: true })
}

/** Vitest calls this after the last file: every attack in one table, as docs/security.md shows it. */
export function teardown(): void {
  if (!existsSync(FILE)) return
  const rows = readFileSync(FILE, 'utf8').trim().split('\n')
  console.log(`\n${asTable(rows.map((line) => JSON.parse(line) as Row))}\n(also in ${FILE})`)
}

const ms = (value: number | null) => (value === null ? '-' : value.toFixed(1))

const peaks = ({ p99, max }: Times) => `${ms(p99)} / ${ms(max)}`

const line = (texts: string[]) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`

function asTable(rows: Row[]): string {
  const head = [
    'attack',
    'seconds',
    'durable p50 / p99 / worst ms',
    'event p99 / worst ms',
    'where nobody attacks ms',
    'memory peak / end MB',
    'heap / external MB',
    'held',
    'seen',
  ]
  const cells = rows.map(({ title, seconds, measured: { durable, event }, machine, saw, held, ...memory }) => [
    title,
    seconds.toFixed(0),
    `${ms(durable.p50)} / ${ms(durable.p99)} / ${ms(durable.max)} of ${durable.count}`,
    peaks(event),
    machine ? `${peaks(machine.durable)}; ${peaks(machine.event)}` : '-',
    `${memory.growthPeakMb.toFixed(0)} / ${memory.growthEndMb.toFixed(0)}`,
    `${memory.heapMb.toFixed(0)} / ${memory.externalMb.toFixed(0)}`,
    held,
    saw,
  ])
  return [line(head), line(head.map(() => '---')), ...cells.map(line)].join('\n')
}
