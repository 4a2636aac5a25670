import { parseArgs } from 'node:util'
import type { Env, Read } from '../env.js'

/** Each option stands for a variable of the environment, and wins over it. */
const OPTIONS = {
  slots: 'SLOTS',
  first: 'EG_SIM_FIRST',
  seed: 'EG_SIM_SEED',
  speed: 'EG_SIM_SPEED',
  evening: 'EG_SIM_EVENING',
  plan: 'EG_SIM_PLAN',
  faults: 'EG_SIM_FAULTS',
  forgets: 'EG_SIM_FORGETS',
  report: 'EG_SIM_REPORT',
  desk: 'EG_SIM_DESK',
  host: 'CORE_HOST',
  port: 'MQTT_PORT',
  'api-port': 'API_PORT',
  db: 'DB_PATH',
  login: 'EG_SIM_LOGIN',
} as const

export const HELP = `npm run start:simulator -- [options]

Plays a venue against any core, over its own topics and HTTP: slots with people who have habits, a change desk, a table.
Without --evening or --plan it plays until it is stopped. An evening ends by itself, with a report that holds what every
simulated person was told against the core's books, votes and journal. Exit status: 0 it balances, 2 it does not,
1 it could not be played.

  --evening MINUTES   plays an evening of so many minutes: day, a night of three questions, day
  --plan FILE         plays an evening with the operator's steps of FILE (JSON; docs/rehearsal.md)
  --speed N           divides all waiting by N: --evening 120 --speed 60 takes two minutes
  --seed N            the same seed, the same decisions (default 1)
  --slots N           the last slot (default 9), --first N the first (default 2)
  --faults LIST       what goes wrong: loss=2,delay=200,duplicates=10,dead=1,powercut=1
                      loss: each slot loses its connection so often; delay: messages are held up to so many ms;
                      duplicates: so many of 100 commands are sent twice; dead, powercut: so many slots
  --forgets N         every third person forgets to vote on N of 100 questions
  --report FILE|on    the report as JSON into FILE; "on": a report also where nothing ends the evening but you
  --desk on|off       whether it plays the desk and the table
  --host H, --port N, --api-port N    where the core is (default localhost, 1883, 8000)
  --login NAME:PASSWORD               a game master's, where the core asks who somebody is
  --db FILE           where simulated slots keep what they may not lose (default ./data/simulator.db)

Every option is also a variable of the environment: ${Object.values(OPTIONS).join(', ')}.
`

/** The environment with what the command line says; `help` asks for HELP. */
export function readArguments(args: readonly string[], env: Env): Read<Env | 'help'> {
  const options = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean', short: 'h' } } })
    if (values.help) return { ok: true, value: 'help' }
    const given = Object.entries(OPTIONS).flatMap(([name, variable]) => {
      const value = (values as Record<string, string | undefined>)[name]
      return value === undefined ? [] : [[variable, value]]
    })
    return { ok: true, value: { ...env, ...(Object.fromEntries(given) as Env) } }
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)
    return { ok: false, problems: [`${why}: --help says what there is`] }
  }
}

/** A problem with a variable as a problem with the option that set it, for whoever used the option. */
export function asOption(problem: string, args: readonly string[]): string {
  const name = Object.entries(OPTIONS).find(([option, variable]) => {
    return (
      problem.startsWith(`${variable}="`) && args.some((arg) => arg === `--${option}` || arg.startsWith(`--${option}=`))
    )
  })
  return name ? problem.replace(`${name[1]}=`, `--${name[0]} `) : problem
}
