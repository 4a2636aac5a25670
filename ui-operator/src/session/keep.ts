/** What keeps texts by name: the browser's `sessionStorage` (this tab) or `localStorage` (this machine). */
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The two memories of a page. */
export interface Keeps {
  tab: Keep
  machine: Keep
}

/** A memory that lasts as long as the page: for tests. */
export function createMemoryKeep(): Keep {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => void kept.set(name, text),
    removeItem: (name) => void kept.delete(name),
  }
}
