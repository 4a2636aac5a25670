import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Fault, breakCopy } from '../model/broken-copy.js'
import { createDraw } from '../model/draw.js'
import { DAY, HOUR, Scenario } from './scenario.js'
import { buildClockShim } from './shifted-clock.js'

// Each of these breaks a core in one place, does to its clock what that place is for, and sees the check red.

let library: string
beforeAll(() => {
  library = buildClockShim()
})

/** How long a broken core is waited for, and one that is not. */
const RED_AFTER_MS = 1000
const SOUND_MS = 15_000

type Steps = (scenario: Scenario) => Promise<void>

const IGNORES_JUMPS: Fault = {
  file: 'dist/commit/pipeline.js',
  is: 'if (Math.abs(byMs) < CLOCK_STEP_MS)',
  becomes: 'if (byMs !== undefined)',
}
const STARTS_IN_THE_PAST: Fault = {
  file: 'dist/store/sqlite/handlers/sweep.js',
  is: 'last - at < CLOCK_STEP_MS',
  becomes: 'last !== undefined',
}
const resumesWith = (becomes: string): Fault => ({
  file: 'dist/store/sqlite/projections.js',
  is: 'Math.min(row.remaining_ms ?? byClock, byClock)',
  becomes,
})
/** Neither when the clock is set nor with what the timer says every few seconds. */
const SHOWS_OLD_END: Fault[] = [
  {
    file: 'dist/store/sqlite/handlers/sweep.js',
    is: 'tx.sql.shiftTimer.run(work.byMs)',
    becomes: 'tx.sql.shiftTimer.run(0)',
  },
  { file: 'dist/store/sqlite/handlers/timer.js', is: 'if (moved)', becomes: 'if (false)' },
]
const BACKUPS_BY_TIME: Fault = {
  file: 'dist/store/backups.js',
  is: 'b.number - a.number || b.at - a.at',
  becomes: 'b.at - a.at',
}
const BACKUPS_BY_AGE: Fault = {
  file: 'dist/store/backups.js',
  is: 'return !needed',
  becomes: 'return newestFirst[0].at - at > 3_600_000',
}
const JOURNAL_BY_TIME: Fault = {
  file: 'dist/store/sqlite/reads/night-reads.js',
  is: 'desc(journal.seq)',
  becomes: 'desc(journal.at)',
}

const jumpAhead: Steps = async (scenario) => {
  await scenario.takeBackup()
  scenario.jump(DAY)
  // The one after the next would take away what is too old.
  for (const slot of ['slot-01', 'slot-02']) {
    await scenario.vote(slot, 'A')
    await scenario.takeBackup()
  }
}
const cut =
  (ms: number): Steps =>
  (scenario) =>
    scenario.cutPower(ms)
/** Votes and backups before and after the clock was set back. */
const jumpBack: Steps = async (scenario) => {
  await scenario.vote('slot-01', 'A')
  await scenario.takeBackup()
  scenario.jump(-HOUR)
  await scenario.vote('slot-02', 'B')
  await scenario.takeBackup()
}

describe('the check of a clock that is set is red', () => {
  it.concurrent.each<[string, Fault[], Steps, ...RegExp[]]>([
    ['Z29 not when nothing is broken', [], jumpBack],
    ['Z29 when nobody notices the jump', [IGNORES_JUMPS], jumpAhead, /before (ten|its)/, /the journal says 0/],
    ['Z29 when the screens keep the old end', SHOWS_OLD_END, jumpAhead, /the end on the screens/],
    [
      'Z29 when only what was stored counts after a cut',
      [resumesWith('row.remaining_ms')],
      cut(DAY),
      /end on the screens/,
    ],
    ['Z29 when only the clock counts after a cut', [resumesWith('byClock')], cut(-HOUR), /the timer to close the run/],
    [
      'Z29 when a core takes what it wrote by a later clock for what is to come',
      [STARTS_IN_THE_PAST],
      cut(-HOUR),
      /a payout waits for more than two days/,
    ],
    ['Z29 when the journal is read in the order of its times', [JOURNAL_BY_TIME], jumpBack, /votes stand in the order/],
    ['Z29 when backups are numbered by their time', [BACKUPS_BY_TIME], jumpBack, /two backups have the number/],
    ['Z29 when backups go by their age', [BACKUPS_BY_AGE], jumpAhead, /was the last of its minute and is gone/],
  ])('%s', async (_, faults, steps, ...problems) => {
    const script = join(breakCopy(faults), 'dist/main.js')
    const patienceMs = faults.length > 0 ? RED_AFTER_MS : SOUND_MS
    const scenario = new Scenario(library, createDraw(1), { script, patienceMs })
    try {
      await scenario.begin(180)
      await steps(scenario)
      const found = (await scenario.finish()).join('\n')
      for (const problem of problems) expect(found).toMatch(problem)
      if (problems.length === 0) expect(found).toBe('')
    } finally {
      await scenario.end()
    }
  })
})
