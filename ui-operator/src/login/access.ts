import type { Clock, OperatorRole } from '@eg/shared'
import type { Credentials } from '@eg/shared/bus/mqtt'
import { type StoreApi, createStore } from 'zustand/vanilla'
import type { Keep } from '../session/keep'
import type { AccessCalls, Admission, Denial, Pass } from './access-calls'

/**
 * Who is at this page. `asking`: the core has not said yet whether it wants to know · `open`: it does not · `setup`: it has no
 * operator yet · `out`: nobody is logged in; `ended` is whose session is over, whose work still stands behind the login.
 */
export type AccessState =
  | { is: 'asking' | 'away' | 'open' | 'setup' }
  | { is: 'out'; ended: string | null }
  | { is: 'in'; name: string; role: OperatorRole }

export interface Access {
  store: StoreApi<AccessState>
  /** Null: let in. */
  login(name: string, password: string): Promise<Denial | null>
  /** The first start: the core's one-time code makes the first game master. */
  setup(code: string, name: string, password: string): Promise<Denial | null>
  /** `everywhere`: also on every other page of this name. */
  logout(everywhere: boolean): Promise<void>
  /** `fetch` with this page's token; an answer that the token is over asks for the login. */
  fetch: typeof fetch
  /** For the broker: name and token; null where nobody asks for them. */
  credentials(): Credentials | null
  /** The broker does not take them: resolves when there are others. */
  refused(): Promise<void>
  stop(): void
}

export interface AccessParts {
  clock: Clock
  calls: AccessCalls
  fetcher: typeof fetch
  /** This tab's memory: a reloaded page is still logged in, another tab is not. */
  keep: Keep
}

const KEPT = 'eg.pass'
/** A token is renewed when this share of its life is over, and then this often until it is (ms). */
const RENEW_AT = 0.7
const RENEW_AGAIN_MS = 15_000
/** While the core does not answer at all (ms). */
const ASK_AGAIN_MS = 2000
/** A lifetime that no timer of a browser can hold is as good as this one (s). */
const LONGEST_S = 7 * 86_400

export function createAccess({ clock, calls, fetcher, keep }: AccessParts): Access {
  const store = createStore<AccessState>(() => ({ is: 'asking' }))
  let pass: Pass | null = readKept(keep)
  /** The last one that was good: without it the broker would take the page for a guest, who hears nothing. */
  let last = pass
  /** Whoever is logging out: the core ends the connection before its answer is here, and that is no surprise to them. */
  let leaving: Pass | null = null
  let waiting: (() => void)[] = []
  let cancel: (() => void) | undefined
  let stopped = false

  const show = (state: AccessState) => store.setState(state, true)
  const admit = (given: Pass) => {
    pass = last = given
    tryKeep(keep, given)
    show({ is: 'in', name: given.name, role: given.role })
    renewLater(Math.min(given.expiresInS, LONGEST_S) * 1000 * RENEW_AT)
    for (const goOn of waiting.splice(0)) goOn()
  }
  const take = (admission: Admission): Denial | null => {
    if (!admission.ok) return admission.denial
    admit(admission.pass)
    return null
  }
  /** The session is over. What stands on the screens stays behind the login, for whoever it was. */
  const end = (over: Pass) => {
    if (pass !== over) return
    pass = null
    cancel?.()
    keep.removeItem(KEPT)
    show({ is: 'out', ended: over === leaving ? null : over.name })
  }
  const renewLater = (ms: number) => {
    cancel?.()
    cancel = clock.after(ms, () => void renew())
  }
  const renew = async () => {
    const old = pass
    if (!old || stopped) return
    const renewed = await calls.renew(old.token)
    if (pass !== old || stopped) return
    if (renewed.ok) admit(renewed.pass)
    else if (renewed.denial.reason === 'session_ended') end(old)
    // Without a clear word the token may well be good yet.
    else renewLater(RENEW_AGAIN_MS)
  }
  const begin = async (): Promise<void> => {
    const auth = await calls.auth()
    if (stopped) return
    if (auth === 'away') {
      show({ is: 'away' })
      cancel = clock.after(ASK_AGAIN_MS, () => void begin())
    } else if (auth === 'open') show({ is: 'open' })
    else if (pass) {
      // Kept from before a reload: how much of its life is left is the core's to say.
      show({ is: 'in', name: pass.name, role: pass.role })
      await renew()
    } else show((await calls.setupNeeded()) ? { is: 'setup' } : { is: 'out', ended: null })
  }
  void begin()

  return {
    store,
    login: async (name, password) => take(await calls.login(name, password)),
    setup: async (code, name, password) => take(await calls.setup(code, name, password)),
    async logout(everywhere) {
      const over = pass
      if (!over) return
      leaving = over
      // Told before it is forgotten: who logs out leaves nothing that still works.
      await calls.logout(over.token, everywhere)
      end(over)
    },
    async fetch(input, init = {}) {
      const used = pass
      if (!used) return fetcher(input, init)
      const headers = new Headers(init.headers)
      headers.set('authorization', `Bearer ${used.token}`)
      const answer = await fetcher(input, { ...init, headers })
      if (answer.status === 401) end(used)
      return answer
    },
    credentials: () => last && { username: last.name, password: last.token },
    async refused() {
      const used = pass
      // Perhaps only the connection's token is old: the core says whether the session still stands.
      if (used) await renew()
      if (pass && pass !== used) return
      await new Promise<void>((resolve) => waiting.push(resolve))
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
}

function tryKeep(keep: Keep, pass: Pass): void {
  try {
    keep.setItem(KEPT, JSON.stringify(pass))
  } catch (error) {
    console.warn(KEPT, error) // only a reload will ask for the password again
  }
}

function readKept(keep: Keep): Pass | null {
  const text = keep.getItem(KEPT)
  if (text === null) return null
  try {
    const { name, role, token, expiresInS } = JSON.parse(text) as Pass
    return typeof token === 'string' && typeof name === 'string' ? { name, role, token, expiresInS } : null
  } catch (error) {
    console.warn(KEPT, error)
    return null
  }
}

/** A duplicated tab is somebody else's: its copy of the pass is not used. */
export function forgetPass(keep: Keep): void {
  keep.removeItem(KEPT)
}
