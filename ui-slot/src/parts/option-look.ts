import { OPTION_LOOKS, type OptionLook } from '@eg/shared'
import type { CSSProperties } from 'react'

/** The look of option `index` (0 to 5). */
export function lookOf(index: number): OptionLook {
  const look = OPTION_LOOKS[index]
  if (!look) throw new Error(`there are six options, 0 to 5; asked for ${index}`)
  return look
}

/** Hands a colour to the style sheets as `--tone`; nothing for an index outside the six. */
export function toneOf(index: number): CSSProperties {
  const look = OPTION_LOOKS[index]
  return look ? ({ '--tone': look.colour } as CSSProperties) : {}
}
