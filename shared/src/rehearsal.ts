import * as z from 'zod/mini'

/** What a message says beside its own while the venue rehearses (docs/rehearsal.md). Absent: the evening is real. */
export const REHEARSAL_BANNER = { rehearsal: z.optional(z.boolean()) }

/** The parts of a contract that decide whether its messages carry the banner. */
interface Told {
  publishers: readonly string[]
  encoding?: string
}

/** Every JSON message that the core alone publishes can carry the banner; texts (`online`) and devices' own words cannot. */
export function carriesBanner({ publishers, encoding = 'json' }: Told): boolean {
  return encoding === 'json' && publishers.length === 1 && publishers[0] === 'core'
}

/** A schema of the core's own messages that lets the banner through. Forms that are chosen among stay as they are. */
export function withBanner<S extends z.ZodMiniType>(told: Told, schema: S): S {
  if (!carriesBanner(told) || !(schema instanceof z.ZodMiniObject)) return schema
  // What is added is optional, so that everything of the schema's own type still is.
  return z.extend(schema, REHEARSAL_BANNER) as z.ZodMiniType as S
}

/** Whether a message of the core says that the venue rehearses. */
export function isRehearsal(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'rehearsal' in payload && payload.rehearsal === true
}
