// The tables of docs/performance.md, written from a result between marks, so that text and figures cannot drift apart. A row
// may have a section of its own there (`section` in its file): then it can be measured and put in without the others.
import { readFileSync, writeFileSync } from 'node:fs'
import { rows } from '../rows/registry.mjs'
import { aimText, number } from './table.mjs'

const sectionOf = (row) => rows.find(({ name }) => name === row)?.section ?? null
const sections = [null, ...new Set(rows.map(({ section }) => section).filter(Boolean))]

/**
 * Puts a result into a document, each section of it between its marks; a section that was not measured stays as it is.
 * @throws Error when the document lacks the marks of one that was
 */
export function putTable(file, result) {
  let text = readFileSync(file, 'utf8')
  for (const section of sections) {
    const own = ({ row }) => sectionOf(row) === section
    const part = { ...result, figures: result.figures.filter(own), cpu: result.cpu.filter(own) }
    if (part.figures.length > 0) text = between(file, text, section ? `bench-${section}` : 'bench', inMarkdown(part))
  }
  writeFileSync(file, text)
}

function between(file, text, mark, markdown) {
  const [begin, end] = [`<!-- ${mark}:begin`, `<!-- ${mark}:end -->`]
  const from = text.indexOf('\n', text.indexOf(begin))
  const to = text.indexOf(end)
  if (!text.includes(begin) || to < from) throw new Error(`${file} lacks the marks ${begin} … --> and ${end}`)
  return `${text.slice(0, from)}\n${markdown}\n${text.slice(to)}`
}

/** A result in Markdown: what was measured on what, every figure, and what kept the cores busy. */
export function inMarkdown({ at, commit, quick, rounds, machine, versions, figures, cpu, seconds }) {
  const kind = quick ? 'quick run' : 'full run'
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `Measured on ${at.slice(0, 10)}, commit ${commit ?? 'unknown'}: ${kind} of ${seconds} s, ${rounds} rounds (3 where one is long), median ± half the`,
    `spread. ${machine.cores} cores (${machine.cpu}), Linux ${machine.kernel}, Node ${machine.node}; ${parts.join(', ')}.`,
    '',
    '| | EG | ratio | peer | aim |',
    '|---|---|---|---|---|',
    ...figures.map((figure, i) => figureLine(figure, figures[i - 1])),
    '',
    `Cores kept busy, of ${machine.cores}:`,
    '',
    '| load | server | load generator | servers | others on the machine |',
    '|---|---|---|---|---|',
    ...cpu.map(cpuLine),
  ].join('\n')
}

const withNoise = ({ median, noise }, unit) => `${number(median)} ${unit} ±${Math.round(noise * 100)} %`

function figureLine({ what, unit, own, figure, peer, peerFigure, ratio, aim, holds }, before) {
  const again = before?.what === what && before.own === own
  const aimed = aimText({ aim, unit })
  const judged = aimed === '' ? '' : `${aimed}: ${holds ? 'held' : '**missed**'}`
  const mine = again ? '' : withNoise(figure, unit)
  return `| ${again ? '' : what} | ${mine} | ${number(ratio)} × | ${peer}, ${withNoise(peerFigure, unit)} | ${judged} |`
}

function cpuLine({ what, subject, cores: { load = 0, ...servers }, others }) {
  const parts = Object.entries(servers).map(([name, share]) => `${name} ${share.toFixed(2)}`)
  return `| ${what} | ${subject} | ${load.toFixed(2)} | ${parts.join(', ')} | ${others.toFixed(2)} |`
}
