/** Why a slot that has not voted is not waited for. */
export interface Excuse {
  deviceId: string
  by: 'absent' | 'operator'
}

/** Who is who while a run is open: ids of slots. */
export interface Attendance {
  /** Known slots and whether each is there: one turns absent after 20 s away, and is there again as soon as it is back. */
  slots: ReadonlyMap<string, boolean>
  /** Whom the operator said not to wait for in this run. */
  excusedByOperator: ReadonlySet<string>
  /** Who has voted in it. */
  voters: Pick<ReadonlySet<string>, 'has' | 'size'>
}

/** Whom an open run waits for (N31): every slot that is there, less those that have voted or are excused by the operator. */
export function waitedFor({ slots, excusedByOperator, voters }: Attendance): string[] {
  return [...slots].flatMap(([id, here]) => (here && !excusedByOperator.has(id) && !voters.has(id) ? [id] : []))
}

/** Who is excused in an open run (N33): known slots that have not voted, and are absent or excused by the operator. */
export function excusedOf({ slots, excusedByOperator, voters }: Attendance): Excuse[] {
  return [...slots].flatMap(([deviceId, here]): Excuse[] => {
    if (voters.has(deviceId)) return []
    if (excusedByOperator.has(deviceId)) return [{ deviceId, by: 'operator' }]
    return here ? [] : [{ deviceId, by: 'absent' }]
  })
}

/** How many votes a run of `slots` expects now: those that are in and those that are waited for. A run expects one at least. */
export function expectedNow(attendance: Attendance): number {
  return Math.max(1, attendance.voters.size + waitedFor(attendance).length)
}

/**
 * Whether there is nobody left to wait for (N35): some votes are in, somebody is excused, everybody else has voted, and the run
 * is open all the same. An excuse closes nothing; this is when closing is suggested.
 */
export function maySuggestClose(attendance: Attendance): boolean {
  const { voters } = attendance
  return voters.size > 0 && waitedFor(attendance).length === 0 && excusedOf(attendance).length > 0
}
