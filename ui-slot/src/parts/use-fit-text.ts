import { type RefObject, useLayoutEffect, useRef } from 'react'
import { measureText } from './measure-text'
import { largestSize } from './text-size'

export interface FitLimits {
  maxPx: number
  /** Where the sizes start; below only what would be cut otherwise. */
  minPx: number
}

interface FitWhen {
  /** What is written, where that is known: as long as it is the same, a render asks for no layout. Default: every render does. */
  texts?: string
  /** The style sheet gives it a size of its own for now. */
  rests?: boolean
}

/** A long word is kept whole down to this; then it is broken. */
const WHOLE_WORD_PX = 22
/** Nothing is ever cut: a text of 500 characters on a small screen may go down to this. */
const LAST_RESORT_PX = 16

/** So many sizes from the computed one down are tried before all of them are. */
const NEAR = 3

/** What was fitted last: the texts, and the room they had. To try sizes is the dearest thing that a screen does. */
const fitted = new WeakMap<HTMLElement, string>()

/**
 * Makes every `.fit-text` inside `ref` as large as its `.fit-box` allows, all of them equally, by setting `--fit` on
 * `ref`. Measured when a render has changed a text or a box, when the box changes its size, and when the fonts have arrived.
 */
export function useFitText(
  ref: RefObject<HTMLElement | null>,
  { maxPx, minPx }: FitLimits,
  { texts, rests = false }: FitWhen = {},
): void {
  const asked = useRef<string>(undefined)
  useLayoutEffect(() => {
    const root = ref.current
    if (!root || rests || (texts !== undefined && texts === asked.current)) return
    asked.current = texts
    fitIfChanged(root, maxPx, minPx)
  })
  useLayoutEffect(() => {
    const root = ref.current
    if (!root || rests) return
    const fit = () => fitInto(root, maxPx, minPx, measureOf(root))
    // It reports once as soon as it is asked to watch: what has not changed since is not tried again.
    const observer = new ResizeObserver(() => fitIfChanged(root, maxPx, minPx))
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

function fitIfChanged(root: HTMLElement, maxPx: number, minPx: number): void {
  const measure = measureOf(root)
  if (measure !== fitted.get(root)) fitInto(root, maxPx, minPx, measure)
}

function fitInto(root: HTMLElement, maxPx: number, minPx: number, measure: string): void {
  fitted.set(root, measure)
  const texts = [...root.querySelectorAll<HTMLElement>('.fit-text')]
  const set = (px: number) => root.style.setProperty('--fit', `${px}px`)
  const fitsAt = (px: number) => {
    set(px)
    return texts.every(fits)
  }
  root.dataset.fit = 'whole-words'
  // Most are short: what is said of a press, an amount, a word. And a layout there must be.
  if (fitsAt(maxPx)) return
  const likely = likelySize(texts, maxPx)
  if (likely !== null) {
    for (let px = likely; px > likely - NEAR; px--) if (px >= WHOLE_WORD_PX && fitsAt(px)) return
  }
  const guess = Math.floor(maxPx * Math.min(...texts.map(shareOf)))
  if (fitsAt(WHOLE_WORD_PX)) {
    set(largest(WHOLE_WORD_PX, maxPx, guess, fitsAt))
    return
  }
  root.dataset.fit = 'any-break'
  set(largest(LAST_RESORT_PX, minPx + 1, minPx, fitsAt))
}

/** The size by arithmetic; null: there is none without a broken word, or nothing to measure with. */
function likelySize(texts: HTMLElement[], maxPx: number): number | null {
  const measured = texts.map((text) => {
    const box = text.closest<HTMLElement>('.fit-box')
    return box && measureText(text, box)
  })
  const known = measured.filter((text) => text !== null)
  return known.length < measured.length || known.length === 0 ? null : largestSize(known, WHOLE_WORD_PX, maxPx)
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
