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

/** What was fitted last: the texts, and the room they had. To try sizes is the dearest thing that a press does. */
const fitted = new WeakMap<HTMLElement, string>()

/**
 * Makes every `.fit-text` inside `ref` as large as its `.fit-box` allows, all of them equally, by setting `--fit` on
 * `ref`. Measured when a render has changed a text or a box, when the box changes its size, and when the fonts have arrived. `rests`: the
 * style sheet gives it a size of its own for now.
 */
export function useFitText(ref: RefObject<HTMLElement | null>, { maxPx, minPx }: FitLimits, rests = false): void {
  useLayoutEffect(() => {
    const root = ref.current
    if (root && !rests && measureOf(root) !== fitted.get(root)) fitInto(root, maxPx, minPx)
  })
  useLayoutEffect(() => {
    const root = ref.current
    if (!root || rests) return
    const fit = () => fitInto(root, maxPx, minPx)
    // It reports once as soon as it is asked to watch: what has not changed since is not tried again.
    const observer = new ResizeObserver(() => measureOf(root) !== fitted.get(root) && fit())
    observer.observe(root)
    document.fonts?.addEventListener('loadingdone', fit)
    return () => {
      observer.disconnect()
      document.fonts?.removeEventListener('loadingdone', fit)
    }
  }, [ref, maxPx, minPx, rests])
}

/** The texts and their boxes' sizes; these do not depend on the size that was chosen. */
function measureOf(root: HTMLElement): string {
  const boxes = root.classList.contains('fit-box') ? [root] : [...root.querySelectorAll<HTMLElement>('.fit-box')]
  return boxes.map((box) => `${box.clientWidth}x${box.clientHeight} ${box.textContent}`).join('\n')
}

function fitInto(root: HTMLElement, maxPx: number, minPx: number): void {
  fitted.set(root, measureOf(root))
  const texts = [...root.querySelectorAll<HTMLElement>('.fit-text')]
  const set = (px: number) => root.style.setProperty('--fit', `${px}px`)
  const fitsAt = (px: number) => {
    set(px)
    return texts.every(fits)
  }
  root.dataset.fit = 'whole-words'
  // Most are short: what is said of a press, an amount, a word.
  if (fitsAt(maxPx)) return
  const guess = Math.floor(maxPx * Math.min(...texts.map(shareOf)))
  if (fitsAt(WHOLE_WORD_PX)) {
    set(largest(WHOLE_WORD_PX, maxPx, guess, fitsAt))
    return
  }
  root.dataset.fit = 'any-break'
  set(largest(LAST_RESORT_PX, minPx + 1, minPx, fitsAt))
}

/**
 * The largest size that fits, from `low`, which does, to below `high`, which does not. Each try costs the browser a layout, so it begins
 * where it is likely and looks near by first.
 */
function largest(low: number, high: number, guess: number, fitsAt: (px: number) => boolean): number {
  let good = low
  let bad = high
  let next = guess
  for (let near = 3; bad - good > 1; near *= 2) {
    const px = next > good && next < bad ? next : Math.floor((good + bad) / 2)
    if (fitsAt(px)) {
      good = px
      next = px + near
    } else {
      bad = px
      next = px - near
    }
  }
  return good
}

/** What share of its size a text that is too large may keep: a word too wide shrinks with it, lines that wrap with its square. */
function shareOf(text: HTMLElement): number {
  const box = text.closest<HTMLElement>('.fit-box')
  if (!box) return 1
  return Math.min(1, box.clientWidth / text.scrollWidth, Math.sqrt(box.clientHeight / text.offsetHeight))
}

function fits(text: HTMLElement): boolean {
  const box = text.closest<HTMLElement>('.fit-box')
  if (!box) return true
  return text.offsetHeight <= box.clientHeight && text.scrollWidth <= Math.min(text.clientWidth, box.clientWidth)
}
