import { hostname, networkInterfaces } from 'node:os'
import { dirname, join } from 'node:path'
import { DEVICE_ID_PATTERN } from '@eg/shared'
import * as z from 'zod'
import { type WireLimits, toWireLimits, wireLimitVariables } from './broker/wire/limits.js'
import { isOrigin } from './http/origin.js'
import { isLoopback } from './addresses.js'
import { openTopicProblem } from './open-topics.js'
import { type RehearsalConfig, placesOf } from './rehearsal/rehearsal-config.js'
import { type TlsConfig, tlsConfigOf, tlsVariables } from './tls/tls-config.js'

/** A wrong environment. Each line names one variable, what is wrong with it and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Digits and nothing else: `Number(' ')` is 0, and port 0 is any. */
const wholeNumber = (min: number, max: number, message: string) =>
  z
    .string()
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message))
const port = (fallback: number) => wholeNumber(0, 65_535, 'must be a port number, 0 to 65535').default(fallback)

const cents = (what: string) => wholeNumber(0, 1_000_000_000, what)

/** A number of votes, or every slot that is there. */
const EXPECTED_VOTES = 'must be a whole number from 1 to 1000, or "slots" for every slot that is there'
const expectedVotes = z
  .string()
  .regex(/^(slots|\d{1,10})$/, EXPECTED_VOTES)
  .transform((text) => (text === 'slots' ? text : Number(text)))
  .refine((votes) => votes === 'slots' || (votes >= 1 && votes <= 1000), EXPECTED_VOTES)

const commaList = (list: string) =>
  list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const environment = z.object({
  BIND: z.string().min(1, 'must be an address, such as 127.0.0.1').default('127.0.0.1'),
  MQTT_HOST: z.string().optional(),
  MQTT_PORT: port(1883),
  MQTT_WS_PORT: port(9001),
  API_PORT: port(8000),
  OPERATOR_UI_PORT: port(3000),
  DB_PATH: z.string().min(1, 'must name the database file').default('./data/core.db'),
  CORE_DEVICE_ID: z
    .string()
    .regex(DEVICE_ID_PATTERN, 'must be 1-64 letters, digits, "-", "_" or "."')
    .default('core-01'),
  NIGHT_EXPECTED_VOTES: expectedVotes.default(9),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  EG_AUTH: z.enum(['open', 'enrolled'], { error: 'must be "open" or "enrolled"' }).optional(),
  EG_OPEN_TOPICS: z
    .string()
    .default('test,eg/test/#')
    .transform(commaList)
    .check((ctx) => {
      const message = ctx.value.map(openTopicProblem).find((problem) => problem !== null)
      if (message) ctx.issues.push({ code: 'custom', message, input: ctx.value })
    }),
  EG_HOSTS: z
    .string()
    .default('')
    .transform((text) => commaList(text.toLowerCase()))
    .refine(
      (names) => names.every((name) => /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name)),
      'must be names of this core separated by commas, without port, such as eg.venue.example',
    ),
  EG_ORIGINS: z
    .string()
    .default('')
    .transform((text) => commaList(text.toLowerCase()))
    .refine(
      (origins) => origins.every(isOrigin),
      'must be pages that may call the core, separated by commas, as scheme, name and port: https://board.venue.example',
    ),
  ...tlsVariables(port),
  SLOT_UI_PORT: port(5173),
  BACKUP_DIR: z.string().optional(),
  EG_BACKUP_SECONDS: cents('must be a number of seconds, 0 for never').default(60),
  EG_RESTORE: z.enum(['ask', 'auto', 'none'], { error: 'must be "ask", "auto" or "none"' }).default('ask'),
  EG_REHEARSAL: z.enum(['no', 'yes', 'fresh'], { error: 'must be "no", "yes" or "fresh"' }).default('no'),
  EG_READY_DISK_MB: cents('must be a number of MB, 0 for no limit').default(500),
  EG_PAYTABLE: z.string().optional(),
  EG_STALL_S: cents('must be a number of seconds, 0 for never').default(180),
  EG_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency of three letters, such as EUR')
    .default('EUR'),
  EG_CREDIT_POLICY: z.enum(['rounds', 'any'], { error: 'must be "rounds" or "any"' }).default('rounds'),
  EG_CARDS: z.enum(['issued', 'auto'], { error: 'must be "issued" or "auto"' }).default('issued'),
  EG_CHANGE_DESKS: z
    .string()
    .default('change-01')
    .transform(commaList)
    .refine(
      (desks) => desks.every((desk) => DEVICE_ID_PATTERN.test(desk)),
      'must be device ids separated by commas, such as change-01,change-02',
    ),
  EG_UNDO_S: wholeNumber(0, 86_400, 'must be a number of seconds, 0 for never').default(60),
  EG_PAYOUT_HOURS: cents('must be a number of hours, 0 for never').default(24),
  EG_STAKE_LIMIT_CENTS: cents('must be whole cents an hour, 0 for no limit').default(0),
  EG_CREDIT_LIMIT_CENTS: cents('must be whole cents an hour, 0 for no limit').default(0),
  VITE_MQTT_HOST: z.string().optional(),
  VITE_MQTT_PORT: wholeNumber(1, 65_535, 'must be a port number, 1 to 65535').optional(),
  ...wireLimitVariables,
})

export interface CoreConfig {
  bind: string
  mqttPort: number
  wsPort: number
  apiPort: number
  operatorPort: number
  /** In a rehearsal the rehearsal's own. */
  dbPath: string
  /** Null: the evening is real. */
  rehearsal: RehearsalConfig | null
  coreDeviceId: string
  /** What closes a run whose step does not say it: so many votes, or those of every slot that is there. */
  expectedVotes: number | 'slots'
  logLevel: string
  /** Whether somebody must show who he is. */
  auth: 'open' | 'enrolled'
  openTopics: string[]
  /** Names of this core beside its addresses and local names, for browsers. */
  hosts: string[]
  /** Pages beside the venue's own that may call the core. */
  origins: string[]
  /** Null: no certificates, no TLS. */
  tls: TlsConfig | null
  /** Where slots serve their kiosk pages. */
  kioskPort: number
  /** How long nothing may move at night before somebody is told; null: nobody ever is. */
  stallMs: number | null
  /** How long an operator's command can be undone. */
  undoMs: number
  backup: { folder: string; everyMs: number | null; restore: 'ask' | 'auto' | 'none' }
  /** Free space, in MB, that the ready gate asks for where the database and its backups lie. */
  readyDiskMb: number
  money: {
    /** EG_PAYTABLE; null: the paytable that comes with EG. */
    paytable: string | null
    currency: string
    creditPolicy: 'rounds' | 'any'
    cards: 'issued' | 'auto'
    desks: string[]
    payoutMs: number | null
    stakeLimit: number | null
    creditLimit: number | null
  }
  /** What the operator's page is told of its broker, beyond its own host. */
  page: { mqttHost: string | undefined; mqttPort: number | undefined }
  /** What one client of the broker may take. */
  limits: WireLimits
}

/**
 * Reads and checks the core's environment: the only place that does.
 * @throws ConfigError with one line a variable at fault
 */
export function readConfig(env: Record<string, string | undefined>): CoreConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues
        .map((issue) => `${issue.path.join('.')}=${given[String(issue.path[0])] ?? ''}: ${issue.message}.`)
        .join('\n'),
    )
  }
  const e = parsed.data
  checkMqttHost(e.MQTT_HOST, e.BIND)
  const tls = tlsConfigOf(e, dirname(e.DB_PATH))
  const places = placesOf(e.EG_REHEARSAL, e.DB_PATH, e.BACKUP_DIR ?? join(dirname(e.DB_PATH), 'backups'))
  if ('problem' in places) throw new ConfigError(`DB_PATH=${e.DB_PATH}: ${places.problem}.`)
  checkPorts({
    MQTT_PORT: e.MQTT_PORT,
    MQTT_WS_PORT: e.MQTT_WS_PORT,
    API_PORT: e.API_PORT,
    OPERATOR_UI_PORT: e.OPERATOR_UI_PORT,
    ...(tls && { MQTT_TLS_PORT: tls.mqttPort, MQTT_WSS_PORT: tls.wssPort }),
  })
  return {
    bind: e.BIND,
    mqttPort: e.MQTT_PORT,
    wsPort: e.MQTT_WS_PORT,
    apiPort: e.API_PORT,
    operatorPort: e.OPERATOR_UI_PORT,
    dbPath: places.dbPath,
    rehearsal: places.rehearsal,
    coreDeviceId: e.CORE_DEVICE_ID,
    expectedVotes: e.NIGHT_EXPECTED_VOTES,
    logLevel: e.LOG_LEVEL,
    auth: e.EG_AUTH ?? (isLoopback(e.BIND) ? 'open' : 'enrolled'),
    openTopics: e.EG_OPEN_TOPICS,
    hosts: e.EG_HOSTS,
    origins: e.EG_ORIGINS,
    tls,
    kioskPort: e.SLOT_UI_PORT,
    stallMs: e.EG_STALL_S === 0 ? null : e.EG_STALL_S * 1000,
    undoMs: e.EG_UNDO_S * 1000,
    backup: {
      folder: places.backupFolder,
      everyMs: e.EG_BACKUP_SECONDS === 0 ? null : e.EG_BACKUP_SECONDS * 1000,
      restore: e.EG_RESTORE,
    },
    readyDiskMb: e.EG_READY_DISK_MB,
    money: {
      paytable: e.EG_PAYTABLE ?? null,
      currency: e.EG_CURRENCY,
      creditPolicy: e.EG_CREDIT_POLICY,
      cards: e.EG_CARDS,
      desks: e.EG_CHANGE_DESKS,
      payoutMs: e.EG_PAYOUT_HOURS === 0 ? null : e.EG_PAYOUT_HOURS * 3_600_000,
      stakeLimit: e.EG_STAKE_LIMIT_CENTS === 0 ? null : e.EG_STAKE_LIMIT_CENTS,
      creditLimit: e.EG_CREDIT_LIMIT_CENTS === 0 ? null : e.EG_CREDIT_LIMIT_CENTS,
    },
    page: { mqttHost: e.VITE_MQTT_HOST, mqttPort: e.VITE_MQTT_PORT },
    limits: toWireLimits(e),
  }
}

/** The broker is the core's own. An external one is a later matter; a wrong guess here would split the evening in two. */
function checkMqttHost(host: string | undefined, bind: string): void {
  if (host === undefined || host === bind || isLoopback(host)) return
  const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((address) => address.address))
  if (own.includes(host) || host === hostname() || host === `${hostname()}.local`) return
  throw new ConfigError(
    `MQTT_HOST=${host}: the core runs its own broker and cannot use another one yet. Leave MQTT_HOST out, and use BIND to choose the address it listens on.`,
  )
}

function checkPorts(ports: Record<string, number>): void {
  const seen = new Map<number, string>()
  for (const [name, value] of Object.entries(ports)) {
    const other = seen.get(value)
    if (other !== undefined && value !== 0)
      throw new ConfigError(`${name}=${value}: ${other} has the same port. Give each its own.`)
    seen.set(value, name)
  }
}
