import { createElement, use, type ComponentType } from 'react'
import type { Tab } from './view-store'

/** Each screen is a file of its own to the browser. */
const FILES: Record<Tab, () => Promise<ComponentType>> = {
  ready: async () => (await import('../ready/ready-screen')).ReadyScreen,
  night: async () => (await import('../night/night-screen')).NightScreen,
  floor: async () => (await import('../floor/floor-screen')).FloorScreen,
  desk: async () => (await import('../desk/desk-screen')).DeskScreen,
  players: async () => (await import('../players/players-screen')).PlayersScreen,
  tables: async () => (await import('../tables/tables-screen')).TablesScreen,
  devices: async () => (await import('../devices/devices-screen')).DevicesScreen,
  timeline: async () => (await import('../timeline/timeline-screen')).TimelineScreen,
  sessions: async () => (await import('../sessions/sessions-screen')).SessionsScreen,
  setup: async () => (await import('../setup/setup-screen')).SetupScreen,
}
/** How long the browser may keep a screen that is read ahead waiting (ms). */
const IDLE_WITHIN_MS = 3000

type Files = Record<Tab, () => Promise<ComponentType>>

/** The screens of a page, each read once. */
export function createScreens(files: Files) {
  const read = new Map<Tab, Promise<ComponentType>>()
  const here = new Map<Tab, ComponentType>()

  const readScreen = (tab: Tab): Promise<ComponentType> => {
    const known = read.get(tab)
    if (known) return known
    const reading = files[tab]()
    read.set(tab, reading)
    reading.then(
      (screen) => here.set(tab, screen),
      // Kept until somebody asks again: whoever shows it must see one and the same failure.
      (error: unknown) => console.warn(tab, error),
    )
    return reading
  }
  const forget = (tab: Tab) => {
    if (!here.has(tab)) read.delete(tab)
  }

  return {
    /** The screen of a tab, where it has been read. */
    here: (tab: Tab): ComponentType | undefined => here.get(tab),
    readScreen,
    /** A screen that could not be read is asked for again when it is looked at next. */
    forget,
    /**
     * Reads screens ahead, one after the other, each when `idle` says so: when the link is lost, the core that serves their
     * files may be gone, and the operator must still be able to look at all of them.
     */
    async readAhead(tabs: readonly Tab[], idle: () => Promise<void> = async () => undefined): Promise<void> {
      for (const tab of tabs) {
        if (here.has(tab)) continue
        await idle()
        await readScreen(tab).catch(() => forget(tab))
      }
    },
  }
}

const screens = createScreens(FILES)
export const forgetScreen = screens.forget

/** Reads the files of these screens now. */
export function readScreens(tabs: readonly Tab[]): Promise<void> {
  return screens.readAhead(tabs)
}

/** Reads the screen on show first, and the others only while the browser has nothing better to do. */
export async function readScreensAhead(shown: Tab, tabs: readonly Tab[]): Promise<void> {
  await screens.readAhead([shown])
  await screens.readAhead(tabs, idle)
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no requestIdleCallback.
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, 200)
    else requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS })
  })
}

/** The screen of a tab; suspends while its file is read, and throws when it cannot be. */
export function Screen({ tab }: { tab: Tab }) {
  return createElement(screens.here(tab) ?? use(screens.readScreen(tab)))
}
