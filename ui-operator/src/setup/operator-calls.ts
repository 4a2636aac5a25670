import { newRequestId, type Answer, type OperatorRole } from '@eg/shared'

/** An operator, as the game master sees one. Times in ms since 1970 on the core's clock. */
export interface OperatorRow {
  name: string
  role: OperatorRole
  /** Pages on which this name is logged in now. */
  sessions: number
}

/** Who may log in. Over HTTP alone: passwords travel here. Each resolves with the core's answer. */
export interface OperatorCalls {
  /** Rejects when the core cannot be read. */
  list(): Promise<OperatorRow[]>
  /** Adds one, or changes role or password; without `password` it stays. `seen`: the role of the name on the screen, null: nobody has it. */
  set(name: string, role: OperatorRole, seen: OperatorRole | null, password?: string): Promise<Answer>
  remove(name: string): Promise<Answer>
  /** Ends every session of a name. */
  logout(name: string): Promise<Answer>
}

const PATIENCE_MS = 8000
const ROLES: ReadonlySet<unknown> = new Set(['gamemaster', 'cashier', 'technician', 'viewer'])

export function createOperatorCalls(fetcher: typeof fetch): OperatorCalls {
  const give = async (what: 'set' | 'remove' | 'logout', fields: object): Promise<Answer> => {
    try {
      const answer = await fetcher(`/api/op/operators/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ req_id: newRequestId('op'), ...fields }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      return (await answer.json()) as Answer
    } catch (error) {
      console.warn('operators:', error)
      return { type: `operator_${what}`, status: 'unavailable', reason: 'no_answer' }
    }
  }
  return {
    async list() {
      const answer = await fetcher('/api/operators', { signal: AbortSignal.timeout(PATIENCE_MS) })
      if (!answer.ok) throw new Error(`GET /api/operators answered ${answer.status}`)
      const { items } = (await answer.json()) as { items?: unknown }
      if (!Array.isArray(items)) throw new Error('GET /api/operators answered without items')
      return items.filter(isRow)
    },
    set: (name, role, seen, password) =>
      give('set', { name, role, expect_role: seen, ...(password === undefined ? {} : { password }) }),
    remove: (name) => give('remove', { name }),
    logout: (name) => give('logout', { name }),
  }
}

function isRow(value: unknown): value is OperatorRow {
  const row = value as Partial<OperatorRow> | null
  return typeof row?.name === 'string' && ROLES.has(row.role)
}
