import { StartFailure } from './start-failure.js'

/** Something that runs until it is told to stop. */
export interface Running {
  stop(): Promise<void>
}

/**
 * Runs `start` as this process: SIGINT or SIGTERM stops it cleanly, a second one ends at once. What a person has to put
 * right is one line on stderr and exit status 1. A parent with a channel (scripts/start.sh) is told `ready`, whatever
 * LOG_LEVEL is; when it is gone nobody is left to stop this process, so that is a signal too.
 */
export async function runProcess(name: string, start: () => Promise<Running>): Promise<void> {
  try {
    const running = await start()
    let stopping = false
    const end = () => {
      if (stopping) process.exit(1)
      stopping = true
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(name, error),
      )
    }
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
