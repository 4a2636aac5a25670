import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock } from '@eg/shared'
import { expect, it, vi } from 'vitest'
import { readConfig } from '../config.js'
import { coreChecks } from '../ready/core-checks.js'
import type { BackupState } from './backup-watch.js'
import { createCoreReport } from './core-report.js'
import { startDiskWatch } from './disk-watch.js'

const FILE = 'core-2026-11-21T20-00-00Z.db'

/** A core whose last backup was taken, when it was taken, on a stick. */
async function venue() {
  const clock = createManualClock()
  const home = mkdtempSync(join(tmpdir(), 'eg-report-'))
  const folder = join(home, 'stick')
  const config = readConfig({ DB_PATH: join(home, 'core.db'), BACKUP_DIR: folder, EG_READY_DISK_MB: '1' })
  writeFileSync(config.dbPath, '')
  let backup: BackupState = { at: null, file: null, same_device: null, problem: null }
  const disks = await startDiskWatch({ config, clock, backup: () => backup, backupGone: () => undefined })
  const report = createCoreReport({
    config,
    disks,
    storeFailing: () => null,
    backup: () => backup,
    backupNoRoom: () => false,
    behindMs: () => 0,
    books: () => null,
    devices: () => [],
    certificateDays: () => null,
  })
  const problems = () =>
    coreChecks({ ...report(), clock: null }, 0, clock.now()).flatMap(({ check, problem }) =>
      check.startsWith('core/backup') && problem !== null ? [`${check} ${problem}`] : [],
    )
  return {
    folder,
    problems,
    take(same_device: boolean) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, FILE), 'a copy')
      backup = { at: clock.now(), file: FILE, same_device, problem: null }
    },
    becomes: async (...expected: string[]) => {
      clock.advance(30_000)
      await vi.waitFor(() => expect(problems()).toEqual(expected), 5000)
    },
  }
}

it('U111 a backup whose folder has gone since is not there, and nobody knows its disk, though none was taken since', async () => {
  const { folder, problems, take, becomes } = await venue()
  // Not made yet: the first backup makes it.
  expect(problems()).toEqual(['core/backup backup_none'])
  take(false)
  expect(problems()).toEqual([])
  rmSync(folder, { recursive: true })
  await becomes('core/backup_disk disk_unknown', 'core/backup backup_gone')
})

it('U111 a backup that is not in its folder any more (only the mount point is left) is not there, until it is again', async () => {
  const { folder, take, becomes } = await venue()
  take(true)
  rmSync(join(folder, FILE))
  await becomes('core/backup backup_gone')
  take(true)
  await becomes('core/backup backup_same_device')
})

it('U111 which device a backup lies on is what is found there, not what was when it was taken', async () => {
  const { problems, take, becomes } = await venue()
  take(false)
  expect(problems()).toEqual([])
  await becomes('core/backup backup_same_device')
})
