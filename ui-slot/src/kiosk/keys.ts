/** The parts of a keyboard event that matter here. */
export interface KeyPress {
  key: string
  code: string
  repeat: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
}

const DIGIT = /^(?:Digit|Numpad)?([1-6])$/

/**
 * Which button (0 to 5) a key stands in for, or null. By the place of the key first: on a French keyboard the digits of
 * the upper row need Shift. A key that is held down is one press.
 */
export function buttonOfKey(event: KeyPress): number | null {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return null
  const digit = DIGIT.exec(event.code) ?? DIGIT.exec(event.key)
  return digit ? Number(digit[1]) - 1 : null
}
