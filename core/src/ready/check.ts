/** What a check needs to be read and mended: numbers, names, lists of them. */
export type Params = Record<string, string | number | string[] | number[]>

/** What is wrong, and what mends it; stable words with their parameters, and a sentence in English. */
export interface Fault {
  problem: string
  remedy: string
  detail: string
  params?: Params
}

/** One check as it is found, before anybody's waiver. Times are ms since 1970 on the core's clock. */
export interface Finding {
  /** Stable: `core/disk`, `slot-01/buttons`. */
  check: string
  subject: string
  problem: string | null
  remedy: string | null
  detail: string | null
  params: Params
  /** When it was measured, for what is measured now and then; null for what is looked at all the time. */
  measuredAt: number | null
}

export function green(subject: string, name: string, measuredAt: number | null = null): Finding {
  return { check: `${subject}/${name}`, subject, problem: null, remedy: null, detail: null, params: {}, measuredAt }
}

export function red(subject: string, name: string, fault: Fault, measuredAt: number | null = null): Finding {
  const { params = {}, ...words } = fault
  return { check: `${subject}/${name}`, subject, ...words, params, measuredAt }
}

/** Green without a fault, else red with it. */
export function found(subject: string, name: string, fault: Fault | null, measuredAt: number | null = null): Finding {
  return fault ? red(subject, name, fault, measuredAt) : green(subject, name, measuredAt)
}
