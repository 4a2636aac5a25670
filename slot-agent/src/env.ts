import { isIPv6 } from 'node:net'
import { isDeviceId } from '@eg/shared'
import * as z from 'zod'

export type Env = Readonly<Record<string, string | undefined>>

/** What was read, or for every wrong variable one line: its name and value, what is wrong, what would be right. */
export type Read<T> = { ok: true; value: T } | { ok: false; problems: string[] }

/** Reads the variables of `schema`. An empty variable counts as not set, as service files write it. */
export function readEnv<S extends z.ZodType>(schema: S, env: Env): Read<z.output<S>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = z.safeParse(schema, given)
  if (parsed.success) return { ok: true, value: parsed.data }
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    return `${name}="${given[name] ?? ''}" ${message}`
  })
  return { ok: false, problems: [...new Set(problems)] }
}

/** A whole number from `min` to `max`. `what` says what it is not: `is not a port`. */
export function wholeNumber(min: number, max: number, what: string) {
  const message = `${what}: use a whole number from ${min} to ${max}`
  const digits = z.string().regex(/^\d{1,15}$/, message)
  return digits.transform(Number).pipe(z.int(message).gte(min, message).lte(max, message))
}

export const port = () => wholeNumber(1, 65_535, 'is not a port')

const NOT_A_HOST = 'is not a host: use a name or an address, such as 192.168.1.10'
export const host = () => z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/, NOT_A_HOST)

const NOT_AN_ID =
  'is not a device id: use 1-64 letters, digits, "-", "_" or ".", a letter or digit first, such as slot-01'
export const slotId = () => z.string().refine(isDeviceId, NOT_AN_ID)

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export const logLevel = () => z.enum(LOG_LEVELS, `is not a log level: use ${LOG_LEVELS.join(', ')}`).default('info')

/** `mqtt://192.168.1.10:1883`, or `mqtts://192.168.1.10:8883` with TLS. The usual port, if none is given. */
export function brokerUrl(mqttHost: string, mqttPort: number | undefined, tls: boolean): string {
  return `${tls ? 'mqtts' : 'mqtt'}://${inUrl(mqttHost)}:${mqttPort ?? (tls ? 8883 : 1883)}`
}

/** `http://192.168.1.10:8000` */
export function apiUrl(coreHost: string, apiPort: number): string {
  return `http://${inUrl(coreHost)}:${apiPort}`
}

function inUrl(name: string): string {
  return isIPv6(name) ? `[${name}]` : name
}
