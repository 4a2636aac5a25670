/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number]

/** Reads `#rrggbb`; null for anything else. */
export function readColour(text: string): Colour | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  return hex
    ? [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16), Number.parseInt(hex[3] ?? '', 16)]
    : null
}

/** So much (0 to 1) of `colour` laid over `ground`. */
export function blend(colour: Colour, ground: Colour, share: number): Colour {
  const [red, green, blue] = colour.map((part, i) => part * share + (ground[i] ?? 0) * (1 - share))
  return [red ?? 0, green ?? 0, blue ?? 0]
}

/** How far two colours are apart for an eye, 1 to 21: WCAG 2.2, "contrast ratio". */
export function contrast(a: Colour, b: Colour): number {
  const [bright = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dark + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
