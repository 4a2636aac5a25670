import { CircleCheck, CircleSlash, OctagonAlert, type LucideIcon } from 'lucide-react'
import type { ReadyLevel } from '@eg/shared'
import { useWords } from '../session/use-session'

const LOOKS: Record<ReadyLevel, { Icon: LucideIcon; tone: string }> = {
  red: { Icon: OctagonAlert, tone: 'problem' },
  waived: { Icon: CircleSlash, tone: 'attention' },
  green: { Icon: CircleCheck, tone: 'ok' },
}

/** The state of a check: colour, icon, word. */
export function LevelMark({ level, size = 18 }: { level: ReadyLevel; size?: number }) {
  const { t } = useWords()
  const { Icon, tone } = LOOKS[level]
  return (
    <span className="eg-level" data-tone={tone}>
      <Icon size={size} aria-hidden />
      <span>{t(`ready.state_${level}`)}</span>
    </span>
  )
}

/** How many are red, waived and green, each with its icon: `2 rouges · 1 levée · 61 vertes`. What is none is not said. */
export function LevelCounts({ red, waived, green }: { red: number; waived: number; green: number }) {
  const { t } = useWords()
  const counts = { red, waived, green }
  return (
    <span className="eg-level-counts">
      {(['red', 'waived', 'green'] as const)
        .filter((level) => counts[level] > 0)
        .map((level) => {
          const { Icon, tone } = LOOKS[level]
          return (
            <span key={level} className="eg-level" data-tone={tone} data-level={level}>
              <Icon size={16} aria-hidden />
              {t(`ready.${level}`, { count: counts[level] })}
            </span>
          )
        })}
    </span>
  )
}
