import { OPTION_LOOKS } from '@eg/shared'
import { type CSSProperties, memo, useState } from 'react'
import { OptionShape } from './option-shape'
import { Stars } from './stars'

/** How the room behind the words is lit. */
export type Light = 'dark' | 'day' | 'moon' | 'spot'

const MOTES = Array.from({ length: 14 }, (_, i) => i)

/**
 * The room: beams from above, a pool of light on the floor, the moon, and six footlights in the colours of the six
 * buttons. It stays when screens change, so that light moves and nothing jumps. CSS only, and drawn anew only when the light changes: a
 * Pi has other things to do.
 */
export const Stage = memo(function Stage({ light, tone }: { light: Light; tone?: string | undefined }) {
  return (
    <div className="stage" data-light={light} aria-hidden="true">
      <Spot tone={tone} />
      <div className="stage-day">
        <div className="beam beam-left">
          <i className="beam-cone" />
        </div>
        <div className="beam beam-middle">
          <i className="beam-cone" />
        </div>
        <div className="beam beam-right">
          <i className="beam-cone" />
        </div>
        {MOTES.map((i) => (
          <i key={i} className="mote" style={{ '--i': i } as CSSProperties} />
        ))}
        <div className="footlights">
          {OPTION_LOOKS.map((look, i) => (
            <span key={look.number} className="footlight" style={{ '--tone': look.colour, '--i': i } as CSSProperties}>
              <OptionShape shape={look.shape} className="footlight-shape" />
            </span>
          ))}
        </div>
      </div>
      <div className="stage-moon">
        <Stars />
        <div className="moon" />
      </div>
    </div>
  )
})

/**
 * The lamp in the colour of the moment: two of them, one coming up in the new colour while the other goes down in the old. A
 * colour that fades by itself is the whole screen painted anew for each frame, just when a press is to be shown; this the
 * compositor does alone.
 */
function Spot({ tone }: { tone: string | undefined }) {
  const [lamps, setLamps] = useState({ tones: [tone, tone], lit: 0 })
  if (lamps.tones[lamps.lit] !== tone) {
    const lit = 1 - lamps.lit
    setLamps({ tones: lamps.tones.with(lit, tone), lit })
  }
  return lamps.tones.map((each, i) => (
    <div
      key={i}
      className="stage-spot"
      data-lit={i === lamps.lit || undefined}
      style={each ? ({ '--tone': each } as CSSProperties) : undefined}
    />
  ))
}
