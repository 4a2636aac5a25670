import { MonitorSmartphone, TriangleAlert } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'
import { Chip } from './chip'

/** How many slots are online of how many expected. */
export function SlotsChip() {
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const expected = useLive((s) => s.night?.expected_default ?? null)
  const online = [...devices.values()].filter((d) => d.kind === 'slot' && d.online).length
  const tone = expected === null ? 'dim' : online >= expected ? 'ok' : online === 0 ? 'problem' : 'attention'
  const title = t('dock.slots_title', { online, expected: expected ?? '–' })
  return (
    <Chip Icon={tone === 'ok' ? MonitorSmartphone : TriangleAlert} tone={tone} title={title} testId="dock-slots">
      <b>
        {online}/{expected ?? '–'}
      </b>
      <span className="eg-chip-word">{t('dock.slots')}</span>
    </Chip>
  )
}
