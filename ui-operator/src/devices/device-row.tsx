import { memo } from 'react'
import { ChevronRight } from 'lucide-react'
import { useMay } from '../login/may'
import { useWords } from '../session/use-session'
import { isTextKey } from '../words/words'
import { HealthCell, LatencyCell, LinkCell, PartsCell, TodoCell } from './device-cells'
import { deviceHealth } from './device-health'
import { LightsTest } from './lights-test'
import { ProtectionMark } from './protection-mark'
import { useDeviceLine } from './use-fleet'

interface DeviceRowProps {
  id: string
  /** Its place in the list, from 0. */
  index: number
  /** The arrows have reached it. */
  active: boolean
  /** Its details are open. */
  open: boolean
}

/**
 * One device, its whole health in one line. It hears its own device by itself: what another one says does not draw it again,
 * and of a heartbeat that says nothing new only the cells that show its time and its latency are.
 */
export const DeviceRow = memo(function DeviceRow({ id, index, active, open }: DeviceRowProps) {
  const { t } = useWords()
  const may = useMay()
  const device = useDeviceLine(id)
  if (!device) return null
  const { health } = deviceHealth(device, t)
  const kind = `kind_of.${device.kind}`
  return (
    <tr
      data-testid={`device-row-${id}`}
      data-device={id}
      data-health={health}
      data-open={open || undefined}
      aria-rowindex={index + 2}
      aria-selected={open}
      tabIndex={active ? 0 : -1}
    >
      <th scope="row">
        <span className="eg-device-id">{id}</span>
        <small className="eg-device-kind">{isTextKey(kind) ? t(kind) : device.kind}</small>
        <small className="eg-device-about">
          <ProtectionMark protection={device.protection} />
        </small>
      </th>
      <td data-column="health">
        <HealthCell device={device} />
      </td>
      <td data-column="parts">
        <PartsCell device={device} />
      </td>
      <td data-column="todo">
        <TodoCell device={device} />
      </td>
      <td data-column="link">
        <LinkCell device={device} />
      </td>
      <td data-column="latency">
        <LatencyCell device={device} />
      </td>
      <td data-column="version">{device.version ?? '–'}</td>
      <td data-column="action">
        <span className="eg-cell-actions">
          {device.kind === 'slot' && may('testCommand') && <LightsTest device={device} />}
          <button
            type="button"
            className="eg-icon-button"
            data-testid={`device-more-${id}`}
            data-more
            aria-label={t('device.more', { device: id })}
            title={t('device.more_short')}
            aria-expanded={open}
            tabIndex={active ? 0 : -1}
          >
            <ChevronRight size={20} aria-hidden />
          </button>
        </span>
      </td>
    </tr>
  )
})
