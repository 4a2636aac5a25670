import { writeFileSync } from 'node:fs'
import { systemClock } from '@eg/shared'
import type { Logger } from 'pino'
import { createLog } from '../create-log.js'
import { refuseStart, type Running, runProcess } from '../run-process.js'
import { asOption, HELP, readArguments } from './arguments.js'
import { readSimulatorConfig, type SimulatorConfig } from './config.js'
import { playEvening } from './evening/play-evening.js'
import { type Report, reportText } from './report/report.js'
import { createSimLogin } from './sim-login.js'
import { createVenue } from './venue.js'

/** The exit status of an evening that does not balance. */
const UNBALANCED = 2

const args = process.argv.slice(2)
const given = readArguments(args, process.env)
if (!given.ok) refuseStart('simulator', given.problems)
if (given.value === 'help') {
  process.stdout.write(HELP)
  process.exit(0)
}
const config = readSimulatorConfig(given.value)
if (!config.ok)
  refuseStart(
    'simulator',
    config.problems.map((problem) => asOption(problem, args)),
  )
await runProcess('simulator', () => start(config.value))

async function start(config: SimulatorConfig): Promise<Running> {
  const log = createLog(config.logLevel, {})
  const login = createSimLogin(config.login, config.apiUrl, systemClock, log)
  const ready = () =>
    log.info({ brokerUrl: config.brokerUrl, seed: config.seed }, `simulator ready: ${config.slots.join(', ')}`)
  if (config.report) return startEvening(config, log, login, ready)
  const venue = await createVenue(config, log, login, undefined)
  await venue.open()
  ready()
  return {
    async stop() {
      await venue.leave()
      await venue.stop()
      log.info('stopped')
    },
  }
}

/** Plays and reports; an evening with an end ends the process with its verdict. */
async function startEvening(
  config: SimulatorConfig,
  log: Logger,
  login: ReturnType<typeof createSimLogin>,
  ready: () => void,
): Promise<Running> {
  const course = new AbortController()
  let reported: Promise<number> = Promise.resolve(0)
  const opened = new Promise<void>((onOpen) => {
    const played = playEvening(config, log, login, { signal: course.signal, onOpen })
    reported = played.then((report) => tell(report, config.reportPath))
  })
  // Before the doors are open a fault is one of the start; after that it ends the evening by itself.
  await Promise.race([opened, reported])
  ready()
  if (config.plan !== null)
    reported.then(
      (status) => process.exit(status),
      (error: unknown) => refuseStart('simulator', [error instanceof Error ? error.message : String(error)]),
    )
  return {
    async stop() {
      course.abort()
      process.exit(await reported)
    },
  }
}

function tell(report: Report, path: string | null): number {
  process.stdout.write(reportText(report))
  if (path !== null) writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`)
  return report.balanced ? 0 : UNBALANCED
}
