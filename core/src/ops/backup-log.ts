import type { Logger } from 'pino'
import type { BackupState } from './backup-watch.js'

/** Says in the log when backups begin, fail and come again; each once. */
export function createBackupLog(folder: string, log: Logger): (state: BackupState) => void {
  let failing: string | null = null
  let named = false
  return ({ problem, same_device, file }) => {
    if (problem !== null && problem !== failing) {
      log.error({ folder, problem }, 'no backup could be taken: check BACKUP_DIR')
    } else if (problem === null && (failing !== null || !named)) {
      const where = same_device
        ? 'the same device as the database; a USB stick in BACKUP_DIR is safer'
        : 'its own device'
      log.info({ folder, file }, `backups are taken, on ${where}`)
      named = true
    }
    failing = problem
  }
}
