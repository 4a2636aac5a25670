import { Fragment, useEffect, useRef, useState } from 'react'
import { TriangleAlert } from 'lucide-react'
import type { TimelineEntry } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatDay, formatMoment } from '../words/format'
import { TimelineLine } from './timeline-line'
import { TimelineNote } from './timeline-note'
import { openLine, timelineViewOf } from './timeline-view'
import type { RequestSearch } from './use-lines'

/** Lines drawn at first, and with each press for more. */
const STEP = 300

interface TimelineListProps {
  lines: readonly TimelineEntry[]
  filtered: boolean
  search: RequestSearch
  openSeq: number | null
  /** A line that a link names: it is brought into sight. */
  showSeq: number | null
  onClear: () => void
}

/** The lines, newest first, by day; older ones are read when they are asked for. */
export function TimelineList({ lines, filtered, search, openSeq, showSeq, onClear }: TimelineListProps) {
  const session = useSession()
  const { t, lang } = useWords()
  const timeline = useLive((s) => s.timeline)
  const up = useLive((s) => s.link.up)
  const [most, setMost] = useState(STEP)
  const box = useRef<HTMLDivElement>(null)
  const shown = lines.slice(0, most)
  const older = timeline.nextBefore !== null
  const oldest = timeline.lines.at(-1)
  useEffect(() => {
    if (showSeq !== null) box.current?.querySelector(`[data-seq="${showSeq}"]`)?.scrollIntoView({ block: 'center' })
  }, [showSeq])
  const readOn = () => {
    setMost(most + STEP)
    if (lines.length <= most + STEP && older) void session.history.readOlder()
  }
  return (
    <div className="eg-timeline-box" ref={box}>
      <TimelineNote filtered={filtered} shown={lines.length} search={search} onClear={onClear} />
      <ol
        className="eg-lines"
        data-wide
        onClick={(event) => {
          const seq = (event.target as Element).closest<HTMLElement>('[data-seq]')?.dataset['seq']
          if (seq === undefined || window.getSelection()?.toString()) return
          const open = timelineViewOf(session).getState().openSeq
          openLine(session, open === Number(seq) ? null : Number(seq))
        }}
      >
        {shown.map((line, i) => {
          const day = formatDay(line.at, lang)
          const before = shown[i - 1]
          return (
            <Fragment key={line.seq}>
              {(!before || formatDay(before.at, lang) !== day) && <li className="eg-day">{day}</li>}
              <TimelineLine line={line} wide current={line.seq === openSeq} />
            </Fragment>
          )
        })}
      </ol>
      {search === 'none' && (older || lines.length > most) ? (
        <>
          {filtered && older && oldest && (
            // What was not read was not searched.
            <p className="eg-line-note" data-testid="timeline-searched">
              {t('timeline.searched', { count: timeline.lines.length, since: formatMoment(oldest.at, lang) })}
            </p>
          )}
          <DeskButton testId="timeline-older" pending={timeline.status === 'loading'} disabled={!up} onPress={readOn}>
            {t('timeline.older')}
          </DeskButton>
        </>
      ) : (
        lines.length > 0 &&
        !filtered &&
        timeline.status === 'ready' && <p className="eg-line-note">{t('timeline.start')}</p>
      )}
      {search === 'denied' && (
        <p className="eg-note" role="status">
          <TriangleAlert size={18} aria-hidden />
          <span>{t('timeline.request_denied')}</span>
        </p>
      )}
    </div>
  )
}
