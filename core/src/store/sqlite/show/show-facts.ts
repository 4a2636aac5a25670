import type { ShowScript } from '@eg/shared'
import type { Branches } from '../../../game/branches.js'
import type { NightFacts } from '../../../game/night.js'
import type { ShowFacts } from '../../../show/position.js'
import { branchesOf, stepById } from '../../../show/script-steps.js'
import type { StoreSettings, Transaction } from '../transaction.js'
import type { RawPosition, RawScript, RawShow, RawStanding } from './show-statements.js'

type Stored = Pick<Transaction, 'show'>

/** Where the outcomes of a run lead that the show asks now; null: it was asked by hand, or belongs to a step that was left. */
export function branchesOfRun({ show }: Stored, run: number): Branches | null {
  const found = show.visitOfRun.get(run) as { visit: number; stepId: string; script: number; hash: string } | undefined
  if (!found) return null
  const script = show.contentOf(found.script, found.hash)
  const step = stepById(script, found.stepId)
  return step && branchesOf(script, step, Number(show.revotes.get(found.visit)))
}

/** The show that runs: its row, its script and where it is. */
export interface RunningShow {
  show: RawShow
  content: ShowScript
  position: RawPosition
  standing: RawStanding | null
}

export function runningShow({ show: sql }: Stored): RunningShow | null {
  const position = sql.position.get() as RawPosition | undefined
  const show = position && (sql.lastShow.get() as RawShow)
  if (!position || !show) return null
  const { script, hash } = sql.script.get(show.script) as RawScript
  return { show, content: sql.contentOf(script, hash), position, standing: standingOf({ show: sql }, position.visit) }
}

export function standingOf({ show }: Stored, visit: number): RawStanding | null {
  return (show.standing.get(visit) as RawStanding | undefined) ?? null
}

export function showFacts(tx: Stored & { settings: StoreSettings }, night: NightFacts): ShowFacts {
  const last = tx.show.lastScript.get() as RawScript | undefined
  const running = runningShow(tx)
  return {
    lastShow: (tx.show.lastShow.get() as { show: number } | undefined)?.show ?? null,
    loaded: last ? { script: last.script, hash: last.hash, content: tx.show.contentOf(last.script, last.hash) } : null,
    running: running && {
      show: running.show.show,
      content: running.content,
      position: {
        visit: running.position.visit,
        stepId: running.position.stepId,
        standing: running.standing && { run: running.standing.run, nextStep: running.standing.nextStep },
      },
    },
    night,
    usual: tx.settings.expectedVotes,
  }
}
