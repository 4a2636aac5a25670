import { type RefObject, useLayoutEffect } from 'react'

export interface FitLimits {
  maxPx: number
  /** Where the sizes start; below only what would be cut otherwise. */
  minPx: number
}

/** A long word is kept whole down to this; then it is broken. */
const WHOLE_WORD_PX = 22
/** Nothing is ever cut: a text of 500 characters on a small screen may go down to this. */
const LAST_RESORT_PX = 16

/**
 * Makes every `.fit-text` inside `ref` as large as its `.fit-box` allows, all of them equally, by setting `--fit` on
 * `ref`. Measured on every render, when the box changes its size, and when the fonts have arrived.
 */
export function useFitText(ref: RefObject<HTMLElement | null>, { maxPx, minPx }: FitLimits): void {
  useLayoutEffect(() => {
    if (ref.current) fitInto(ref.current, maxPx, minPx)
  })
  useLayoutEffect(() => {
    const root = ref.current
    if (!root) return
    const fit = () => fitInto(root, maxPx, minPx)
    const observer = new ResizeObserver(fit)
    observer.observe(root)
    document.fonts?.addEventListener('loadingdone', fit)
    return () => {
      observer.disconnect()
      document.fonts?.removeEventListener('loadingdone', fit)
    }
  }, [ref, maxPx, minPx])
}

function fitInto(root: HTMLElement, maxPx: number, minPx: number): void {
  const texts = [...root.querySelectorAll<HTMLElement>('.fit-text')]
  const fitsAt = (px: number) => {
    root.style.setProperty('--fit', `${px}px`)
    return texts.every(fits)
  }
  root.dataset.fit = 'whole-words'
  if (fitsAt(WHOLE_WORD_PX)) {
    fitsAt(largest(WHOLE_WORD_PX, maxPx, fitsAt))
    return
  }
  root.dataset.fit = 'any-break'
  fitsAt(largest(LAST_RESORT_PX, minPx, fitsAt))
}

/** The largest size between `low` and `high` that fits, if `low` does. */
function largest(low: number, high: number, fitsAt: (px: number) => boolean): number {
  let good = low
  let bad = high + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (fitsAt(middle)) good = middle
    else bad = middle
  }
  return good
}

function fits(text: HTMLElement): boolean {
  const box = text.closest<HTMLElement>('.fit-box')
  if (!box) return true
  return text.offsetHeight <= box.clientHeight && text.scrollWidth <= Math.min(text.clientWidth, box.clientWidth)
}
