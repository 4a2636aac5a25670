import {
  ArrowLeftRight,
  Database,
  Hourglass,
  MonitorSmartphone,
  Timer,
  TriangleAlert,
  Unplug,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useCoreNow } from '../link/use-core-now'
import { timeLeft } from '../night/time-left'
import { useLive, useWords } from '../session/use-session'
import { FailureNote } from '../look/failure-note'
import { formatMs, formatShortTime, formatSpan } from '../words/format'
import { BooksChip } from './books-chip'
import type { CoreHealth } from '../session/live-store'
import type { Lang } from '../words/language'
import type { Words } from '../words/words'
import { LanguageToggle } from './language-toggle'
import { ModeSwitch } from './mode-switch'
import { WhoChip } from './who-chip'

/** What is true of the whole evening, always in the same place. */
export function Dock() {
  const { t } = useWords()
  return (
    <>
      <header className="eg-dock" aria-label={t('dock.label')}>
        <ModeSwitch />
        <RunTime />
        <span className="eg-dock-gap" />
        <SlotsChip />
        <BooksChip />
        <StoreChip />
        <LinkChip />
        <LanguageToggle />
        <WhoChip />
      </header>
      <div className="eg-dock-note">
        <FailureNote command="mode" />
      </div>
    </>
  )
}

interface ChipProps {
  Icon: LucideIcon
  tone: 'ok' | 'attention' | 'problem' | 'dim'
  title: string
  testId: string
  children: ReactNode
}

function Chip({ Icon, tone, title, testId, children }: ChipProps) {
  return (
    <span className="eg-chip" data-tone={tone} data-testid={testId} title={title}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <span className="sr-only">{title}</span>
      {children}
    </span>
  )
}

/** The open run's time: what is left, or without a timer how long it has been open. */
function RunTime() {
  const { t } = useWords()
  const run = useLive((s) => (s.night?.run?.status === 'open' ? s.night.run : null))
  const now = useCoreNow()
  if (!run) return null
  const left = timeLeft(run, now)
  return (
    <Chip
      Icon={left === null ? Timer : Hourglass}
      tone="dim"
      title={t(left === null ? 'dock.run_since' : 'dock.run_left')}
      testId="dock-run"
    >
      <b>{formatSpan(left ?? now - run.opened_at)}</b>
    </Chip>
  )
}

function SlotsChip() {
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const expected = useLive((s) => s.night?.expected_default ?? null)
  const online = [...devices.values()].filter((d) => d.kind === 'slot' && d.online).length
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

function StoreChip() {
  const { t, lang } = useWords()
  const core = useLive((s) => s.core)
  if (!core) {
    return (
      <Chip Icon={Database} tone="dim" title={t('dock.store_unknown')} testId="dock-store">
        <span className="eg-chip-word">{t('dock.store_unknown')}</span>
      </Chip>
    )
  }
  const failing = core.store === 'failing'
  const unsafe = !failing && core.backup?.problem ? core.backup.problem : null
  const title = failing && core.detail ? core.detail : (unsafe ?? storeTitle(t, lang, core))
  const tone = failing ? 'problem' : unsafe === null ? 'ok' : 'attention'
  const word = failing ? 'dock.store_failing' : unsafe === null ? 'dock.store_ok' : 'dock.backup_failing'
  return (
    <Chip Icon={tone === 'ok' ? Database : TriangleAlert} tone={tone} title={title} testId="dock-store">
      <span className={tone === 'ok' ? 'eg-chip-word' : undefined}>{t(word)}</span>
    </Chip>
  )
}

/** What is on disk, and how old the last copy of it is. */
function storeTitle(t: Words, lang: Lang, core: CoreHealth): string {
  const saved = t('dock.store_title', { version: core.version })
  const at = core.backup?.at ?? null
  return at === null ? saved : `${saved}. ${t('dock.backup_at', { time: formatShortTime(at, lang) })}`
}

function LinkChip() {
  const { t, lang } = useWords()
  const up = useLive((s) => s.link.up)
  const roundTripMs = useLive((s) => s.roundTripMs)
  return (
    <Chip
      Icon={up ? ArrowLeftRight : Unplug}
      tone={up ? 'ok' : 'problem'}
      title={t('dock.link_title')}
      testId="dock-link"
    >
      {up && roundTripMs !== null && <b>{formatMs(roundTripMs, lang)}</b>}
      <span className={up ? 'eg-chip-word' : undefined}>{t(up ? 'dock.link_up' : 'dock.link_down')}</span>
    </Chip>
  )
}
