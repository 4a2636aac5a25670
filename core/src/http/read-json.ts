export type Body = { ok: true; value: Record<string, unknown> } | { ok: false; reason: string }

/** Reads a JSON object whatever its Content-Type says: `curl -d` names a form. */
export function readJson(text: string): Body {
  if (text.trim() === '') return { ok: false, reason: 'The body is empty; a JSON object is expected' }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, value: value as Record<string, unknown> }
    return { ok: false, reason: 'The body is JSON but not an object' }
  } catch {
    return { ok: false, reason: 'The body is not JSON' }
  }
}
