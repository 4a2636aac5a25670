import { useCallback, useEffect, useState } from 'react'

export type Read<T> = { is: 'reading' } | { is: 'failed' } | { is: 'read'; value: T }

/**
 * Reads something once for each `key`, and again when asked. What was read before stays until the new answer is here; null: there
 * is nothing to read.
 */
export function useRead<T>(key: string | null, read: () => Promise<T>): { state: Read<T>; again: () => void } {
  const [turn, setTurn] = useState(0)
  const [got, setGot] = useState<{ key: string; state: Read<T> } | null>(null)
  useEffect(() => {
    if (key === null) return undefined
    let current = true
    const take = (state: Read<T>) => {
      if (current) setGot({ key, state })
    }
    read().then(
      (value) => take({ is: 'read', value }),
      (error: unknown) => {
        console.warn(key, error)
        take({ is: 'failed' })
      },
    )
    return () => {
      current = false
    }
    // `read` is made anew with each render; what it reads is told by the key.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, turn])
  const again = useCallback(() => setTurn((n) => n + 1), [])
  return { state: got?.key === key ? got.state : { is: 'reading' }, again }
}
