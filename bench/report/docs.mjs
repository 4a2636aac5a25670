// The table of docs/performance.md, written from a result between two marks, so that text and figures cannot drift apart.
import { readFileSync, writeFileSync } from 'node:fs'
import { aimText, number } from './table.mjs'

const BEGIN = '<!-- bench:begin (npm run bench -- --docs writes what stands here) -->'
const END = '<!-- bench:end -->'

/**
 * Puts a result into a document, between the marks.
 * @throws Error when the document has no marks
 */
export function putTable(file, result) {
  const text = readFileSync(file, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${file} lacks the marks ${BEGIN} … ${END}`)
  writeFileSync(file, `${text.slice(0, from)}${BEGIN}\n${inMarkdown(result)}\n${text.slice(to)}`)
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
