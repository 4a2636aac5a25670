import { useEffect, useState, type RefObject } from 'react'

/** Rows drawn beyond the edge of what is seen, so that a turn of the wheel meets no empty rows. */
const AHEAD = 4
/** Where nothing can be measured (a page that is not laid out): as many as a tall screen shows. */
const UNMEASURED = 40

export interface RowWindow {
  /** The first row drawn, and the one after the last. */
  first: number
  end: number
}

/** Which of `count` rows of one height have to be drawn: those in sight of the scrolling box, and `ahead` and more around. */
export function useWindow(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowPx: number,
  ahead: number = AHEAD,
): RowWindow {
  const [seen, setSeen] = useState<RowWindow>({ first: 0, end: UNMEASURED })
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const measure = () => {
      const height = element.clientHeight
      if (height === 0) return
      // In steps, so that scrolling draws anew every few rows and not at every pixel.
      const first = Math.max(0, Math.floor(element.scrollTop / rowPx / ahead) * ahead - ahead)
      const end = first + Math.ceil(height / rowPx) + 3 * ahead
      setSeen((before) => (before.first === first && before.end === end ? before : { first, end }))
    }
    const resized = new ResizeObserver(measure)
    resized.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    measure()
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [box, rowPx, ahead])
  const first = Math.min(seen.first, Math.max(0, count - 1))
  return { first, end: Math.min(count, Math.max(seen.end, first + 1)) }
}
