import { createStore } from 'zustand/vanilla'
import type { Access, AccessState } from './access'

/** Nobody asks who somebody is. */
export function createOpenAccess(state: AccessState = { is: 'open' }): Access {
  return {
    store: createStore<AccessState>(() => state),
    login: async () => null,
    setup: async () => null,
    logout: async () => undefined,
    fetch: (input, init) => fetch(input, init),
    credentials: () => null,
    refused: () => new Promise(() => undefined),
    stop: () => undefined,
  }
}
