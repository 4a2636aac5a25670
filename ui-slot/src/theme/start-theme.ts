import type { Clock } from '@eg/shared'
import { type StoreApi, createStore } from 'zustand/vanilla'
import { NO_THEME, readTheme, type Theme } from './read-theme'

/** A theme that was changed is on the screen after so long, without anybody restarting anything (ms). */
export const LOOK_AGAIN_MS = 30_000
/** The screen does not wait longer than this for its look (ms). */
const PATIENCE_MS = 1500

export interface RunningTheme {
  store: StoreApi<Theme>
  /** Resolves when the first answer is in, or is not worth waiting for. */
  first: Promise<void>
  stop(): void
}

/** Asks the slot's program for the theme, now and every half minute. What cannot be had or read changes nothing. */
export function startTheme(clock: Clock, fetcher: typeof fetch = fetch): RunningTheme {
  const store = createStore<Theme>(() => NO_THEME)
  const look = async () => {
    try {
      const answer = await fetcher('/theme.json', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
      // 404: an agent of an earlier release.
      const theme = answer.ok ? readTheme(await answer.json()) : NO_THEME
      if (theme.version !== store.getState().version) store.setState(theme, true)
    } catch (error) {
      console.warn('theme.json could not be read; the page keeps the look it has', error)
    }
  }
  return { store, first: look(), stop: clock.every(LOOK_AGAIN_MS, () => void look()) }
}
