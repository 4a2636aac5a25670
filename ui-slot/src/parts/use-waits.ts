import { type RefObject, useEffect } from 'react'

/** An answer is mostly there before this (ms): what moves while it is awaited begins to move only then. */
export const WAITS_AFTER_MS = 400

/**
 * Marks `ref` with `data-waits` once an answer is awaited for a while. Whatever moves needs a layer of its own to be painted first, and
 * the first picture of a press must not wait for that.
 */
export function useWaits(ref: RefObject<HTMLElement | null>, waiting: boolean): void {
  useEffect(() => {
    const marked = ref.current
    if (!marked || !waiting) return
    const timer = setTimeout(() => (marked.dataset.waits = 'true'), WAITS_AFTER_MS)
    return () => {
      clearTimeout(timer)
      delete marked.dataset.waits
    }
  }, [ref, waiting])
}
