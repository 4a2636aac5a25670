import type { GameState } from '@eg/shared'
import { Symbol, nameOf } from '../symbols/symbol'
import { useWords } from '../words/words'

/** The lines that pay something, the best first. */
export function winsOf(game: GameState): GameState['outcomes'] {
  return game.outcomes.filter(({ pays }) => pays > 0).toSorted((a, b) => b.pays - a.pays)
}

interface PaytableProps {
  game: GameState
  /** How many lines at most; the style sheet leaves out what has no room. */
  lines: number
  label: string
}

/** What the reels show for it and how many times the stake it pays. Without odds: those are the house's. */
export function Paytable({ game, lines, label }: PaytableProps) {
  const words = useWords()
  return (
    <ul className="paytable" aria-label={label}>
      {winsOf(game)
        .slice(0, lines)
        .map(({ name, reels, pays }) => (
          <li
            key={name}
            className="payline"
            aria-label={`${reels.map((symbol) => nameOf(words, symbol)).join(', ')} : ${words('pays_line', { count: pays })}`}
          >
            <span className="payline-reels">
              {reels.map((symbol, i) => (
                // Two reels may show the same symbol; a line of the paytable never changes its order.
                // oxlint-disable-next-line react/no-array-index-key
                <Symbol key={i} name={symbol} />
              ))}
            </span>
            <span className="payline-pays" aria-hidden="true">{`× ${pays}`}</span>
          </li>
        ))}
    </ul>
  )
}
