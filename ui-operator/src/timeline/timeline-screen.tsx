import { Fragment, useDeferredValue, useMemo, useState } from 'react'
import { Search } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { Segmented } from '../look/segmented'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatDay } from '../words/format'
import { filterLines, NO_FILTER, type LineFilter } from './filter-lines'
import { TimelineLine } from './timeline-line'
import { TimelineNote } from './timeline-note'

/** The whole journal: every command that was accepted or refused, and every link lost or back. */
export function TimelineScreen() {
  const { clientId, history } = useSession()
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const timeline = useLive((s) => s.timeline)
  const up = useLive((s) => s.link.up)
  const [typed, setFilter] = useState<LineFilter>(NO_FILTER)
  const filter = useDeferredValue(typed)
  const lines = useMemo(
    () => filterLines(timeline.lines, filter, clientId, t, money),
    [timeline.lines, filter, clientId, t, money],
  )
  const filtered = filter.text !== '' || filter.device !== null || filter.group !== 'all'
  const older = timeline.nextBefore !== null
  return (
    <main className="eg-page">
      <header className="eg-page-head">
        <h1>{t('timeline.title')}</h1>
        <p className="eg-dim">{t('timeline.count', { count: lines.length })}</p>
      </header>
      <Filters filter={typed} onChange={setFilter} />
      <div className="eg-timeline-box">
        <TimelineNote filtered={filtered} shown={lines.length} onClear={() => setFilter(NO_FILTER)} />
        <ol className="eg-lines" data-wide>
          {lines.map((line, i) => {
            const day = formatDay(line.at, lang)
            const before = lines[i - 1]
            return (
              <Fragment key={line.seq}>
                {(!before || formatDay(before.at, lang) !== day) && <li className="eg-day">{day}</li>}
                <TimelineLine line={line} />
              </Fragment>
            )
          })}
        </ol>
        {older ? (
          <DeskButton
            testId="timeline-older"
            pending={timeline.status === 'loading'}
            disabled={!up}
            onPress={() => void history.readOlder()}
          >
            {t('timeline.older')}
          </DeskButton>
        ) : (
          lines.length > 0 && timeline.status === 'ready' && <p className="eg-line-note">{t('timeline.start')}</p>
        )}
      </div>
    </main>
  )
}

function Filters({ filter, onChange }: { filter: LineFilter; onChange: (filter: LineFilter) => void }) {
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const ids = useMemo(() => [...devices.keys()].sort(), [devices])
  return (
    <div className="eg-filters">
      <label className="eg-search">
        <Search size={18} aria-hidden />
        <input
          type="search"
          data-testid="timeline-filter"
          aria-label={t('timeline.filter_text')}
          placeholder={t('timeline.filter_text')}
          value={filter.text}
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
        />
      </label>
      <select
        className="eg-input"
        data-testid="timeline-device"
        aria-label={t('timeline.device')}
        value={filter.device ?? ''}
        onChange={(event) => onChange({ ...filter, device: event.target.value || null })}
      >
        <option value="">{t('timeline.device_all')}</option>
        {ids.map((id) => (
          <option key={id}>{id}</option>
        ))}
      </select>
      <Segmented
        legend={t('timeline.outcome')}
        legendHidden
        value={filter.group}
        segments={(['all', 'done', 'refused', 'links'] as const).map((value) => ({
          value,
          label: t(`timeline.outcome_${value}`),
          testId: `timeline-group-${value}`,
        }))}
        onChange={(group) => onChange({ ...filter, group })}
      />
    </div>
  )
}
