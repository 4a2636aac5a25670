import { useEffect, useRef, useState } from 'react'
import { History } from 'lucide-react'
import type { TimelineEntry } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { isFiltered, NO_FILTER, type LineFilter } from './filter-lines'
import { LineDetails } from './line-details'
import { ReplayPane } from './replay-pane'
import { TimelineExport } from './timeline-export'
import { TimelineFilters } from './timeline-filters'
import { TimelineList } from './timeline-list'
import { lineOfHash, openLine, timelineViewOf, useTimelineView } from './timeline-view'
import { useLines } from './use-lines'

/** Around a line that is played again: what led to it, and what came of it (ms). */
const BEFORE_MS = 60_000
const AFTER_MS = 5 * 60_000
/** Without a line or a time: the last so many minutes. */
const LATEST_MS = 10 * 60_000

/** The whole journal: every command that was accepted or refused, and every link lost or back. */
export function TimelineScreen() {
  const session = useSession()
  const { t } = useWords()
  const view = timelineViewOf(session)
  const typed = useTimelineView((state) => state.filter)
  const openSeq = useTimelineView((state) => state.openSeq)
  const replay = useTimelineView((state) => state.replay)
  const { lines, filter, search } = useLines()
  const searchBox = useRef<HTMLInputElement>(null)
  const [linked, setLinked] = useState<number | null>(null)

  // The address may name a line: when the page is opened by it, and when it is changed by hand.
  useEffect(() => {
    const follow = () => {
      const seq = lineOfHash(window.location.hash)
      if (seq === null || seq === view.getState().openSeq) return
      view.setState({ openSeq: seq, replay: null })
      setLinked(seq)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [view])

  const change = (more: Partial<LineFilter>) => view.setState(({ filter: held }) => ({ filter: { ...held, ...more } }))
  const replayLine = ({ at, seq }: TimelineEntry) =>
    view.setState({ replay: { from: at - BEFORE_MS, to: at + AFTER_MS, seq } })
  const replaySpan = () => {
    const latest = lines[0]?.at ?? session.clock.now()
    const to = typed.to ?? latest
    view.setState({ replay: { from: typed.from ?? to - LATEST_MS, to, seq: null } })
  }
  useActions([
    { id: 'timeline.search', label: t('timeline.filter_text'), key: '/', run: () => searchBox.current?.focus() },
    { id: 'timeline.replay', label: t('timeline.replay'), key: 'R', run: replaySpan, disabled: replay !== null },
    {
      id: 'timeline.refused',
      label: t('timeline.only_refused'),
      key: 'X',
      run: () => change({ group: typed.group === 'refused' ? 'all' : 'refused' }),
    },
    ...(openSeq !== null && replay === null
      ? [{ id: 'timeline.close', label: t('line_panel.close'), key: 'Esc', run: () => openLine(session, null) }]
      : []),
  ])
  return (
    <main className="eg-page eg-timeline">
      <header className="eg-page-head">
        <h1>{t(replay ? 'replay.title' : 'timeline.title')}</h1>
        {!replay && <p className="eg-dim">{t('timeline.count', { count: lines.length })}</p>}
        {!replay && (
          <div className="eg-page-tools">
            <TimelineExport lines={lines} filter={filter} />
            <DeskButton Icon={History} keyCap="R" testId="timeline-replay" onPress={replaySpan}>
              {t('timeline.replay')}
            </DeskButton>
          </div>
        )}
      </header>
      {replay ? (
        <ReplayPane span={replay} />
      ) : (
        <>
          <TimelineFilters filter={typed} onChange={change} searchBox={searchBox} />
          <div className="eg-timeline-split">
            <TimelineList
              lines={lines}
              filtered={isFiltered(filter)}
              search={search}
              openSeq={openSeq}
              showSeq={linked}
              onClear={() => view.setState({ filter: NO_FILTER })}
            />
            {openSeq !== null && <LineDetails key={openSeq} seq={openSeq} onFilter={change} onReplay={replayLine} />}
          </div>
        </>
      )}
    </main>
  )
}
