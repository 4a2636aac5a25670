// A result as people read it.

/** A figure with as many digits as say something. */
export function number(value) {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  if (Math.abs(value) >= 10) return value.toFixed(1)
  return value.toFixed(2)
}

/** What was aimed at, in a few words; empty without an aim. */
export function aimText({ aim, unit }) {
  if (aim?.ratioAtLeast !== undefined) return `≥ ${aim.ratioAtLeast} ×`
  if (aim?.ratioAtMost !== undefined) return `≤ ${aim.ratioAtMost} ×`
  if (aim?.atMost !== undefined) return `≤ ${aim.atMost} ${unit}`
  if (aim?.moreAtMost !== undefined) return `≤ ${aim.moreAtMost} ${unit} more`
  return ''
}

const withNoise = ({ median, noise }, unit) => `${number(median)} ${unit} ±${Math.round(noise * 100)} %`
const busy = (cores) => Object.values(cores).reduce((all, each) => all + each, 0)

export function printTable({ figures, cpu, machine }) {
  let last = ''
  for (const { what, unit, own, figure, peer, peerFigure, ratio, ...rest } of figures) {
    const name = what === last ? '' : what
    last = what
    const mine = name === '' ? '' : withNoise(figure, unit)
    const aim = aimText({ ...rest, unit })
    const judged = aim === '' ? '' : `   aim ${aim}: ${rest.holds ? 'holds' : 'MISSED'}`
    const peerText = `${own === 'EG' ? '' : `${own} : `}${peer}, ${withNoise(peerFigure, unit)}`
    console.log(`${name.padEnd(50)} ${mine.padStart(20)} ${number(ratio).padStart(8)} ×  ${peerText}${judged}`)
  }
  console.log(`\nCores kept busy, of ${machine.cores}:`)
  for (const { what, subject, cores } of cpu) {
    const parts = Object.entries(cores).map(([part, share]) => `${part} ${share.toFixed(2)}`)
    console.log(`  ${what.padEnd(34)} ${subject.padEnd(50)} ${busy(cores).toFixed(2)}: ${parts.join(', ')}`)
  }
  const greatest = Math.max(0, ...cpu.map(({ cores }) => cores.load ?? 0))
  const foreign = Math.max(0, ...cpu.map(({ others }) => others))
  console.log(
    `  What has nothing to do with the bench kept up to ${foreign.toFixed(2)} cores busy (median of a row's rounds).`,
  )
  console.log(`  The load generator kept at most ${greatest.toFixed(2)} of its one core busy.`)
}
