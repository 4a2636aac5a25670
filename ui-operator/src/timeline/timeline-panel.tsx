import { useDeferredValue, useMemo, useState } from 'react'
import { Search } from 'lucide-react'
import { FoldPanel } from '../look/fold-panel'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useSession, useWords } from '../session/use-session'
import { filterLines, NO_FILTER } from './filter-lines'
import { TimelineLine } from './timeline-line'
import { TimelineNote } from './timeline-note'

/** Beside the cockpit only the latest: what lies further back has its own screen. */
const LATEST = 60

export function TimelinePanel() {
  const { clientId } = useSession()
  const { t } = useWords()
  const money = useMoneyFormat()
  const timeline = useLive((s) => s.timeline)
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed)
  const lines = useMemo(
    () => filterLines(timeline.lines, { ...NO_FILTER, text }, clientId, t, money).slice(0, LATEST),
    [timeline.lines, text, clientId, t, money],
  )
  return (
    <FoldPanel title={t('timeline.title')} className="eg-timeline-panel">
      <label className="eg-search">
        <Search size={16} aria-hidden />
        <input
          type="search"
          aria-label={t('timeline.filter_text')}
          placeholder={t('timeline.filter')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <TimelineNote filtered={text !== ''} shown={lines.length} onClear={() => setTyped('')} />
      <ol className="eg-lines">
        {lines.map((line) => (
          <TimelineLine key={line.seq} line={line} />
        ))}
      </ol>
    </FoldPanel>
  )
}
