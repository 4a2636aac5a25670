import { type Case, type Version, clausesOf, perVersion } from './case.js'
import type { Area } from './table.suite.js'

const NAMES: Record<Version, string> = { 4: '3.1.1', 5: '5' }

/** docs/mqtt-conformance.md, as the table says it. */
export function render(areas: readonly Area[]): string {
  const rows = areas.flatMap(({ cases }) => cases)
  const plays = rows.reduce((sum, { versions }) => sum + versions.length, 0)
  const deviating = rows.filter(({ deviation }) => deviation !== undefined)
  return [
    '# MQTT conformance',
    '',
    'What the broker of the core does with MQTT 3.1.1 and MQTT 5, case by case. This document is written from the table of cases in',
    '`core/conformance/cases`, and a test holds the two equal. `npm run conformance` plays every case against the core as it ships, on raw',
    'connections; `npm run conformance -- -u` writes this document anew. Clauses are those of the OASIS standards (3.1.1 of 29 October 2014, 5 of',
    '7 March 2019); where the versions number a clause differently, the first is 3.1.1’s.',
    '',
    `${rows.length} cases, played ${plays} times (once for each version they concern). ${deviating.length} deviate.`,
    '',
    '## Known deviations',
    '',
    'Each is tested as it stands, so that an update of the broker that mends one, or changes it, is noticed.',
    '',
    '| case | clause | what comes instead | why it stands |',
    '|---|---|---|---|',
    ...deviating.map(deviationRow),
    '',
    '## Cases',
    '',
    'EG restricts more than MQTT asks: topics outside its table are refused, and commands are answered, never forwarded',
    '([contracts](contracts.md)). The cases use topics that are free for everybody (`eg/test/#`), written `x/…` below.',
    '',
    ...areas.flatMap(section),
  ].join('\n')
}

function deviationRow(row: Case): string {
  const { what = '', why = '', versions } = row.deviation ?? {}
  const only = versions && versions.length < row.versions.length ? ` (${versions.map((v) => NAMES[v]).join(', ')})` : ''
  return line([`\`${row.id}\`${only}`, clausesOf(row).join(' · '), what, why])
}

function section({ title, cases }: Area): string[] {
  return [
    `### ${title}`,
    '',
    '| case | MQTT | clause | what is sent | what must come | result |',
    '|---|---|---|---|---|---|',
    ...cases.map((row) =>
      line([
        `\`${row.id}\``,
        row.versions.map((version) => NAMES[version]).join(', '),
        clausesOf(row).join(' · '),
        row.sent,
        row.comes,
        row.deviation ? 'deviates' : 'holds',
      ]),
    ),
    '',
  ]
}

function line(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Whether a clause is named for every version of a row. */
export function hasClauses({ clause, versions }: Case): boolean {
  return versions.every((version) => (perVersion(clause, version) ?? '') !== '')
}
