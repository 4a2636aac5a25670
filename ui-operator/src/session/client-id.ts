import type { Clock } from '@eg/shared'
import type { Keep } from './keep'

const STORED = 'eg.client'
/** The channel on which the tabs of one browser settle who has which id. */
const CHANNEL = 'eg.tabs'
/** How long a tab that has the id already may take to say so (ms). It only has to be loaded, not in sight. */
export const CLAIM_MS = 250

/** What tabs say to each other. `tab` is the random name of one loaded page. */
type TabWord = { kind: 'claim' | 'held'; id: string; tab: string }

export interface ClientIdClaim {
  clientId: string
  /** True: what this tab kept is a copy of another tab's, and the other one goes on with it. */
  copied: boolean
  /** Gives the id up, as closing the page does. */
  release: () => void
}

/**
 * `op-<8 hex>`, the same for the life of a tab, so that the journal can say who of two operators it was. A duplicated tab
 * begins with a copy of everything the first one kept: it asks the others before it uses the id, and takes a new one
 * when somebody has it. BroadcastChannel rather than Web Locks, which a page of plain http does not have.
 */
export async function claimClientId(keep: Keep, clock: Clock): Promise<ClientIdClaim> {
  const kept = keep.getItem(STORED)
  const wanted = kept && /^op-[0-9a-f]{8}$/.test(kept) ? kept : null
  const tab = randomHex(8)
  const channel = new BroadcastChannel(CHANNEL)
  let clientId = wanted ?? freshId()
  let settled = wanted === null
  let refuse: (() => void) | undefined

  channel.addEventListener('message', ({ data }: MessageEvent<TabWord>) => {
    if (data.id !== clientId || data.tab === tab) return
    // Of two that ask at the same time the smaller name has it: both know both, so both agree.
    if (data.kind === 'claim' && (settled || tab < data.tab)) {
      channel.postMessage({ kind: 'held', id: clientId, tab } satisfies TabWord)
    } else if (!settled) refuse?.()
  })
  const taken = wanted !== null && (await isTaken())
  if (taken) clientId = freshId()
  settled = true
  keep.setItem(STORED, clientId)
  return { clientId, copied: taken, release: () => channel.close() }

  function isTaken(): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = clock.after(CLAIM_MS, () => resolve(false))
      refuse = () => {
        cancel()
        resolve(true)
      }
      channel.postMessage({ kind: 'claim', id: clientId, tab } satisfies TabWord)
    })
  }
}

const freshId = (): string => `op-${randomHex(4)}`

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (b) => b.toString(16).padStart(2, '0')).join('')
}
