import { ChevronFirst, ChevronLast, Pause, Play, SkipBack, SkipForward, TriangleAlert, X } from 'lucide-react'
import { useMemo } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Segmented } from '../look/segmented'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatTime } from '../words/format'
import { useKeys } from '../view/use-keys'
import { replayState } from './replay-state'
import { ReplayFacts } from './replay-facts'
import { ReplayLines } from './replay-lines'
import { TimeField } from './time-field'
import { timelineViewOf, type ReplaySpan } from './timeline-view'
import { SPEEDS, usePlayer, type Speed } from './use-player'

/** An incident played again: its lines in the order of the core, and beside them what was known at each. */
export function ReplayPane({ span }: { span: ReplaySpan }) {
  const held = useLive((s) => s.timeline.lines)
  const older = useLive((s) => s.timeline.nextBefore !== null)
  const all = useMemo(() => held.toReversed(), [held])
  const lines = useMemo(() => all.filter(({ at }) => at >= span.from && at <= span.to), [all, span.from, span.to])
  // A new span begins anew.
  return <Replay key={`${span.from} ${span.to} ${span.seq}`} span={span} all={all} lines={lines} older={older} />
}

interface ReplayProps {
  span: ReplaySpan
  /** Everything that was read, oldest first. */
  all: readonly TimelineEntry[]
  /** Those of the span. */
  lines: readonly TimelineEntry[]
  /** There are lines before those that were read. */
  older: boolean
}

function Replay({ span, all, lines, older }: ReplayProps) {
  const session = useSession()
  const { t, lang } = useWords()
  const up = useLive((s) => s.link.up)
  const begin = span.seq === null ? 0 : lines.findIndex(({ seq }) => seq === span.seq) + 1
  const player = usePlayer(lines, begin)
  const { at } = player
  const view = timelineViewOf(session)
  const change = (next: Partial<ReplaySpan>) => view.setState({ replay: { ...span, seq: null, ...next } })
  const close = () => view.setState({ replay: null })
  const now = lines[at - 1]
  const state = useMemo(() => {
    const until = now?.seq ?? (lines[0]?.seq ?? Infinity) - 1
    return replayState(
      all.filter(({ seq }) => seq <= until),
      lines[0]?.seq ?? 0,
      !older,
    )
  }, [all, lines, now, older])
  useKeys({
    ' ': player.toggle,
    arrowleft: () => player.goTo(at - 1),
    arrowright: () => player.goTo(at + 1),
    home: () => player.goTo(0),
    end: () => player.goTo(lines.length),
    escape: close,
  })
  const first = all[0]
  const cut = older && first !== undefined && span.from < first.at
  return (
    <div className="eg-replay" data-testid="replay">
      <div className="eg-replay-bar">
        <DeskButton
          Icon={player.playing ? Pause : Play}
          keyCap={t('replay.space')}
          testId="replay-play"
          disabled={lines.length === 0}
          onPress={player.toggle}
        >
          {t(player.playing ? 'replay.pause' : 'replay.play')}
        </DeskButton>
        <Step Icon={ChevronFirst} name={t('replay.first')} testId="replay-first" onPress={() => player.goTo(0)} />
        <Step Icon={SkipBack} name={t('replay.back')} testId="replay-back" onPress={() => player.goTo(at - 1)} />
        <Step Icon={SkipForward} name={t('replay.on')} testId="replay-on" onPress={() => player.goTo(at + 1)} />
        <Step
          Icon={ChevronLast}
          name={t('replay.last')}
          testId="replay-last"
          onPress={() => player.goTo(lines.length)}
        />
        <Segmented
          legend={t('replay.speed')}
          legendHidden
          value={String(player.speed)}
          segments={SPEEDS.map((speed) => ({ value: String(speed), label: `×${speed}`, testId: `replay-x${speed}` }))}
          onChange={(speed) => player.setSpeed(Number(speed) as Speed)}
        />
        <TimeField
          label={t('timeline.from')}
          testId="replay-from"
          value={span.from}
          onChange={(from) => from !== null && change({ from })}
        />
        <TimeField
          label={t('timeline.to')}
          testId="replay-to"
          value={span.to}
          onChange={(to) => to !== null && change({ to })}
        />
        <button
          type="button"
          className="eg-icon-button"
          aria-label={t('replay.close')}
          title={t('replay.close')}
          data-testid="replay-close"
          onClick={close}
        >
          <X size={20} aria-hidden />
        </button>
      </div>
      <label className="eg-replay-slider">
        <span className="sr-only">{t('replay.position')}</span>
        <input
          type="range"
          min={0}
          max={lines.length}
          value={at}
          data-testid="replay-position"
          aria-valuetext={now ? formatTime(now.at, lang) : t('replay.before')}
          onChange={(event) => player.goTo(Number(event.target.value))}
        />
        <output data-testid="replay-at">
          {now ? <time>{formatTime(now.at, lang)}</time> : t('replay.before')} · {at}/{lines.length}
        </output>
      </label>
      {(cut || lines.length === 0) && (
        <p className="eg-note" role="status" data-testid="replay-cut">
          <TriangleAlert size={18} aria-hidden />
          <span>{cut ? t('replay.cut', { time: formatTime(first.at, lang) }) : t('replay.empty')}</span>
          {cut && (
            <DeskButton
              tone="quiet"
              disabled={!up}
              testId="replay-older"
              onPress={() => void session.history.readOlder()}
            >
              {t('timeline.older')}
            </DeskButton>
          )}
        </p>
      )}
      <div className="eg-replay-body">
        <ReplayLines lines={lines} at={at} onGo={player.goTo} />
        <ReplayFacts state={state} all={all} complete={!older} />
      </div>
    </div>
  )
}

function Step({
  Icon,
  name,
  testId,
  onPress,
}: {
  Icon: typeof Play
  name: string
  testId: string
  onPress: () => void
}) {
  return (
    <button
      type="button"
      className="eg-icon-button"
      aria-label={name}
      title={name}
      data-testid={testId}
      onClick={onPress}
    >
      <Icon size={20} aria-hidden />
    </button>
  )
}
