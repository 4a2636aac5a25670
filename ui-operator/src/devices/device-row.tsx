import { Fragment, useState } from 'react'
import {
  ChevronDown,
  CircleCheck,
  CircleHelp,
  CircleMinus,
  CircleX,
  FlaskConical,
  Monitor,
  MonitorOff,
  OctagonAlert,
  TriangleAlert,
  Unplug,
  Wifi,
  type LucideIcon,
} from 'lucide-react'
import { PARTS, type OpDevice } from '@eg/shared'
import { useMay } from '../login/may'
import { useWords } from '../session/use-session'
import { formatAgo, formatMs } from '../words/format'
import { DeviceDetails } from './device-details'
import { deviceHealth, partWord, type Health, type PartName, type PartWord } from './device-health'
import { LightsTest } from './lights-test'
import { ProtectionMark } from './protection-mark'

const HEALTH_ICONS: Record<Health, LucideIcon> = { ok: CircleCheck, attention: TriangleAlert, problem: OctagonAlert }
const PART_ICONS: Record<PartWord, LucideIcon> = {
  ok: CircleCheck,
  simulated: FlaskConical,
  missing: CircleMinus,
  fault: CircleX,
  off: CircleMinus,
  unknown: CircleHelp,
}

/** One device, its whole health in one line. `nowMs` is the core's time. */
export function DeviceRow({ device, nowMs }: { device: OpDevice; nowMs: number }) {
  const { t, lang } = useWords()
  const may = useMay()
  const { health, why } = deviceHealth(device, t)
  const HealthIcon = HEALTH_ICONS[health]
  const [open, setOpen] = useState(false)
  const LinkIcon = device.online ? Wifi : Unplug
  const PageIcon = device.page_online ? Monitor : MonitorOff
  // The heartbeat comes every five seconds: counting those would be movement without meaning.
  const ago = device.last_seen === null ? null : nowMs - device.last_seen
  const seen = ago === null ? t('ago.never') : device.online && ago < 10_000 ? t('devices.now') : formatAgo(ago, t)
  return (
    <Fragment>
      <tr data-testid={`device-row-${device.device_id}`} data-health={health}>
        <th scope="row">
          <span className="eg-device-id">{device.device_id}</span>
          <small className="eg-device-about">
            {device.version ?? '–'}
            <ProtectionMark protection={device.protection} />
          </small>
        </th>
        <td>
          <span className="eg-health" data-tone={health}>
            <HealthIcon size={18} aria-hidden />
            <span>
              {t(`health.${health}`)}
              {why && <small>{why}</small>}
            </span>
          </span>
        </td>
        <td>
          <Stated
            Icon={LinkIcon}
            tone={device.online ? 'ok' : 'problem'}
            word={t(device.online ? 'online.yes' : 'online.no')}
          />
        </td>
        <td>
          <Stated
            Icon={PageIcon}
            tone={device.page_online ? 'ok' : 'dim'}
            word={t(device.page_online ? 'page.yes' : 'page.no')}
          />
        </td>
        {PARTS.map((part) => (
          <PartCell key={part} device={device} part={part} />
        ))}
        <td className="eg-number">{device.online && device.link_ms !== null ? formatMs(device.link_ms, lang) : '–'}</td>
        <td className="eg-number">{seen}</td>
        <td className="eg-number" data-tone={device.outbox ? 'attention' : undefined}>
          {device.outbox ?? '–'}
        </td>
        <td className="eg-cell-action">
          <span className="eg-cell-actions">
            {device.kind === 'slot' && may('testCommand') && <LightsTest device={device} />}
            <button
              type="button"
              className="eg-icon-button"
              data-testid={`device-more-${device.device_id}`}
              aria-label={t('device.more', { device: device.device_id })}
              title={t('device.more_short')}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              <ChevronDown size={20} aria-hidden />
            </button>
          </span>
        </td>
      </tr>
      {open && (
        <tr className="eg-device-more">
          <td colSpan={8 + PARTS.length}>
            <DeviceDetails device={device} nowMs={nowMs} />
          </td>
        </tr>
      )}
    </Fragment>
  )
}

function PartCell({ device, part }: { device: OpDevice; part: PartName }) {
  const { t } = useWords()
  const word = partWord(device, part)
  const tone = word === 'fault' ? 'problem' : word === 'missing' ? 'attention' : word === 'ok' ? 'ok' : 'dim'
  const health = device.parts?.[part]
  const title = [t(`part.${part}`), health?.driver, health?.detail].filter(Boolean).join(' · ')
  return (
    <td title={title}>
      <Stated Icon={PART_ICONS[word]} tone={tone} word={t(`part_status.${word}`)} />
    </td>
  )
}

function Stated({ Icon, tone, word }: { Icon: LucideIcon; tone: Health | 'dim'; word: string }) {
  return (
    <span className="eg-stated" data-tone={tone}>
      <Icon size={16} aria-hidden />
      {word}
    </span>
  )
}
