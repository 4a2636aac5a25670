// Rounds, and what is made of them: medians, ratios, the machine's noise, and what was lost.
import { now } from './processes.mjs'

const sorted = (list) => [...list].sort((a, b) => a - b)
export const median = (list) => sorted(list)[Math.floor(list.length / 2)]
/** Half of how far the rounds lie apart, as a share of their median: the machine's noise. */
const noise = (list) => (median(list) === 0 ? 0 : (Math.max(...list) - Math.min(...list)) / 2 / Math.abs(median(list)))
/** Of times in any order: median, p99, greatest. */
export function times(list) {
  const inOrder = sorted(list)
  const at = (share) => inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * share))]
  return { samples: inOrder.length, p50: at(0.5), p99: at(0.99), max: inOrder.at(-1) }
}
const summary = (rounds) => ({ median: median(rounds), noise: noise(rounds), rounds })

/** What one row of the bench is given, and what it leaves: `figures` for the table, `cpu` for the load's share. */
export function createRecord({ row, rounds, progress }) {
  const figures = []
  const cpu = []
  const losses = []

  return {
    figures,
    cpu,
    losses,

    /**
     * Each subject once a round, in turn, so that whatever the machine does meanwhile falls on all of them; another one
     * first each time. `what` names the load. Returns what each one measured: `{name: [round 1, round 2, …]}`.
     */
    async interleaved(what, subjects, times = rounds) {
      const measured = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]))
      const names = Object.keys(subjects)
      const began = now()
      for (let round = 0; round < times; round++) {
        for (let i = 0; i < names.length; i++) {
          const name = names[(i + round) % names.length]
          progress(`${what}: round ${round + 1} of ${times}, ${name}`)
          measured[name].push(await subjects[name]())
        }
      }
      for (const name of names) {
        const busy = measured[name].map((each) => each.cpu).filter(Boolean)
        if (busy.length === 0) continue
        const cores = Object.keys(busy[0]).map((part) => [part, median(busy.map((each) => each[part]))])
        const others = median(measured[name].map((each) => each.others))
        cpu.push({ row, what, subject: name, cores: Object.fromEntries(cores), others })
      }
      progress(`${what}: ${((now() - began) / 1000).toFixed(1)} s\n`)
      return measured
    },

    /**
     * One figure of `own` (by default EG) against the same of each of `peers`. `pick` takes it out of a measurement. `aim`:
     * `{ratioAtLeast}`, `{ratioAtMost}`, `{atMost}` of the figure itself or `{moreAtMost}` above the peer's.
     */
    figure({ what, unit, measured, own = 'EG', peers, pick = (each) => each.perSecond, aim = {} }) {
      const mine = summary(measured[own].map(pick))
      for (const peer of peers) {
        const theirs = summary(measured[peer].map(pick))
        const figure = {
          row,
          what,
          unit,
          own,
          figure: mine,
          peer,
          peerFigure: theirs,
          ratio: mine.median / theirs.median,
        }
        const aimed = typeof aim === 'function' ? aim(peer) : aim
        figures.push({ ...figure, ...judge(aimed, figure) })
      }
    },

    /** A bench that lost something says so: what was acknowledged must be what is on disk, exactly. */
    expectStored(what, acknowledged, stored) {
      if (acknowledged === stored) return
      losses.push({ row, what, acknowledged, stored })
      progress(`${what}: ${acknowledged} WERE ACKNOWLEDGED, ${stored} ARE ON DISK\n`)
    },
  }
}

function judge(aim, { figure, peerFigure, ratio }) {
  const more = figure.median - peerFigure.median
  if (aim?.ratioAtLeast !== undefined) return { aim, holds: ratio >= aim.ratioAtLeast }
  if (aim?.ratioAtMost !== undefined) return { aim, holds: ratio <= aim.ratioAtMost }
  if (aim?.atMost !== undefined) return { aim, holds: figure.median <= aim.atMost }
  if (aim?.moreAtMost !== undefined) return { aim, holds: more <= aim.moreAtMost }
  return {}
}
