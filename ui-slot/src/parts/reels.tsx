import type { CSSProperties } from 'react'
import { useKiosk } from '../kiosk/kiosk-context'
import type { Round } from '../kiosk/day'
import { ANY, DRAWN_SYMBOLS, nameOf } from '../symbols/symbol'
import { useWords } from '../words/words'
import { Reel } from './reel'

const USUAL_COUNT = 3

interface ReelsProps {
  round: Round | null
  /** Whether these reels were seen turning. */
  turned: boolean
  won: boolean
}

/** The reels: they turn as long as the answer is not known, then stop on what the core has drawn. */
export function Reels({ round, turned, won }: ReelsProps) {
  const words = useWords()
  const game = useKiosk((state) => state.game)
  const drawn = round?.reels ?? null
  const pattern = game?.outcomes.find(({ name }) => name === round?.outcome)?.reels
  const count = drawn?.length ?? game?.outcomes[0]?.reels.length ?? USUAL_COUNT
  const symbols = game?.symbols.length ? game.symbols : DRAWN_SYMBOLS
  const label = drawn
    ? words('reels_show', { choice: drawn.map((name) => nameOf(words, name)).join(', ') })
    : words('reels_turning')
  return (
    <div
      className="reels"
      data-testid="reels"
      data-turning={drawn ? undefined : true}
      role="img"
      aria-label={label}
      style={{ '--count': count } as CSSProperties}
    >
      {Array.from({ length: count }, (_, i) => (
        <Reel
          key={i}
          index={i}
          count={count}
          symbols={symbols}
          drawn={drawn?.[i] ?? null}
          turned={turned}
          pays={won && pattern?.[i] !== ANY}
        />
      ))}
    </div>
  )
}
