/** One entry of a dispute's timeline. `seq` is the line of the journal that it is, answers, or comes after. */
export interface DisputeItem {
  seq: number
  /** Core's time, ms since 1970. Order is `seq`'s. */
  at: number
  /** `line` of the journal · `answer` the first answer of the request behind it · `shown` what the slot showed then. */
  what: 'line' | 'answer' | 'shown'
  kind: string
  outcome: string | null
  reason: string | null
  actor: string | null
  device_id: string | null
  run: number | null
  req_id: string | null
  data: Record<string, unknown>
}

const RANK = { line: 0, answer: 1, shown: 2 } as const

/** In the core's order: a line, the answer that its sender was given, then what slots showed after it. */
export function inOrder(items: readonly DisputeItem[]): DisputeItem[] {
  return items.toSorted((a, b) => a.seq - b.seq || RANK[a.what] - RANK[b.what] || a.at - b.at)
}

/** Nobody reads what a press was for (C23): of its answer neither. What counted is told with the result (C113). */
export function withoutChoice(answer: Record<string, unknown>): Record<string, unknown> {
  const { choice: _, stands, req_id: __, ...rest } = answer
  return stands === undefined ? rest : { ...rest, stands: true }
}
