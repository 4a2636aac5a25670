import type { TimelineEntry } from '@eg/shared'
import type { LineFilter } from './filter-lines'
import type { DisputeAsk } from './timeline-reads'

const COLUMNS = ['seq', 'time', 'at', 'kind', 'outcome', 'reason', 'actor', 'device_id', 'run', 'text', 'data'] as const

/** The lines as CSV (RFC 4180), oldest first, each with its sentence. */
export function linesToCsv(lines: readonly TimelineEntry[], describe: (line: TimelineEntry) => string): string {
  const rows = inOrder(lines).map((line) => {
    const row = {
      ...line,
      time: new Date(line.at).toISOString(),
      text: describe(line),
      data: JSON.stringify(line.data),
    }
    return COLUMNS.map((column) => cell(row[column])).join(',')
  })
  return [COLUMNS.join(','), ...rows, ''].join('\r\n')
}

/** The lines as they are on the wire, oldest first. */
export function linesToJson(lines: readonly TimelineEntry[]): string {
  return `${JSON.stringify({ items: inOrder(lines) }, null, 2)}\n`
}

const inOrder = (lines: readonly TimelineEntry[]) => lines.toSorted((a, b) => a.seq - b.seq)

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // What a table program would take for a formula is written as text.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * What the core's own export can be asked for: a filter for one card or slot, within a time, and nothing else. It reads the
 * whole journal, and has the answers and what slots showed. Null: the lines that were read are written. Those of one request
 * are all here: the core would tell a minute around it too.
 */
export function askOf(filter: LineFilter): DisputeAsk | null {
  const { text, group, kind, operator, run, device, card, request, from, to } = filter
  if (text !== '' || request !== '' || group !== 'all' || kind !== null || operator !== null || run !== null)
    return null
  const asked: [DisputeAsk['by'], string | null][] = [
    ['slot', device],
    ['card', card.trim().toUpperCase() || null],
  ]
  const [one, ...more] = asked.filter(([, value]) => value !== null)
  return one?.[1] == null || more.length > 0 ? null : { by: one[0], value: one[1], from, to }
}

/** Hands a text over as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

const two = (n: number) => String(n).padStart(2, '0')

/** `timeline-2026-11-21-2114.csv`, by the first line's time in the browser's zone. */
export function fileName(lines: readonly TimelineEntry[], ending: 'csv' | 'json'): string {
  const at = new Date(lines.at(-1)?.at ?? Date.now())
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `timeline-${day}-${two(at.getHours())}${two(at.getMinutes())}.${ending}`
}
