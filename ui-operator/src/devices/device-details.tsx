import { X } from 'lucide-react'
import { useCoreNow } from '../link/use-core-now'
import { useMay } from '../login/may'
import { useLive, useWords } from '../session/use-session'
import { HealthCell } from './device-cells'
import { DeviceAdmission } from './device-admission'
import { troublesOf } from './device-health'
import { DeviceLatency } from './device-latency'
import { DeviceLog } from './device-log'
import { DeviceMachine } from './device-machine'
import { DeviceOrders } from './device-orders-panel'
import { DeviceSwaps } from './device-swaps'
import { GuidedTest } from './guided-test'

/** What a row has no room for: every trouble in a sentence, the tests, the machine, and what it can be told to do. */
export function DeviceDetails({ deviceId, onClose }: { deviceId: string; onClose: () => void }) {
  const { t } = useWords()
  const may = useMay()
  const nowMs = useCoreNow(1000)
  const device = useLive((s) => s.devices.get(deviceId))
  if (!device) return null
  const troubles = troublesOf(device)
  const commanded = device.kind === 'slot' && may('opDeviceCommand')
  return (
    <aside
      className="eg-device-panel"
      aria-label={t('device.more', { device: deviceId })}
      data-testid={`device-details-${deviceId}`}
    >
      <header>
        <h2>{deviceId}</h2>
        <HealthCell device={device} />
        <button
          type="button"
          className="eg-icon-button"
          aria-label={t('panel.close')}
          title={t('panel.close')}
          data-testid="device-close"
          onClick={onClose}
        >
          <X size={20} aria-hidden />
        </button>
      </header>
      <section>
        <h3>{t('device.problems')}</h3>
        {troubles.length === 0 ? (
          <p className="eg-dim">{t('device.well')}</p>
        ) : (
          <ul className="eg-troubles">
            {troubles.map((word) => (
              <li key={word}>{t(`trouble.${word}`)}</li>
            ))}
          </ul>
        )}
        {troubles.length > 0 && (
          <ul className="eg-todos" aria-label={t('panel.todo')}>
            {[...new Set(troubles.map((word) => t(`todo.${word}`)))].map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {device.online && device.parts === null && device.kind === 'slot' && (
          <p className="eg-dim">{t('device.old')}</p>
        )}
      </section>
      <DeviceLatency deviceId={deviceId} />
      {commanded && <GuidedTest device={device} />}
      {commanded && <DeviceOrders device={device} nowMs={nowMs} />}
      <DeviceMachine device={device} />
      <DeviceAdmission device={device} />
      {device.kind === 'slot' && <DeviceSwaps slotId={deviceId} />}
      {commanded && <DeviceLog deviceId={deviceId} />}
    </aside>
  )
}
