import type { OpBooks, TimelineLine } from '@eg/shared'
import type { SimLogin } from '../sim-login.js'
import { StartFailure } from '../../start-failure.js'
import type { Before, CardRow, CoreBooks, RunRow, TransferRow } from './core-books.js'

const PAGE = 10_000
const LINES = 1000
const PATIENCE_MS = 10_000

/** Reads a core's books over its HTTP API, as anybody at the venue may who handles money. */
export interface CoreReads {
  /** @throws StartFailure when the core does not answer, or not to this login */
  before(cards: readonly string[], inherited: ReadonlySet<string>): Promise<Before>
  after(before: Before, deskId: string): Promise<CoreBooks>
}

export function createCoreReads(apiUrl: string, login: SimLogin): CoreReads {
  const ask = (path: string) => {
    const token = login.credentials()?.password
    return fetch(`${apiUrl}${path}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
  }
  const get = async <T>(path: string): Promise<T | null> => {
    let answer = await ask(path).catch((error: unknown) => unreachable(apiUrl, error))
    if (answer.status === 401) {
      await Promise.race([login.onRefused(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
      answer = await ask(path)
    }
    if (answer.status === 401 || answer.status === 403) throw notLetIn(apiUrl)
    if (answer.status === 404) return null
    if (!answer.ok)
      throw new StartFailure(`${apiUrl}${path} answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
    return (await answer.json()) as T
  }
  const must = async <T>(path: string): Promise<T> => {
    const read = await get<T>(path)
    if (read === null) throw new StartFailure(`${apiUrl}${path} is not there: is this the API of an EG core?`)
    return read
  }
  const hasAfter = async (transfer: number) =>
    (await must<Items<TransferRow>>(`/api/wallet/transfers?after=${transfer}&limit=1`)).items.length > 0
  /** Doubling, then halving: a venue of years is not read from its beginning. */
  const lastTransfer = async () => {
    let high = 1
    while (await hasAfter(high)) high *= 2
    let low = 0
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (await hasAfter(middle)) low = middle + 1
      else high = middle
    }
    return low
  }
  const cardOf = async (tagUid: string): Promise<CardRow> => {
    const card = await get<{ player: number; balance_cents: number }>(`/api/cards/${tagUid}`)
    return { tagUid, player: card?.player ?? null, balanceCents: card?.balance_cents ?? 0 }
  }
  const cardsOf = async (tags: readonly string[]) => {
    const cards: CardRow[] = []
    for (const tagUid of tags) cards.push(await cardOf(tagUid))
    return cards
  }
  const transfersAfter = async (first: number) => {
    const all: TransferRow[] = []
    for (let after: number | null = first; after !== null;) {
      const page: { items: TransferRow[]; next_after: number | null } = await must(
        `/api/wallet/transfers?after=${after}&limit=${PAGE}`,
      )
      all.push(...page.items)
      after = page.next_after
    }
    return all
  }
  const linesAfter = async (seq: number) => {
    const all: TimelineLine[] = []
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null && before > seq;) {
      const page: { items: TimelineLine[]; next_before: number | null } = await must(
        `/api/timeline?before=${before}&limit=${LINES}`,
      )
      all.push(...page.items.filter((line) => line.seq > seq))
      before = page.next_before
    }
    return all
  }

  return {
    async before(tags, inherited) {
      const newest = await must<Items<TimelineLine>>('/api/timeline?limit=1')
      const cards = await cardsOf(tags)
      return { transfer: await lastTransfer(), seq: newest.items[0]?.seq ?? 0, cards, inherited }
    },
    async after(before, deskId) {
      const shifts = await must<Items<{ over_short_cents: number | null }>>(`/api/shifts?desk=${deskId}&limit=1`)
      const accounts = await must<{ sum_cents: number }>('/api/wallet/accounts')
      return {
        books: await must<OpBooks>('/api/books?check=now'),
        sumCents: accounts.sum_cents,
        transfers: await transfersAfter(before.transfer),
        lines: await linesAfter(before.seq),
        runs: (await must<Items<RunRow>>('/api/night/runs?limit=1000')).items,
        cards: await cardsOf(before.cards.map(({ tagUid }) => tagUid)),
        overShortCents: shifts.items[0]?.over_short_cents ?? null,
      }
    },
  }
}

interface Items<T> {
  items: T[]
}

function notLetIn(apiUrl: string): StartFailure {
  return new StartFailure(
    `the core at ${apiUrl} asks who reads its books, and this login is not let in: give a game master's with --login NAME:PASSWORD (npm run operator -- add NAME --role gamemaster makes one)`,
  )
}

function unreachable(apiUrl: string, error: unknown): never {
  const why =
    error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)
  throw new StartFailure(
    `the core's API does not answer at ${apiUrl} (${why}), so nothing could be compared: start the core, or say where it is with --host and --api-port`,
    { cause: error },
  )
}
