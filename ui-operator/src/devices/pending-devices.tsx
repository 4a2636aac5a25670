import { useState } from 'react'
import { DoorOpen } from 'lucide-react'
import { useCoreNow } from '../link/use-core-now'
import { useMay } from '../login/may'
import { useLive, useWords } from '../session/use-session'
import { PendingDevice } from './pending-device'

/** Devices that wait at the door, by the code that each shows: which one is it? */
export function PendingDevices() {
  const { t } = useWords()
  const may = useMay()('opEnrol')
  const waiting = useLive((s) => s.waiting)
  const nowMs = useCoreNow(5000)
  const [naming, setNaming] = useState<string | null>(null)
  if (!may || waiting.length === 0) return null
  return (
    <section className="eg-waiting" aria-label={t('pending.title')} data-testid="pending-devices">
      <header>
        <DoorOpen size={20} aria-hidden />
        <h2>{t('pending.waiting', { count: waiting.length })}</h2>
        <p className="eg-dim">{t('pending.text')}</p>
      </header>
      <ul>
        {waiting.map((device) => (
          <PendingDevice
            key={device.key}
            device={device}
            nowMs={nowMs}
            naming={naming === device.key}
            onName={(on) => setNaming(on ? device.key : null)}
          />
        ))}
      </ul>
    </section>
  )
}
