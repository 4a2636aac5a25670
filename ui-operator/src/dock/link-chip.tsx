import { ArrowLeftRight, Unplug } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'
import { formatMs } from '../words/format'
import { Chip } from './chip'

/** Whether the core is heard, and how far away it is. */
export function LinkChip() {
  const { t, lang } = useWords()
  const up = useLive((s) => s.link.up)
  const roundTripMs = useLive((s) => s.roundTripMs)
  return (
    <Chip
      Icon={up ? ArrowLeftRight : Unplug}
      tone={up ? 'ok' : 'problem'}
      title={t('dock.link_title')}
      testId="dock-link"
    >
      {up && roundTripMs !== null && <b>{formatMs(roundTripMs, lang)}</b>}
      <span className={up ? 'eg-chip-word' : undefined}>{t(up ? 'dock.link_up' : 'dock.link_down')}</span>
    </Chip>
  )
}
