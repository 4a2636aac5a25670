import { isRehearsal } from '@eg/shared'
import type { CoreHealth, LiveState } from '../session/live-store'
import { formatAgo, formatDuration, formatMoment } from '../words/format'
import type { Lang } from '../words/language'
import type { Words } from '../words/words'
import type { Fact } from './facts'
import type { CoreSays } from './use-health'

/** Certificates that end sooner are renewed: what the ready gate asks for too (days). */
const CERTIFICATE_DAYS = 14

interface VenueParts {
  core: CoreHealth
  health: CoreSays
  live: Pick<LiveState, 'devices' | 'night' | 'undoable' | 'desks'>
  /** This page's own address, and the broker it is linked to. */
  page: string
  broker: string
  /** The core's time (ms). */
  nowMs: number
}

/** What the core says of itself, the venue and its safety. */
export function venueFacts(parts: VenueParts, t: Words, lang: Lang): Fact[] {
  const { core, live, page, broker, health } = parts
  const slots = [...live.devices.values()].filter(({ kind }) => kind === 'slot')
  const online = slots.filter((slot) => slot.online).length
  const expected = live.night?.expected_default
  const known = t('setup.slots_value', { online, known: slots.length })
  return [
    {
      id: 'version',
      label: t('setup.version'),
      value: core.version,
      note: t('setup.started', { when: formatMoment(core.started_at, lang) }),
    },
    { id: 'rehearsal', label: t('setup.rehearsal'), sets: 'EG_REHEARSAL', ...rehearsal(core, t) },
    { id: 'auth', label: t('setup.auth'), sets: 'EG_AUTH', ...auth(core, t) },
    { id: 'tls', label: t('setup.tls'), sets: 'EG_TLS_DIR', ...tls(health.tls, t, lang) },
    { id: 'store', label: t('setup.store'), sets: 'DB_PATH', ...store(core, t) },
    { id: 'backup', label: t('setup.backup'), sets: 'BACKUP_DIR', ...backup(core, parts.nowMs, t) },
    { id: 'slots', label: t('setup.slots'), value: known },
    ...(expected === undefined
      ? []
      : [{ id: 'expected', label: t('setup.expected'), value: String(expected), sets: 'NIGHT_EXPECTED_VOTES' }]),
    {
      id: 'desks',
      label: t('setup.desks'),
      value: [...live.desks.keys()].sort().join(', ') || '–',
      sets: 'EG_CHANGE_DESKS',
    },
    ...(live.undoable === null
      ? []
      : [
          {
            id: 'undo',
            label: t('setup.undo'),
            value: formatDuration(live.undoable.window_s * 1000, t),
            sets: 'EG_UNDO_S',
          },
        ]),
    { id: 'page', label: t('setup.page'), value: page, sets: 'OPERATOR_UI_PORT' },
    { id: 'broker', label: t('setup.broker'), value: broker, sets: 'MQTT_WS_PORT' },
    ...(health.clients === null ? [] : [{ id: 'clients', label: t('setup.clients'), value: String(health.clients) }]),
  ]
}

type Said = Pick<Fact, 'value' | 'note' | 'tone'>

const rehearsal = (core: CoreHealth, t: Words): Said =>
  isRehearsal(core)
    ? { value: t('setup.rehearsal_on'), tone: 'attention', note: t('setup.rehearsal_on_note') }
    : { value: t('setup.rehearsal_off'), tone: 'ok' }

const auth = ({ auth: mode }: CoreHealth, t: Words): Said =>
  mode === 'open'
    ? { value: t('setup.auth_open'), tone: 'attention', note: t('setup.auth_open_note') }
    : { value: t('setup.auth_enrolled'), tone: 'ok' }

function tls(state: CoreSays['tls'], t: Words, lang: Lang): Said {
  if (state === undefined) return { value: t('setup.not_told') }
  if (state === null) return { value: t('setup.tls_off'), tone: 'attention', note: t('setup.tls_off_note') }
  const { daysLeft, expiresAt, names } = state
  const value = t('setup.tls_until', { when: formatMoment(expiresAt, lang), days: daysLeft })
  if (daysLeft < 0) return { value: t('setup.tls_over'), tone: 'problem', note: t('setup.tls_renew') }
  if (daysLeft < CERTIFICATE_DAYS) return { value, tone: 'attention', note: t('setup.tls_renew') }
  return { value, tone: 'ok', note: names.join(', ') }
}

const store = ({ store: state, detail }: CoreHealth, t: Words): Said =>
  state === 'ok'
    ? { value: t('setup.store_ok'), tone: 'ok' }
    : { value: t('setup.store_failing'), tone: 'problem', note: detail ?? t('setup.store_failing_note') }

function backup({ backup: taken }: CoreHealth, nowMs: number, t: Words): Said {
  if (taken === undefined) return { value: t('setup.not_told') }
  if (taken === null) return { value: t('setup.backup_none'), tone: 'problem', note: t('setup.backup_none_note') }
  const { at, file, problem, same_device: same } = taken
  if (problem !== null) {
    const last = at === null ? t('setup.backup_never') : t('setup.backup_last', { ago: formatAgo(nowMs - at, t) })
    return { value: t('setup.backup_failed'), tone: 'problem', note: `${last} ${problem}` }
  }
  if (at === null) return { value: t('setup.backup_wait'), note: t('setup.backup_wait_note') }
  const where = file === null ? '' : t('setup.backup_where', { file })
  const value = formatAgo(nowMs - at, t)
  if (same) return { value, tone: 'attention', note: `${where} ${t('setup.backup_same')}`.trim() }
  return { value, tone: 'ok', note: where }
}
