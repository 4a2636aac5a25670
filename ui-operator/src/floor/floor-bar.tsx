import { memo } from 'react'
import { Search } from 'lucide-react'
import { Segmented } from '../look/segmented'
import { useWords } from '../session/use-session'
import type { FloorFilter, FloorSort, FloorView } from './floor-slots'

const FILTERS: readonly FloorFilter[] = ['all', 'played', 'attention']
const SORTS: readonly FloorSort[] = ['name', 'attention', 'take', 'last']

interface FloorBarProps {
  view: FloorView
  onChange: (view: FloorView) => void
  /** How many are shown, of how many. */
  shown: number
  all: number
}

/** On a floor of many slots: which of them, in which order, and whom. */
export const FloorBar = memo(function FloorBar({ view, onChange, shown, all }: FloorBarProps) {
  const { t } = useWords()
  return (
    <div className="eg-floor-bar" data-testid="floor-bar">
      <label className="eg-search">
        <Search size={18} aria-hidden />
        <input
          type="search"
          data-testid="floor-find"
          aria-label={t('tables.floor_find')}
          placeholder={t('tables.floor_find')}
          value={view.text}
          onChange={(event) => onChange({ ...view, text: event.target.value })}
        />
      </label>
      <Segmented
        legend={t('tables.floor_filter')}
        legendHidden
        value={view.filter}
        segments={FILTERS.map((value) => ({
          value,
          label: t(`tables.floor_${value}`),
          testId: `floor-filter-${value}`,
        }))}
        onChange={(filter) => onChange({ ...view, filter })}
      />
      <select
        className="eg-input"
        data-testid="floor-sort"
        aria-label={t('tables.floor_sort')}
        value={view.sort}
        onChange={(event) => onChange({ ...view, sort: SORTS.find((each) => each === event.target.value) ?? 'name' })}
      >
        {SORTS.map((value) => (
          <option key={value} value={value}>
            {t(`tables.sort_${value}`)}
          </option>
        ))}
      </select>
      <span className="eg-dim" data-testid="floor-count">
        {t('tables.floor_count', { count: shown, all })}
      </span>
    </div>
  )
})
