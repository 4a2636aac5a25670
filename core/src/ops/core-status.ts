import type { Logger } from 'pino'
import type { Publication } from '../commit/command.js'
import type { CoreConfig } from '../config.js'
import { VERSION } from '../version.js'
import type { BackupState } from './backup-watch.js'

export interface CoreStatusOptions {
  auth: CoreConfig['auth']
  /** ms since 1970 */
  startedAt: number
  /** Null: no backups are taken. */
  backup: () => BackupState | null
  publish: (publication: Publication) => void
  log: Logger
}

/** What the core says of itself, retained (`opCore`): said anew whenever it is another. */
export function createCoreStatus({ auth, startedAt, backup, publish, log }: CoreStatusOptions) {
  let failing: string | null = null
  const say = () => {
    const store = failing === null ? ('ok' as const) : ('failing' as const)
    const payload = { version: VERSION, started_at: startedAt, auth, store, detail: failing, backup: backup() }
    publish({ contract: 'opCore', params: {}, payload })
  }
  return {
    /** Why nothing can be stored; null while everything can. */
    failing: () => failing,
    setHealth(why: string | null): void {
      if (why === failing) return
      failing = why
      if (why) log.error({ why }, 'the store cannot commit: nothing is acknowledged until it can')
      else log.info('the store commits again')
      say()
    },
    publish: say,
  }
}
