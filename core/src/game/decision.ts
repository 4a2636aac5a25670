/**
 * What a rule decides. A refusal is a value like any other: it changes nothing and says why, as a stable word
 * (`reason`) and a sentence for people (`detail`: what happened, what it means, what to do).
 */
export interface Decision<Change> {
  status: string
  reason?: string
  detail?: string
  field?: string
  changes: Change[]
}

export function accept<Change>(status: string, changes: Change[]): Decision<Change> {
  return { status, changes }
}

export function refuse<Change>(
  status: string,
  reason: string,
  detail: string,
  more: { field?: string } = {},
): Decision<Change> {
  return { status, reason, detail, ...more, changes: [] }
}
