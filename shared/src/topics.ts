/** The names between braces in a topic template: `'eg/dev/{device_id}/res'` → `'device_id'`. */
export type ParamName<T extends string> = T extends `${string}{${infer P}}${infer Rest}` ? P | ParamName<Rest> : never

/** What must be given to turn a template into a topic. */
export type TopicParams<T extends string> = { [K in ParamName<T>]: string }

const PARAM = /\{([a-z_]+)\}/g

/**
 * Whether a value can stand for a parameter: exactly one level of a topic. A client id may be anything, so a `+`, `#` or
 * `/` in it must never become part of a topic or filter.
 */
export function isTopicLevel(value: string): boolean {
  return value !== '' && !/[/+#\0]/.test(value)
}

/** The topic of a template: `buildTopic('eg/dev/{device_id}/res', { device_id: 'slot-01' })` → `'eg/dev/slot-01/res'`. */
export function buildTopic<T extends string>(template: T, params: TopicParams<T>): string {
  const levels = partsOf(template).map((part, i) => {
    if (i % 2 === 0) return part
    const value = (params as Record<string, string>)[part]
    if (!value) throw new Error(`topic ${template} needs ${part}`)
    return levelOf(template, part, value)
  })
  return levels.join('')
}

/** The templates taken apart so far: there are as many as contracts, and a topic is built for every answer. */
const taken = new Map<string, string[]>()

/** A template's fixed texts and, between them, the names of its parameters. */
function partsOf(template: string): string[] {
  const known = taken.get(template)
  if (known) return known
  const parts = template.split(/[{}]/)
  taken.set(template, parts)
  return parts
}

/** The MQTT filter that matches every topic of a template: each parameter that is not pinned becomes `+`. */
export function filterOf(template: string, pinned: Readonly<Record<string, string | undefined>> = {}): string {
  return template.replace(PARAM, (_, name: string) => {
    const value = pinned[name]
    return value === undefined ? '+' : levelOf(template, name, value)
  })
}

function levelOf(template: string, name: string, value: string): string {
  if (!isTopicLevel(value)) throw new Error(`topic ${template}: ${name} is not one level of a topic: ${value}`)
  return value
}

/** The names of a template's parameters, in order. */
export function paramNames(template: string): string[] {
  return [...template.matchAll(PARAM)].map((m) => m[1] as string)
}

/** The parameters of `topic` if it is one of `template`'s topics, else null. A template ending in `#` takes any rest. */
export function matchTopic(template: string, topic: string): Record<string, string> | null {
  const want = template.split('/')
  const have = topic.split('/')
  const params: Record<string, string> = {}
  for (let i = 0; i < want.length; i++) {
    const level = want[i] as string
    if (level === '#') return params
    const actual = have[i]
    if (actual === undefined) return null
    if (level.startsWith('{')) {
      if (!isTopicLevel(actual)) return null
      params[level.slice(1, -1)] = actual
    } else if (level !== actual) return null
  }
  return have.length === want.length ? params : null
}

/**
 * Whether everything that `narrow` can match is also matched by `wide` (both MQTT filters). This, not "do they
 * overlap", is what a subscription is checked with: `eg/dev/+/res` overlaps `eg/dev/slot-01/res` but is not covered.
 * A filter that begins with a wildcard matches nothing under `$` (MQTT-4.7.2-1), so it covers nothing there either.
 */
export function covers(wide: string, narrow: string): boolean {
  const w = wide.split('/')
  const n = narrow.split('/')
  if (narrow.startsWith('$') && (w[0] === '+' || w[0] === '#')) return false
  for (let i = 0; i < w.length; i++) {
    if (w[i] === '#') return i === w.length - 1
    const level = n[i]
    if (level === undefined || level === '#') return false
    if (w[i] === '+') continue
    if (w[i] !== level) return false
  }
  return n.length === w.length
}
