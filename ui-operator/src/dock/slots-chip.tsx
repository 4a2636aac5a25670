import type { OpDevice } from '@eg/shared'
import { MonitorSmartphone, TriangleAlert } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'
import { Chip } from './chip'

/** How many slots are online of how many expected. */
export function SlotsChip() {
  const { t } = useWords()
  // The number, not the devices: a heartbeat that leaves it as it is draws nothing here.
  const online = useLive(({ devices }) => slotsOnline(devices))
  const expected = useLive((s) => s.night?.expected_default ?? null)
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

function slotsOnline(devices: ReadonlyMap<string, OpDevice>): number {
  let online = 0
  for (const device of devices.values()) if (device.kind === 'slot' && device.online) online += 1
  return online
}
