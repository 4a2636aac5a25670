import { MoonStar, Sun } from 'lucide-react'
import { useMay } from '../login/may'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { modeOf } from '../session/live-store'
import { useSettled } from '../view/use-settled'
import { formatShortTime } from '../words/format'

/** Day or night, since when, and the switch between them. Why the core refused stands under the dock. */
export function ModeSwitch() {
  const { commands } = useSession()
  const { t, lang } = useWords()
  const may = useMay()
  const mode = useLive(modeOf)
  const since = useLive((s) => s.mode?.since ?? null)
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending.mode ?? false)
  const settled = useSettled(String(mode))
  const night = mode === 'night'
  const other = night ? 'day' : 'night'
  const Icon = night ? MoonStar : Sun
  return (
    <div className="eg-dock-mode">
      <span className="eg-dock-two" data-testid="dock-mode" data-mode={mode ?? 'unknown'} role="status">
        <Icon size={22} strokeWidth={1.75} aria-hidden />
        <span className="eg-dock-two-text">
          <b className="eg-dock-mode-now">{mode === null ? t('mode.unknown') : t(`mode.${mode}`)}</b>
          {mode !== null && since !== null && <small>{t('dock.since', { time: formatShortTime(since, lang) })}</small>}
        </span>
      </span>
      {may('opModeSet') && (
        <button
          type="button"
          role="switch"
          className="eg-switch"
          data-testid="mode-switch"
          aria-checked={night}
          aria-label={t(night ? 'mode.to_day' : 'mode.to_night')}
          title={t(night ? 'mode.to_day' : 'mode.to_night')}
          aria-busy={pending || undefined}
          disabled={!up || pending || mode === null}
          // The second half of a double click would take back what the first has done.
          onClick={() => settled() && void commands.setMode(other, mode)}
        >
          <Sun size={16} aria-hidden />
          <MoonStar size={16} aria-hidden />
          <i aria-hidden />
        </button>
      )}
    </div>
  )
}
