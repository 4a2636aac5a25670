import {
  Apple,
  Asterisk,
  Banana,
  Bell,
  Cherry,
  Citrus,
  Clover,
  Club,
  Coins,
  Crown,
  Diamond,
  Gem,
  Grape,
  Heart,
  Moon,
  Spade,
  Star,
  Sun,
  type LucideIcon,
} from 'lucide-react'
import { useWords } from '../session/use-session'
import { isTextKey } from '../words/words'

const ICONS: Readonly<Record<string, LucideIcon>> = {
  apple: Apple,
  banana: Banana,
  bell: Bell,
  cherry: Cherry,
  clover: Clover,
  club: Club,
  coin: Coins,
  crown: Crown,
  diamond: Diamond,
  gem: Gem,
  grape: Grape,
  heart: Heart,
  lemon: Citrus,
  moon: Moon,
  orange: Citrus,
  plum: Grape,
  spade: Spade,
  star: Star,
  sun: Sun,
  '*': Asterisk,
}
/** Symbols that are a figure or a word themselves. */
const FIGURES: Readonly<Record<string, string>> = { seven: '7', bar: 'BAR' }

/** What the reels show, as symbols; said in words to a screen reader. A symbol we have no picture of is its own name. */
export function Reels({ reels, size = 18 }: { reels: readonly string[]; size?: number }) {
  const { t } = useWords()
  const word = (symbol: string) => {
    const key = `symbol.${symbol}`
    return isTextKey(key) ? t(key) : symbol
  }
  return (
    <span className="eg-reels" role="img" aria-label={reels.map(word).join(', ')} title={reels.map(word).join(' · ')}>
      {reels.map((symbol, i) => {
        const Icon = ICONS[symbol]
        return (
          // The same symbol may stand on two reels: its place is its identity.
          <i key={`${i}-${symbol}`} className="eg-reel" data-any={symbol === '*' || undefined}>
            {Icon ? <Icon size={size} strokeWidth={1.75} aria-hidden /> : (FIGURES[symbol] ?? word(symbol))}
          </i>
        )
      })}
    </span>
  )
}
