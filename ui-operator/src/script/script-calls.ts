const PATIENCE_MS = 8000

/** The script that is loaded, as it was written. */
export interface LoadedText {
  name: string | null
  hash: string
  text: string
}

/** Reads the text of the loaded script; null: none is. Rejects when the core cannot be read. */
export async function readScriptText(fetcher: typeof fetch): Promise<LoadedText | null> {
  const answer = await fetcher('/api/show/script', { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (answer.status === 404) return null
  if (!answer.ok) throw new Error(`GET /api/show/script answered ${answer.status}`)
  const { name, hash, text } = (await answer.json()) as Record<string, unknown>
  if (typeof text !== 'string' || typeof hash !== 'string')
    throw new Error('GET /api/show/script answered without text')
  return { name: typeof name === 'string' ? name : null, hash, text }
}
