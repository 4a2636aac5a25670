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

const read = new Map<Tab, Promise<ComponentType>>()
const here = new Map<Tab, ComponentType>()

function readScreen(tab: Tab): Promise<ComponentType> {
  const reading = read.get(tab) ?? FILES[tab]()
  if (!read.has(tab)) {
    read.set(tab, reading)
    // One that could not be read is asked for again when it is looked at.
    reading.then(
      (screen) => here.set(tab, screen),
      () => read.delete(tab),
    )
  }
  return reading
}

/**
 * Reads the screens ahead, one after the other: when the link is lost, the core that serves their files may be gone, and the
 * operator must still be able to look at all of them.
 */
export async function readScreens(tabs: readonly Tab[]): Promise<void> {
  for (const tab of tabs) await readScreen(tab).catch((error: unknown) => console.warn(tab, error))
}

/** The screen of a tab; suspends while its file is read. */
export function Screen({ tab }: { tab: Tab }) {
  return createElement(here.get(tab) ?? use(readScreen(tab)))
}
