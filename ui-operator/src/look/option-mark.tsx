import { OPTION_LOOKS, type OptionLook } from '@eg/shared'

const SHAPES: Record<OptionLook['shape'], { path: string; textY: number }> = {
  circle: { path: 'M16 2a14 14 0 1 0 0 28 14 14 0 0 0 0-28z', textY: 21 },
  triangle: { path: 'M16 1.5 31 29.5H1z', textY: 26 },
  square: { path: 'M3 3h26v26H3z', textY: 21 },
  diamond: { path: 'M16 0 32 16 16 32 0 16z', textY: 21 },
  star: { path: 'm16 0 4.6 10.6L32 11.8l-8.6 7.6L26 31l-10-6L6 31l2.600-11.6L0 11.800l11.400-1.200z', textY: 21 },
  hexagon: { path: 'M8.500 2.500h15L31 16l-7.500 13.500h-15L1 16z', textY: 21 },
}

/** The look of the option at `index` (0 to 5). */
export function optionLook(index: number): OptionLook {
  return OPTION_LOOKS[index] ?? (OPTION_LOOKS[0] as OptionLook)
}

/** An option's number on its shape in its colour: the same mark as on the button cap. */
export function OptionMark({ index, size = 28 }: { index: number; size?: number }) {
  const { number, colour, shape } = optionLook(index)
  const { path, textY } = SHAPES[shape]
  return (
    <svg className="eg-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <path d={path} style={{ fill: colour }} strokeLinejoin="round" />
      <text x="16" y={textY} textAnchor="middle" fontSize={shape === 'star' || shape === 'triangle' ? 13 : 15}>
        {number}
      </text>
    </svg>
  )
}
