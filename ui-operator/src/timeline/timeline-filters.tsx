import { SlidersHorizontal, X } from 'lucide-react'
import { useMemo, type RefObject } from 'react'
import { DeskButton } from '../look/desk-button'
import { SearchField } from '../look/search-field'
import { Segmented } from '../look/segmented'
import { useLiveList, useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { formatMoment } from '../words/format'
import { kindName } from './describe-line'
import { NO_FILTER, type LineFilter } from './filter-lines'
import { MoreFilters } from './more-filters'
import { timelineViewOf, useTimelineView } from './timeline-view'

interface TimelineFiltersProps {
  filter: LineFilter
  onChange: (change: Partial<LineFilter>) => void
  searchBox: RefObject<HTMLInputElement | null>
}

/** What is asked for most stands in one line; the rest folds out. Whatever is set can be seen and taken away. */
export function TimelineFilters({ filter, onChange, searchBox }: TimelineFiltersProps) {
  const session = useSession()
  const { t } = useWords()
  const more = useTimelineView((view) => view.more)
  const known = useLiveList((s) => [...s.devices.keys()])
  const ids = useMemo(() => known.toSorted(), [known])
  const unfold = () => timelineViewOf(session).setState({ more: !more })
  useActions([{ id: 'timeline.more', label: t('timeline.more'), key: 'M', run: unfold }])
  return (
    <>
      <div className="eg-filters">
        <SearchField
          label={t('timeline.filter_text')}
          value={filter.text}
          onChange={(text) => onChange({ text })}
          testId="timeline-filter"
          box={searchBox}
        />
        <select
          className="eg-input"
          data-testid="timeline-device"
          aria-label={t('timeline.device')}
          value={filter.device ?? ''}
          onChange={(event) => onChange({ device: event.target.value || null })}
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
          onChange={(group) => onChange({ group })}
        />
        <DeskButton
          tone="quiet"
          Icon={SlidersHorizontal}
          testId="timeline-more"
          keyCap="M"
          expanded={more}
          onPress={unfold}
        >
          {t('timeline.more')}
        </DeskButton>
      </div>
      {more && <MoreFilters filter={filter} onChange={onChange} />}
      <SetFilters filter={filter} onChange={onChange} />
    </>
  )
}

/** The folded fields that are set, each with the way to take it away. */
function SetFilters({ filter, onChange }: Omit<TimelineFiltersProps, 'searchBox'>) {
  const { t, lang } = useWords()
  const set: [keyof LineFilter, string][] = []
  if (filter.kind !== null) set.push(['kind', kindName(filter.kind, t)])
  if (filter.operator !== null) set.push(['operator', filter.operator.replace(/^ui:/, '')])
  if (filter.card !== '') set.push(['card', `${t('timeline.card')} ${filter.card.toUpperCase()}`])
  if (filter.run !== null) set.push(['run', `${t('timeline.run')} ${filter.run}`])
  if (filter.request !== '') set.push(['request', filter.request])
  if (filter.from !== null) set.push(['from', `${t('timeline.from')} ${formatMoment(filter.from, lang)}`])
  if (filter.to !== null) set.push(['to', `${t('timeline.to')} ${formatMoment(filter.to, lang)}`])
  if (set.length === 0) return null
  return (
    <div className="eg-filter-chips" data-testid="timeline-set">
      {set.map(([key, text]) => (
        <button
          key={key}
          type="button"
          className="eg-chip-button"
          data-testid={`timeline-unset-${key}`}
          aria-label={t('timeline.unset', { what: text })}
          onClick={() => onChange({ [key]: NO_FILTER[key] })}
        >
          {text}
          <X size={16} aria-hidden />
        </button>
      ))}
    </div>
  )
}
