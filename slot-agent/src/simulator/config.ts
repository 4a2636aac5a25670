import * as z from 'zod'
import { apiUrl, brokerUrl, type Env, host, logLevel, port, type Read, readEnv, wholeNumber } from '../env.js'
import { faultsOf, planOf } from './evening/evening-config.js'
import type { Plan } from './evening/plan.js'
import type { Faults } from './faults/fault-kinds.js'
import { type TlsFiles, tlsFilesOf, tlsProblems, tlsVariables } from '../tls-settings.js'

/** What the simulator is told from outside. */
export interface SimulatorConfig {
  brokerUrl: string
  /** Null: without TLS. */
  tls: TlsFiles | null
  /** The names of the slots to play: `slot-02` … */
  slots: readonly string[]
  seed: number
  minMs: number
  maxMs: number
  /** Whether the simulator also plays the cashier and the tables. */
  desk: boolean
  dbPath: string
  logLevel: string
  auth: 'open' | 'enrolled' | 'ask'
  /** A file with the secrets of simulated devices (`{"slot-02": "…"}`); null: each asks to be enrolled. */
  secretsPath: string | null
  /** Who the simulated cashier logs in as where logins are asked for. */
  login: { name: string; password: string } | null
  /** The core's HTTP API. */
  apiUrl: string
  /** By how much all waiting is divided. */
  speed: number
  /** An evening with an end: its plan. Null: until it is stopped. */
  plan: Plan | null
  faults: Faults
  /** How often the forgetful do not vote (0 to 1). */
  forgets: number
  /** Whether at the end what everybody believes is held against the core's books. */
  report: boolean
  /** Where the report goes, whole, as JSON; null: nowhere. */
  reportPath: string | null
}

const MAX_SLOTS = 500
const MAX_SPEED = 1000
/** Between one thing that somebody does and the next, where an evening is played (ms, of a real evening). */
const EVENING_PACE = { minMs: 2000, maxMs: 20_000 }
const DAY_MS = 86_400_000
const slotNumber = () => wholeNumber(1, MAX_SLOTS, 'is not a number of slots')
const milliseconds = () => wholeNumber(0, DAY_MS, 'is not a time in milliseconds')

const variables = z.object({
  CORE_HOST: host().default('localhost'),
  MQTT_HOST: host().optional(),
  MQTT_PORT: port().optional(),
  ...tlsVariables,
  SLOTS: slotNumber().default(9),
  EG_SIM_FIRST: slotNumber().default(2),
  EG_SIM_SEED: wholeNumber(0, 4_294_967_295, 'is not a seed').default(1),
  EG_SIM_MIN_MS: milliseconds().optional(),
  EG_SIM_MAX_MS: milliseconds().optional(),
  EG_SIM_SPEED: wholeNumber(1, MAX_SPEED, 'is not a speed').default(1),
  EG_SIM_EVENING: wholeNumber(1, 1440, 'is not a number of minutes').optional(),
  EG_SIM_PLAN: z.string().optional(),
  EG_SIM_FAULTS: z.string().default('none'),
  EG_SIM_FORGETS: wholeNumber(0, 100, 'is not a percentage').default(0),
  EG_SIM_REPORT: z.string().optional(),
  EG_SIM_DESK: z.enum(['on', 'off'], 'is not a choice: use on or off').default('on'),
  EG_AUTH: z
    .enum(['open', 'enrolled'], 'is not a way to admit devices: use open or enrolled, or leave it out')
    .optional(),
  EG_SIM_SECRETS: z.string().optional(),
  EG_SIM_LOGIN: z
    .string()
    .regex(/^[^:]+:.+$/, 'is not a login: use name:password of a cashier')
    .optional(),
  API_PORT: port().default(8000),
  DB_PATH: z.string().default('./data/simulator.db'),
  LOG_LEVEL: logLevel(),
})

/** Reads the simulator's environment: the one place that does. */
export function readSimulatorConfig(env: Env): Read<SimulatorConfig> {
  const read = readEnv(variables, env)
  if (!read.ok) return read
  const v = read.value
  const problems: string[] = tlsProblems(v)
  const tls = tlsFilesOf(v)
  if (v.EG_SIM_FIRST > v.SLOTS) {
    problems.push(`EG_SIM_FIRST="${v.EG_SIM_FIRST}" is above SLOTS (${v.SLOTS}), so no slot would be played: lower it`)
  }
  const plan = planOf(v.EG_SIM_PLAN, v.EG_SIM_EVENING, problems)
  const usual = plan === null ? { minMs: 500, maxMs: 6000 } : EVENING_PACE
  const minMs = v.EG_SIM_MIN_MS ?? Math.min(usual.minMs, v.EG_SIM_MAX_MS ?? usual.minMs)
  const maxMs = v.EG_SIM_MAX_MS ?? Math.max(usual.maxMs, minMs)
  if (minMs > maxMs) problems.push(`EG_SIM_MIN_MS="${minMs}" is above EG_SIM_MAX_MS (${maxMs}): lower it`)
  const faults = faultsOf(v.EG_SIM_FAULTS, plan, tls !== null, problems)
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      brokerUrl: brokerUrl(v.MQTT_HOST ?? v.CORE_HOST, v.MQTT_PORT, tls !== null),
      tls,
      slots: slotNames(v.EG_SIM_FIRST, v.SLOTS),
      seed: v.EG_SIM_SEED,
      minMs: minMs / v.EG_SIM_SPEED,
      maxMs: maxMs / v.EG_SIM_SPEED,
      desk: v.EG_SIM_DESK === 'on',
      dbPath: v.DB_PATH,
      logLevel: v.LOG_LEVEL,
      auth: v.EG_AUTH ?? 'ask',
      secretsPath: v.EG_SIM_SECRETS ?? null,
      login: loginOf(v.EG_SIM_LOGIN),
      apiUrl: apiUrl(v.MQTT_HOST ?? v.CORE_HOST, v.API_PORT),
      speed: v.EG_SIM_SPEED,
      plan,
      faults,
      forgets: v.EG_SIM_FORGETS / 100,
      report: plan !== null || v.EG_SIM_REPORT !== undefined,
      reportPath: v.EG_SIM_REPORT === undefined || v.EG_SIM_REPORT === 'on' ? null : v.EG_SIM_REPORT,
    },
  }
}

function loginOf(text: string | undefined): SimulatorConfig['login'] {
  if (text === undefined) return null
  const colon = text.indexOf(':')
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}

function slotNames(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `slot-${String(first + index).padStart(2, '0')}`)
}
