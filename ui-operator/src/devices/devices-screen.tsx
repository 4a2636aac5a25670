import { useMemo, useState } from 'react'
import { ArrowDown, MonitorSmartphone } from 'lucide-react'
import { PARTS } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useLive, useWords } from '../session/use-session'
import type { TextKey } from '../words/words'
import { deviceHealth } from './device-health'
import { DeviceRow } from './device-row'
import { PendingDevices } from './pending-devices'
import { sortDevices, type SortColumn } from './sort-devices'

/** Every known device, problems first: what is sick before doors open. */
export function DevicesScreen() {
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const [column, setColumn] = useState<SortColumn>('health')
  const nowMs = useCoreNow(1000)
  const rows = useMemo(() => sortDevices(devices.values(), column, t), [devices, column, t])
  const needing = rows.filter((d) => deviceHealth(d, t).health !== 'ok').length
  const head = (id: SortColumn, key: TextKey, numeric = false) => (
    <th scope="col" className={numeric ? 'eg-number' : undefined} aria-sort={column === id ? 'ascending' : 'none'}>
      <button
        type="button"
        className="eg-sort"
        title={t('devices.sort', { column: t(key) })}
        onClick={() => setColumn(id)}
      >
        {t(key)}
        <ArrowDown size={14} aria-hidden />
      </button>
    </th>
  )
  return (
    <main className="eg-page">
      <header className="eg-page-head">
        <h1>{t('devices.title')}</h1>
        <p className="eg-dim">
          {t('devices.count', { count: rows.length })} ·{' '}
          <span data-tone={needing > 0 ? 'attention' : 'ok'} data-testid="devices-attention">
            {needing === 0 ? t('devices.attention_none') : t('devices.attention', { count: needing })}
          </span>
        </p>
      </header>
      <PendingDevices />
      {rows.length === 0 ? (
        <div className="eg-empty" data-testid="empty-devices">
          <MonitorSmartphone size={56} strokeWidth={1.25} aria-hidden />
          <h2>{t('devices.empty')}</h2>
          <p>{t('devices.empty_hint')}</p>
        </div>
      ) : (
        <div className="eg-table-box">
          <table className="eg-table">
            <thead>
              <tr>
                {head('id', 'devices.id')}
                {head('health', 'devices.health')}
                <th scope="col">{t('devices.link')}</th>
                <th scope="col">{t('devices.page')}</th>
                {PARTS.map((part) => (
                  <th key={part} scope="col">
                    {t(`part.${part}`)}
                  </th>
                ))}
                <th scope="col" className="eg-number">
                  {t('devices.latency')}
                </th>
                {head('seen', 'devices.seen', true)}
                <th scope="col" className="eg-number">
                  {t('devices.outbox')}
                </th>
                <th scope="col">{t('devices.action')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((device) => (
                <DeviceRow key={device.device_id} device={device} nowMs={nowMs} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  )
}
