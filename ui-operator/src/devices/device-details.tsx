import type { OpDevice } from '@eg/shared'
import { useMay } from '../login/may'
import { useWords } from '../session/use-session'
import { formatLength, formatMs } from '../words/format'
import type { Lang } from '../words/language'
import type { Words } from '../words/words'
import { DeviceAdmission } from './device-admission'
import { DeviceOrders } from './device-orders-panel'

/** What a row has no room for: every trouble in a sentence, the machine, and what it can be told to do. */
export function DeviceDetails({ device, nowMs }: { device: OpDevice; nowMs: number }) {
  const { t, lang } = useWords()
  const may = useMay()
  const troubles = device.troubles ?? []
  return (
    <div className="eg-device-details" data-testid={`device-details-${device.device_id}`}>
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
        {device.online && device.parts === null && device.kind === 'slot' && (
          <p className="eg-dim">{t('device.old')}</p>
        )}
      </section>
      <section>
        <h3>{t('device.machine')}</h3>
        <dl className="eg-machine">
          {machineOf(device, t, lang).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {device.kind === 'slot' && may('opDeviceCommand') && <DeviceOrders device={device} nowMs={nowMs} />}
      <DeviceAdmission device={device} />
    </div>
  )
}

function machineOf({ host, version }: OpDevice, t: Words, lang: Lang): [string, string][] {
  const said = <T,>(value: T | null | undefined, write: (value: T) => string) =>
    value === null || value === undefined ? t('device.unknown') : write(value)
  return [
    [t('device.version'), said(version, String)],
    [
      t('device.clock'),
      said(host?.clock_offset_ms, (ms) => t('device.clock_value', { ms: offsetOf(Math.abs(ms), t, lang) })),
    ],
    [t('device.temperature'), said(host?.temperature_c, (degrees) => `${Math.round(degrees)} °C`)],
    [t('device.power'), said(host?.throttled, (words) => powerOf(words, t))],
    [t('device.disk'), said(host?.disk_free_mb, (mb) => formatSize(mb, lang))],
  ]
}

/** Beyond ten seconds nobody counts milliseconds. */
function offsetOf(ms: number, t: Words, lang: Lang): string {
  return ms < 10_000 ? formatMs(ms, lang) : formatLength(ms, t)
}

function powerOf(words: readonly string[], t: Words): string {
  if (words.length === 0) return t('device.power_ok')
  return t(words.includes('under_voltage') ? 'device.power_low' : 'device.power_slow')
}

function formatSize(mb: number, lang: Lang): string {
  const unit = lang === 'fr' ? 'o' : 'B'
  return mb < 1024 ? `${mb} M${unit}` : `${Math.round(mb / 1024)} G${unit}`
}
