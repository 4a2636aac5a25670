import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeBackup } from '../../dist/store/sqlite/backup-files.js'
import { until } from '../../test/core-process.js'
import { type Fault, createFailingDisk } from '../disk/disk-control.js'
import { checkEvening } from '../evening/check-evening.js'
import { drawFrom } from '../evening/draw.js'
import { Evening } from '../evening/evening.js'
import { createKillableCore } from '../evening/killable-core.js'
import { progress } from '../evening/progress.js'
import { inWords, isClean } from '../evening/verdict.js'
import { replay, rounds, seed } from '../seed.js'

const FAULTS: readonly Fault[] = ['eio', 'enospc', 'short', 'sync', 'read']
/** So many reads, and so many other operations, a start makes at most before the core is ready, more or less. */
const LAST_READ = 60
const LAST_OPERATION = 8
const STARTS = rounds(6, 300)
/** Liveness only (ms). */
const LIVELY_MS = 120_000

describe(`the disk fails while the core starts, ${STARTS} times`, () => {
  it('Z6 it starts, or refuses in a line and leaves the database as it was; nothing acknowledged is lost', async () => {
    const tell = progress('io-failure at start')
    const draw = drawFrom(seed)
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'eg-start-')))
    const dbPath = join(folder, 'core.db')
    const disk = createFailingDisk(dbPath)
    // Where a damaged database is replaced by a backup, a disk that fails must not be taken for one.
    const core = createKillableCore({ dbPath, env: { ...disk.env, EG_RESTORE: 'auto' } })
    const evening = new Evening(draw)
    let [refused, struck] = [0, 0]
    try {
      await core.start()
      await evening.operator.prepare(core.api)
      takeBackup(dbPath, join(folder, 'backups'), Date.now())
      for (let i = 0; i < STARTS; i++) {
        const fault = draw.of(FAULTS)
        const after = draw.between(0, fault === 'read' ? LAST_READ : LAST_OPERATION)
        const arming = { fault, after, lasting: draw.oneIn(2) }
        const where = `${JSON.stringify(arming)}: ${replay('io-failure')}`
        await evening.connect(core)
        evening.start(core)
        const enough = evening.account.acknowledged + 30
        await until('acknowledgements', () => evening.account.acknowledged >= enough, LIVELY_MS)
        // Of a clean stop nothing is left to do for the next start; of a kill, a log to recover.
        await (draw.oneIn(3) ? core.stop() : core.kill())
        await evening.gone()
        disk.arm(arming)
        const started = await core.start().then(
          () => true,
          () => false,
        )
        disk.mend()
        if (disk.failed() > 0) struck += 1
        if (!started) {
          refused += 1
          expect(core.lines, where).toEqual([expect.stringMatching(/^DB_PATH \S+: .+\.$/)])
          await core.start()
        }
        const verdict = checkEvening(dbPath, evening.account)
        expect(isClean(verdict), `${inWords(verdict)}\n${where}`).toBe(true)
        tell(`${i + 1} of ${STARTS} starts, ${struck} struck, ${refused} refused`)
      }
    } finally {
      await core.kill()
      await evening.gone()
      disk.close()
    }
    tell(`${STARTS} starts, ${struck} met a failure, ${refused} refused in a line, the others went on`, true)
    rmSync(folder, { recursive: true })
  })
})
