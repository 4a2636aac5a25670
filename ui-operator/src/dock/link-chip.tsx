import { ArrowLeftRight, Unplug } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'
import { formatMs } from '../words/format'
import { Chip } from './chip'

/** From here a press is felt to wait, and from there it is not believed any more (ms). */
const SLOW_MS = 300
const VERY_SLOW_MS = 1000

const toneOf = (ms: number) => (ms > VERY_SLOW_MS ? 'problem' : ms > SLOW_MS ? 'attention' : 'ok')

/** Whether the core is heard, and how far away it is. */
export function LinkChip() {
  const { t, lang } = useWords()
  const up = useLive((s) => s.link.up)
  const roundTripMs = useLive((s) => s.roundTripMs)
  const tone = up ? toneOf(roundTripMs ?? 0) : 'problem'
  return (
    <Chip
      Icon={up ? ArrowLeftRight : Unplug}
      tone={tone}
      title={t(up && tone !== 'ok' ? 'dock.link_slow' : 'dock.link_title')}
      testId="dock-link"
    >
      {up && roundTripMs !== null && <b>{formatMs(roundTripMs, lang)}</b>}
      <span className={up ? 'eg-chip-word' : undefined}>{t(up ? 'dock.link_up' : 'dock.link_down')}</span>
    </Chip>
  )
}
