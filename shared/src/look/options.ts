/** One of the six options as it looks everywhere: button caps, lights, kiosk, tiles, charts. */
export interface OptionLook {
  /** 1 to 6, the number on the button. */
  number: number
  /** The CSS custom property with its colour (`tokens.css`). */
  colour: string
  shape: 'circle' | 'triangle' | 'square' | 'diamond' | 'star' | 'hexagon'
}

/** Okabe–Ito's palette, lifted for a dark ground; each also has a number and a shape, so that colour never stands alone. */
export const OPTION_LOOKS: readonly OptionLook[] = [
  { number: 1, colour: 'var(--eg-option-1)', shape: 'circle' },
  { number: 2, colour: 'var(--eg-option-2)', shape: 'triangle' },
  { number: 3, colour: 'var(--eg-option-3)', shape: 'square' },
  { number: 4, colour: 'var(--eg-option-4)', shape: 'diamond' },
  { number: 5, colour: 'var(--eg-option-5)', shape: 'star' },
  { number: 6, colour: 'var(--eg-option-6)', shape: 'hexagon' },
]
