import { StartFailure } from './start-failure.js'

/** The exit status of a process that wants to be started again (EX_TEMPFAIL of sysexits.h). */
export const RESTART_STATUS = 75

/** Something that runs until it is told to stop. */
export interface Running {
  stop(): Promise<void>
}

/**
 * Whether somebody starts this process again when it ends: systemd (which says so in INVOCATION_ID), a container's runtime
 * (whose first process this is), or a parent with a channel (scripts/start.sh).
 */
export function isSupervised(): boolean {
  return process.channel !== undefined || process.pid === 1 || Boolean(process.env['INVOCATION_ID'])
}

/**
 * Runs `start` as this process: SIGINT or SIGTERM stops it cleanly, a second one ends at once. What a person has to put
 * right is one line on stderr and exit status 1. A parent with a channel (scripts/start.sh) is told `ready`, whatever
 * LOG_LEVEL is; when it is gone nobody is left to stop this process, so that is a signal too.
 */
export async function runProcess(name: string, start: (restart: () => void) => Promise<Running>): Promise<void> {
  try {
    let wanted = false
    let stopping = false
    let running: Running | null = null
    const stop = (status: number) => {
      stopping = true
      running?.stop().then(
        () => process.exit(status),
        (error: unknown) => fail(name, error),
      )
    }
    const end = () => (stopping ? process.exit(1) : stop(0))
    running = await start(() => {
      // Asked for while it was still starting: as soon as it has.
      wanted = true
      if (running && !stopping) stop(RESTART_STATUS)
    })
    if (wanted) stop(RESTART_STATUS)
    process.on('SIGINT', end)
    process.on('SIGTERM', end)
    process.once('disconnect', end)
    process.send?.('ready')
  } catch (error) {
    fail(name, error)
  }
}

/** Ends the process because of wrong settings: one line each. */
export function refuseStart(name: string, problems: readonly string[]): never {
  for (const problem of problems) process.stderr.write(`${name}: ${problem}\n`)
  process.exit(1)
}

function fail(name: string, error: unknown): never {
  if (error instanceof StartFailure) return refuseStart(name, [error.message])
  process.stderr.write(`${name}: ${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}
