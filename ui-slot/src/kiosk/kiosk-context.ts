import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { KioskState } from './kiosk-state'
import type { Kiosk } from './start-kiosk'

const KioskContext = createContext<Kiosk | null>(null)
export const KioskProvider = KioskContext.Provider

/** The kiosk behind the page: for presses and the core's time. */
export function useKioskParts(): Kiosk {
  const kiosk = useContext(KioskContext)
  if (!kiosk) throw new Error('a screen was rendered outside its KioskProvider')
  return kiosk
}

/** A part of the kiosk's state; renders again when that part changes. */
export function useKiosk<T>(select: (state: KioskState) => T): T {
  return useStore(useKioskParts().store, select)
}
