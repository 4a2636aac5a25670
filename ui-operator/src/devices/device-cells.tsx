import { useEffect, useState } from 'react'
import {
  BatteryWarning,
  CircleCheck,
  CirclePlay,
  ClockAlert,
  HardDrive,
  Inbox,
  Keyboard,
  Lightbulb,
  MonitorX,
  Nfc,
  OctagonAlert,
  Thermometer,
  TriangleAlert,
  Unplug,
  Wifi,
  type LucideIcon,
} from 'lucide-react'
import type { OpDevice } from '@eg/shared'
import { coreNowShown } from '../link/use-core-now'
import { useSession, useWords } from '../session/use-session'
import { formatAgo, formatMs } from '../words/format'
import type { Words } from '../words/words'
import { concernsOf, deviceHealth, troublesOf, type Concern, type Health } from './device-health'
import { Sparkline } from './sparkline'
import { useLatency } from './use-fleet'

const HEALTH_ICONS: Record<Health, LucideIcon> = { ok: CircleCheck, attention: TriangleAlert, problem: OctagonAlert }
export const CONCERN_ICONS: Record<Concern, LucideIcon> = {
  buttons: CirclePlay,
  lights: Lightbulb,
  reader: Nfc,
  keys: Keyboard,
  screen: MonitorX,
  temperature: Thermometer,
  power: BatteryWarning,
  disk: HardDrive,
  clock: ClockAlert,
  unsent: Inbox,
}

/** How it is in a word, and the worst reason. */
export function HealthCell({ device }: { device: OpDevice }) {
  const { t } = useWords()
  const { health, why } = deviceHealth(device, t)
  const Icon = HEALTH_ICONS[health]
  return (
    <span className="eg-health" data-tone={health}>
      <Icon size={18} aria-hidden />
      <span>
        {t(`health.${health}`)}
        {why && <small title={why}>{why}</small>}
      </span>
    </span>
  )
}

/** Its link and its screen, and when it was last heard. */
export function LinkCell({ device }: { device: OpDevice }) {
  const { t } = useWords()
  const Icon = device.online ? Wifi : Unplug
  return (
    <span className="eg-fleet-link" data-tone={device.online ? 'ok' : 'problem'}>
      <Icon size={16} aria-hidden />
      <span>
        {t(device.online ? 'online.yes' : 'online.no')}
        <small>
          <Seen device={device} />
        </small>
      </span>
    </span>
  )
}

/** Says when a device was last heard, by itself: the row around it is not drawn again for a second that has passed. */
function Seen({ device }: { device: OpDevice }) {
  const session = useSession()
  const { t } = useWords()
  const [text, setText] = useState(() => seenText(device, coreNowShown(session), t))
  useEffect(() => {
    const say = () => setText(seenText(device, coreNowShown(session), t))
    say()
    return session.clock.every(1000, say)
  }, [device, session, t])
  return text
}

/** The heartbeat comes every five seconds: counting those would be movement without meaning. */
export function seenText({ last_seen: at, online }: OpDevice, nowMs: number, t: Words): string {
  if (at === null) return t('ago.never')
  const ago = nowMs - at
  return online && ago < 10_000 ? t('devices.now') : formatAgo(ago, t)
}

export function LatencyCell({ device }: { device: OpDevice }) {
  const { t, lang } = useWords()
  const samples = useLatency(device.device_id)
  const slow = troublesOf(device).includes('link_slow')
  return (
    <span className="eg-fleet-latency" data-tone={slow ? 'attention' : undefined}>
      <Sparkline samples={samples} />
      <span>{device.online && device.link_ms !== null ? formatMs(device.link_ms, lang) : '–'}</span>
      {slow && <span className="sr-only">{t('trouble.link_slow')}</span>}
    </span>
  )
}

/** What is not well, by name; one quiet word where all is. */
export function PartsCell({ device }: { device: OpDevice }) {
  const { t } = useWords()
  const concerns = concernsOf(device)
  if (concerns.length > 0) {
    return (
      <ul className="eg-concerns">
        {concerns.map(({ concern, tone, status }) => {
          const Icon = CONCERN_ICONS[concern]
          return (
            <li key={concern} data-tone={tone} data-concern={concern}>
              <Icon size={15} aria-hidden />
              {t(`concern.${concern}`)}
              {status && <span className="sr-only">{t(`part_status.${status}`)}</span>}
            </li>
          )
        })}
      </ul>
    )
  }
  if (!device.online || !device.parts) return <span className="eg-dim">{t('fleet.parts_unknown')}</span>
  return (
    <span className="eg-fleet-well">
      <CircleCheck size={15} aria-hidden />
      {t('fleet.parts_ok')}
    </span>
  )
}

/** What to do about the worst of it. */
export function TodoCell({ device }: { device: OpDevice }) {
  const { t } = useWords()
  const [worst] = troublesOf(device)
  if (worst) return t(`todo.${worst}`)
  return device.protection === 'pending' ? t('todo.pending') : <span className="eg-dim">–</span>
}
