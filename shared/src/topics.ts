/** The names between braces in a topic template: `'eg/dev/{device_id}/res'` → `'device_id'`. */
export type ParamName<T extends string> = T extends `${string}{${infer P}}${infer Rest}` ? P | ParamName<Rest> : never

/** What must be given to turn a template into a topic. */
export type TopicParams<T extends string> = { [K in ParamName<T>]: string }

const PARAM = /\{([a-z_]+)\}/g

/** The topic of a template: `buildTopic('eg/dev/{device_id}/res', { device_id: 'slot-01' })` → `'eg/dev/slot-01/res'`. */
export function buildTopic<T extends string>(template: T, params: TopicParams<T>): string {
  return template.replace(PARAM, (_, name: string) => {
    const value = (params as Record<string, string>)[name]
    if (!value) throw new Error(`topic ${template} needs ${name}`)
    return value
  })
}

/** The MQTT filter that matches every topic of a template: each parameter becomes `+`. */
export function filterOf(template: string): string {
  return template.replace(PARAM, '+')
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
      if (actual === '') return null
      params[level.slice(1, -1)] = actual
    } else if (level !== actual) return null
  }
  return have.length === want.length ? params : null
}

/**
 * Whether everything that `narrow` can match is also matched by `wide` (both MQTT filters). This, not "do they
 * overlap", is what a subscription is checked with: `eg/dev/+/res` overlaps `eg/dev/slot-01/res` but is not covered.
 */
export function covers(wide: string, narrow: string): boolean {
  const w = wide.split('/')
  const n = narrow.split('/')
  for (let i = 0; i < w.length; i++) {
    if (w[i] === '#') return true
    const level = n[i]
    if (level === undefined || level === '#') return false
    if (w[i] === '+') continue
    if (w[i] !== level) return false
  }
  return n.length === w.length
}
