/** A text and the room it has, as a browser measures them. Widths are those of a font of 1 px, so that they grow with the size. */
export interface TextInBox {
  /** What may not be broken, in order, each with its width. */
  words: readonly number[]
  space: number
  /** How high a line is, in shares of the size. */
  lineHeight: number
  /** The box (px). */
  width: number
  height: number
}

/**
 * The largest whole size (px) from `least` to `most` at which each text fits its box without a broken word; null: none does. Arithmetic
 * alone: asking the browser means a layout for every size that is tried.
 */
export function largestSize(texts: readonly TextInBox[], least: number, most: number): number | null {
  const fitsAt = (px: number) => texts.every((text) => fits(text, px))
  if (fitsAt(most)) return most
  if (!fitsAt(least)) return null
  let [good, bad] = [least, most]
  while (bad - good > 1) {
    const px = Math.floor((good + bad) / 2)
    if (fitsAt(px)) good = px
    else bad = px
  }
  return good
}

function fits(text: TextInBox, px: number): boolean {
  const lines = linesOf(text, px)
  return lines !== null && lines * text.lineHeight * px <= text.height
}

/** Into how many lines it breaks; null: a word is wider than the box. */
function linesOf({ words, space, width }: TextInBox, px: number): number | null {
  let lines = 1
  let used = 0
  for (const word of words) {
    const wide = word * px
    if (wide > width) return null
    const together = used === 0 ? wide : used + space * px + wide
    if (together > width) lines += 1
    used = together > width ? wide : together
  }
  return lines
}
