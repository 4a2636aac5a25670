import type { Clock } from '@eg/shared'
import type { Credentials } from '@eg/shared/bus/mqtt'
import { type StoreApi, createStore } from 'zustand/vanilla'
import type { Kiosk } from '../kiosk/start-kiosk'
import type { Link } from './ask-link'

/** How often the slot's program is asked while there is nothing to connect with (ms). */
export const ASK_EVERY_MS = 1000
/** How often it is asked while the page is in (ms): a spare that takes a dead slot's place is somebody else from then on. */
export const LOOK_AGAIN_MS = 3000

/** What stands before the kiosk: it is `in`, or says why not. */
export type EntryState =
  | { is: 'starting' | 'foreign' | 'unnamed' | 'dismissed' }
  | { is: 'pending' | 'revoked'; code: string; replaced?: boolean }
  | { is: 'in'; kiosk: Kiosk }

/** A page that is connected, or trying to. */
export interface OpenKiosk {
  kiosk: Kiosk
  /** Hears of the connection coming and going; returns what ends it. */
  onConnection(listener: (connected: boolean) => void): () => void
  close(): void
}

export interface EntryParts {
  clock: Clock
  ask: () => Promise<Link>
  /** Who the page is by its own address (`?id=`), which counts where no pass is needed; undefined: it does not say. */
  addressed: string | undefined
  /** Who it is by `config.json`, for a program that knows of no way in; undefined: nobody has said. */
  named: string | undefined
  /**
   * Connects as `deviceId`; called again where a pass came or went. `credentials` is asked at each attempt, `refused` when
   * the core does not take them.
   */
  open: (deviceId: string, credentials: () => Credentials | null, refused: () => Promise<void>) => OpenKiosk
}

/**
 * Lets the page in: asks the slot's program for a pass, connects, asks again whenever the connection is gone or refused, and
 * stands before the closed door as long as the slot is not enrolled.
 */
export function startEntry({ clock, ask, addressed, named, open }: EntryParts): {
  store: StoreApi<EntryState>
  stop: () => void
} {
  const store = createStore<EntryState>(() => ({ is: 'starting' }))
  let credentials: Credentials | null = null
  let inside: { deviceId: string; proven: boolean; page: OpenKiosk; unlisten: () => void } | null = null
  let stopped = false
  /** Whoever waits for another pass. */
  let waiting: (() => void)[] = []

  const leave = () => {
    inside?.unlisten()
    inside?.page.close()
    inside = null
  }
  const show = (state: EntryState) => {
    if (state.is !== 'in') leave()
    store.setState(state, true)
  }
  const enter = (deviceId: string) => {
    const proven = credentials !== null
    if (inside?.deviceId !== deviceId || inside.proven !== proven) {
      leave()
      const page = open(deviceId, () => credentials, refused)
      const unlisten = page.onConnection((connected) => connected || void askNow())
      inside = { deviceId, proven, page, unlisten }
    }
    show({ is: 'in', kiosk: inside.page.kiosk })
    for (const goOn of waiting.splice(0)) goOn()
  }
  const refused = () => {
    const changed = new Promise<void>((resolve) => waiting.push(resolve))
    // What was refused will be refused again: only another pass is worth an attempt.
    later()
    return changed
  }
  /** Takes an answer; false: it has to be asked again. */
  const take = (link: Link): boolean => {
    if (link.state === 'ready') {
      credentials = link.credentials
      // Without a pass anybody may be any slot: what the address says counts.
      enter(link.credentials ? link.deviceId : (addressed ?? link.deviceId))
      lookAgain()
      return true
    }
    if (link.state === 'none') {
      const name = addressed ?? named
      if (name === undefined) show({ is: 'unnamed' })
      else enter(name)
      return true
    }
    if (link.state === 'pending' || link.state === 'revoked') {
      const { state, code, replaced } = link
      show({ is: state, code, ...(replaced ? { replaced } : {}) })
    }
    if (link.state === 'foreign' || link.state === 'dismissed') show({ is: link.state })
    return false
  }
  let asking = false
  const askNow = async () => {
    if (asking || stopped) return
    asking = true
    const link = await ask()
    asking = false
    if (!stopped && !take(link)) later()
  }
  let cancel: (() => void) | undefined
  const later = () => {
    cancel?.()
    cancel = clock.after(ASK_EVERY_MS, () => void askNow())
  }
  // A clock of its own: it must not take the place of an attempt that somebody waits for.
  let cancelLook: (() => void) | undefined
  const lookAgain = () => {
    cancelLook?.()
    cancelLook = clock.after(LOOK_AGAIN_MS, async () => {
      const link = await ask()
      if (stopped) return
      // Whoever is in stays in while the program only restarts, or says what the page knows.
      if (link.state !== 'ready' || link.deviceId === inside?.deviceId) lookAgain()
      else if (!take(link)) later()
    })
  }
  void askNow()
  return {
    store,
    stop() {
      stopped = true
      cancel?.()
      cancelLook?.()
      leave()
    },
  }
}
