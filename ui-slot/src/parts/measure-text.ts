import type { TextInBox } from './text-size'

/** Widths are measured at this size and scaled: large enough that rounding does not matter (px). */
const AT_PX = 100
/** What a browser adds up otherwise than we do: kerning over a space, pixels of a glyph. */
const SLACK = 1.01
const FRENCH_SPACE = / (?=[:;?!»])|(?<=«) /g

let pen: CanvasRenderingContext2D | null | undefined

/** A `.fit-text` and its `.fit-box` in figures; null where nothing can be measured without a layout. */
export function measureText(text: HTMLElement, box: HTMLElement): TextInBox | null {
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return null
  const { fontFamily, fontWeight, fontSize, lineHeight, letterSpacing } = getComputedStyle(text)
  const size = Number.parseFloat(fontSize)
  const line = Number.parseFloat(lineHeight) / size
  if (!(line > 0)) return null
  const spread = (Number.parseFloat(letterSpacing) || 0) / size
  pen.font = `${fontWeight} ${AT_PX}px ${fontFamily}`
  const widthOf = (word: string) => ((pen?.measureText(word).width ?? 0) / AT_PX + spread * word.length) * SLACK
  return {
    // What Line keeps together is one word here too.
    words: (text.textContent ?? '')
      .trim()
      .replaceAll(FRENCH_SPACE, '\u00a0')
      .split(/[ \n]+/)
      .map(widthOf),
    space: widthOf(' '),
    lineHeight: line,
    width: Math.min(text.clientWidth, box.clientWidth),
    height: box.clientHeight,
  }
}
