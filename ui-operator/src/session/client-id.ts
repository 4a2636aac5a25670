const STORED = 'eg.client'

/** `op-<8 hex>`, the same for the life of this tab, so that the journal can say who of two operators it was. */
export function tabClientId(): string {
  const kept = sessionStorage.getItem(STORED)
  if (kept && /^op-[0-9a-f]{8}$/.test(kept)) return kept
  const bytes = crypto.getRandomValues(new Uint8Array(4))
  const fresh = `op-${Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')}`
  sessionStorage.setItem(STORED, fresh)
  return fresh
}
