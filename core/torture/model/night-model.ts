import type { Expected } from '../../test/ledger-accounts.js'
import { EXPECTED, type NightOp, OPTIONS } from './night-ops.js'

type OpenOp = Extract<NightOp, { op: 'open' }>
type VoteOp = Extract<NightOp, { op: 'vote' }>

export interface ModelRun {
  run: number
  asked: OpenOp
  status: 'open' | 'closed' | 'revealed' | 'voided'
  votes: Map<number, string>
  winner: string | null
}

/** The rules of the night once more, as plainly as they can be said. */
export class NightModel {
  readonly runs: ModelRun[] = []
  /** Runs in the order their results went out. */
  readonly results: number[] = []
  night = false

  apply(operation: NightOp): Expected {
    switch (operation.op) {
      case 'mode':
        return this.mode(operation.mode === 'night')
      case 'open':
        return this.open(operation)
      case 'vote':
        return this.vote(operation)
      case 'redo':
        return this.redo(operation.run)
      case 'reveal':
        return this.reveal(operation.run, operation.winner)
      default:
        return this.onRun(operation.op, operation.run)
    }
  }

  tally(run: ModelRun): Record<string, number> {
    const votes = [...run.votes.values()]
    return Object.fromEntries(OPTIONS.map((option) => [option, votes.filter((vote) => vote === option).length]))
  }

  /** The run that is open, or closed and not yet revealed. */
  private get current(): ModelRun | undefined {
    const last = this.runs.at(-1)
    return last?.status === 'open' || last?.status === 'closed' ? last : undefined
  }

  private mode(night: boolean): Expected {
    if (night !== this.night && this.current) return { status: 'refused' }
    this.night = night
    return { status: 'ok', mode: night ? 'night' : 'day' }
  }

  private open(asked: OpenOp): Expected {
    const { current } = this
    if (!this.night) return { status: 'refused' }
    if (current?.status === 'open' && sameStep(current.asked, asked)) return { status: 'ok', run: current.run }
    if (asked.saw !== undefined && asked.saw !== current?.run) return { status: 'stale' }
    if (current) current.status = 'voided'
    return { status: 'ok', run: this.begin(asked) }
  }

  private begin(asked: OpenOp): number {
    const run = this.runs.length + 1
    this.runs.push({ run, asked, status: 'open', votes: new Map(), winner: null })
    return run
  }

  private vote({ slot, step, choice, run }: VoteOp): Expected {
    const { current } = this
    const aimed = current?.asked.step === step && (run ?? current.run) === current.run ? current : undefined
    const of = (each: ModelRun) => each.asked.step === step && (run === undefined || each.run === run)
    const meant = aimed ?? this.runs.findLast(of)
    const about = { run: meant?.run ?? run }
    const mine = meant?.votes.get(slot)
    if (!aimed || aimed.status !== 'open') {
      if (!meant) return { status: 'refused', ...about }
      return { status: mine === choice && meant.status !== 'voided' ? 'counted' : 'closed', ...about }
    }
    if (!OPTIONS.includes(choice)) return { status: 'refused', ...about }
    if (mine === choice) return { status: 'counted', ...about }
    if (mine !== undefined && aimed.asked.final) return { status: 'refused', ...about }
    aimed.votes.set(slot, choice)
    if (aimed.votes.size >= EXPECTED) this.close(aimed)
    return { status: 'counted', ...about }
  }

  private onRun(what: 'close' | 'void' | 'extend', number: number): Expected {
    const run = this.runs[number - 1]
    if (!run) return { status: 'refused' }
    if (what === 'extend') return { status: run.status === 'open' && run.asked.timed ? 'ok' : 'refused', run: number }
    if (what === 'void') {
      if (run.status === 'revealed') return { status: 'refused', run: number }
      run.status = 'voided'
      return { status: 'ok', run: number }
    }
    if (run.status === 'closed') return { status: 'ok', run: number }
    if (run.status !== 'open') return { status: 'refused', run: number }
    return { status: 'ok', run: this.close(run) }
  }

  private redo(number: number): Expected {
    const run = this.runs[number - 1]
    if (!run || !this.night) return { status: 'refused' }
    if (this.current && this.current !== run) return { status: 'stale' }
    if (this.current) run.status = 'voided'
    return { status: 'ok', run: this.begin(run.asked) }
  }

  private reveal(number: number, winner: string | undefined): Expected {
    const run = this.runs[number - 1]
    if (run?.status !== 'closed') return { status: 'refused' }
    const leaders = this.leaders(run)
    const undecided = run.asked.tie === 'operator' && leaders.length > 1
    if (undecided !== (winner !== undefined)) return { status: 'refused' }
    if (winner === undefined) return { status: 'ok', run: this.resolve(run) }
    if (!leaders.includes(winner)) return { status: 'refused' }
    this.show(run, winner)
    return { status: 'ok', run: number }
  }

  /** Closes a run; the run that is meant afterwards. */
  private close(run: ModelRun): number {
    run.status = 'closed'
    return run.asked.reveal === 'auto' ? this.resolve(run) : run.run
  }

  private resolve(run: ModelRun): number {
    const leaders = this.leaders(run)
    if (leaders.length > 1 && run.asked.tie === 'operator') return run.run
    if (leaders.length > 1 && run.asked.tie === 'revote') {
      run.status = 'voided'
      return this.begin(run.asked)
    }
    this.show(run, leaders[0] ?? null)
    return run.run
  }

  private show(run: ModelRun, winner: string | null): void {
    run.status = 'revealed'
    run.winner = winner
    this.results.push(run.run)
  }

  private leaders(run: ModelRun): string[] {
    const tally = this.tally(run)
    const most = Math.max(...Object.values(tally))
    return most === 0 ? [] : OPTIONS.filter((option) => tally[option] === most)
  }
}

function sameStep(a: OpenOp, b: OpenOp): boolean {
  const said = ({ step, final, tie, reveal, timed }: OpenOp) => [step, final, tie, reveal, timed].join()
  return said(a) === said(b)
}
