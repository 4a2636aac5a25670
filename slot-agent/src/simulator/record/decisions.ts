/** What simulated people decided, by what they decided it on: the same seed gives the same. */
export interface Decisions {
  /** `about` names what is decided on, the same in every evening of the same plan (`vote 2#1`), never an id of the core. */
  note(who: string, about: string, what: string): void
  all(): Record<string, string>
}

export const NO_DECISIONS: Decisions = { note: () => undefined, all: () => ({}) }

export function createDecisions(): Decisions {
  const noted = new Map<string, string>()
  return {
    note: (who, about, what) => void noted.set(`${who} ${about}`, what),
    all: () => Object.fromEntries([...noted].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/**
 * Names runs as an evening knows them, whatever the core numbers them: the second time that step 4 is asked is `4#2`. One for all
 * slots, so that a slot that missed a run does not count differently.
 */
export function createRunNames(): (run: number, step: number) => string {
  const runsOf = new Map<number, Set<number>>()
  return (run, step) => {
    const known = runsOf.get(step) ?? new Set<number>()
    runsOf.set(step, known.add(run))
    return `${step}#${[...known].filter((other) => other <= run).length}`
  }
}
