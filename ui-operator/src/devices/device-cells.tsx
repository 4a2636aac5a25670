import { useCallback, useEffect, useState } from 'react'
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
import type { LiveStore } from '../session/live-store'
import { useLive, useSession, useWords } from '../session/use-session'
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
          <Seen deviceId={device.device_id} />
        </small>
      </span>
    </span>
  )
}

/** Says when a device was last heard, by itself: the row around it is not drawn again for a second that has passed. */
function Seen({ deviceId }: { deviceId: string }) {
  const session = useSession()
  const { live } = session
  const { t } = useWords()
  const say = useCallback(() => {
    const device = live.getState().devices.get(deviceId)
    return device ? seenText(device, coreNowShown(session), t) : ''
  }, [live, session, deviceId, t])
  const [text, setText] = useState(say)
  useEffect(() => {
    const update = () => setText(say())
    update()
    const stops = [session.clock.every(1000, update), hearDevice(live, deviceId, update)]
    return () => stops.forEach((stop) => stop())
  }, [live, deviceId, session, say])
  return text
}

function hearDevice(live: LiveStore, deviceId: string, listener: () => void): () => void {
  return live.subscribe(({ devices }, before) => {
    if (devices.get(deviceId) !== before.devices.get(deviceId)) listener()
  })
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
  const ms = useLive((s) => s.devices.get(device.device_id)?.link_ms ?? null)
  const slow = troublesOf(device).includes('link_slow')
  return (
    <span className="eg-fleet-latency" data-tone={slow ? 'attention' : undefined}>
      <Sparkline samples={samples} />
      <span>{device.online && ms !== null ? formatMs(ms, lang) : '–'}</span>
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
