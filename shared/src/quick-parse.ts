import * as z from 'zod/mini'

/** What a quick parser says of what it does not know, or would not take: zod is asked then, and words the refusal. */
export const NOT_SURE: unique symbol = Symbol('not sure')

type Schema = z.core.$ZodType
type QuickParser = (raw: unknown) => unknown

const parsers = new WeakMap<Schema, QuickParser>()

/**
 * A parser of what is valid, made from the schema itself: it returns what zod would, or `NOT_SURE`. zod makes a dozen objects for
 * each field, which a broker that hears thousands of messages a second has to collect again.
 */
export function quickParserOf(schema: Schema): QuickParser {
  let parser = parsers.get(schema)
  if (!parser) parsers.set(schema, (parser = make(schema) ?? notSure))
  return parser
}

const notSure = () => NOT_SURE

/** Null: a kind of schema that is left to zod. */
function make(schema: Schema): QuickParser | null {
  const { def } = (schema as z.core.$ZodTypes)._zod
  const isPlain = def.type === 'string' || def.type === 'number'
  if (!isPlain && def.checks?.length) return null
  switch (def.type) {
    case 'object':
      return def.catchall ? null : ofObject(def.shape)
    case 'array':
      return ofArray(def.element)
    case 'string':
      return 'format' in def || def.coerce ? null : withChecks((raw) => typeof raw === 'string', def)
    case 'number':
      return ofNumber(def)
    case 'boolean':
      return def.coerce ? null : (raw) => (typeof raw === 'boolean' ? raw : NOT_SURE)
    case 'enum':
      return oneOf(Object.values(def.entries))
    case 'literal':
      return oneOf(def.values)
    case 'optional':
      return make(def.innerType)
    case 'nullable': {
      const inner = make(def.innerType) ?? notSure
      return (raw) => (raw === null ? null : inner(raw))
    }
    case 'union':
      return ofUnion(def.options)
    default:
      return null
  }
}

function ofObject(shape: Readonly<Record<string, Schema>>): QuickParser {
  const fields = Object.entries(shape).map(([name, schema]) => ({
    name,
    parse: make(schema) ?? notSure,
    isOptional: schema._zod.def.type === 'optional',
  }))
  return (raw) => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return NOT_SURE
    const value: Record<string, unknown> = {}
    for (const { name, parse, isOptional } of fields) {
      const given = (raw as Record<string, unknown>)[name]
      if (given === undefined) {
        if (isOptional && !(name in raw)) continue
        return NOT_SURE
      }
      const parsed = parse(given)
      if (parsed === NOT_SURE) return NOT_SURE
      value[name] = parsed
    }
    return value
  }
}

function ofArray(element: Schema): QuickParser | null {
  const parse = make(element)
  if (!parse) return null
  return (raw) => {
    if (!Array.isArray(raw)) return NOT_SURE
    const value = raw.map(parse)
    return value.includes(NOT_SURE) ? NOT_SURE : value
  }
}

function ofNumber(def: z.core.$ZodNumberDef): QuickParser | null {
  const format = 'format' in def ? def.format : undefined
  if (def.coerce || (format !== undefined && format !== 'safeint')) return null
  return withChecks(format === undefined ? Number.isFinite : Number.isSafeInteger, def)
}

function oneOf(values: readonly unknown[]): QuickParser {
  const known = new Set(values)
  return (raw) => (known.has(raw) ? raw : NOT_SURE)
}

/** The first that takes it, as zod has it; so all of them must be known. */
function ofUnion(options: readonly Schema[]): QuickParser | null {
  const parsers = options.map(make)
  if (!parsers.every((parser) => parser !== null)) return null
  return (raw) => {
    for (const parse of parsers) {
      const value = parse(raw)
      if (value !== NOT_SURE) return value
    }
    return NOT_SURE
  }
}

function withChecks(isOfType: (raw: unknown) => boolean, { checks = [] }: z.core.$ZodTypeDef): QuickParser | null {
  const steps = checks.map(toStep)
  if (!steps.every((step) => step !== null)) return null
  return (raw) => {
    if (!isOfType(raw)) return NOT_SURE
    let value = raw
    for (const step of steps) {
      value = step(value as never)
      if (value === NOT_SURE) return NOT_SURE
    }
    return value
  }
}

const passes = (test: (value: never) => boolean) => (value: never) => (test(value) ? value : NOT_SURE)

/** A check or a change of a text or a number, as the schema names it. */
function toStep(check: z.core.$ZodCheck<never>): ((value: never) => unknown) | null {
  const { def } = (check as unknown as z.core.$ZodChecks)._zod
  switch (def.check) {
    case 'string_format':
      return def.format === 'regex' && def.pattern && !def.pattern.global
        ? passes((text) => def.pattern!.test(text))
        : null
    case 'min_length':
      return passes(({ length }: { length: number }) => length >= def.minimum)
    case 'max_length':
      return passes(({ length }: { length: number }) => length <= def.maximum)
    case 'overwrite':
      return def.tx as (value: never) => unknown
    case 'greater_than':
      return passes((number: number) => number > Number(def.value) || (def.inclusive && number === def.value))
    case 'less_than':
      return passes((number: number) => number < Number(def.value) || (def.inclusive && number === def.value))
    default:
      return null
  }
}
