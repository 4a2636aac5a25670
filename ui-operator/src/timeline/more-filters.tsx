import { useMemo } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { SelectField } from '../look/select-field'
import { TextField } from '../look/text-field'
import { useLive, useWords } from '../session/use-session'
import { actorOf, isOperators, kindName } from './describe-line'
import type { LineFilter } from './filter-lines'
import { TimeField } from './time-field'
import { useOwnId } from './use-own-id'

interface MoreFiltersProps {
  filter: LineFilter
  onChange: (change: Partial<LineFilter>) => void
}

/** What is asked for less often: kind, who, card, question, request, and a span of time. */
export function MoreFilters({ filter, onChange }: MoreFiltersProps) {
  const { t } = useWords()
  const ownId = useOwnId()
  const lines = useLive((s) => s.timeline.lines)
  const { kinds, operators } = useMemo(() => choicesOf(lines), [lines])
  return (
    <div className="eg-filters eg-filters-more" data-testid="timeline-more-fields">
      <Choice
        label={t('timeline.kind')}
        all={t('timeline.kind_all')}
        testId="timeline-kind"
        value={filter.kind}
        choices={kinds.map((kind): [string, string] => [kind, kindName(kind, t)])}
        onChange={(kind) => onChange({ kind })}
      />
      <Choice
        label={t('timeline.operator')}
        all={t('timeline.operator_all')}
        testId="timeline-operator"
        value={filter.operator}
        choices={operators.map((line): [string, string] => [line.actor, actorOf(line, ownId, t)])}
        onChange={(operator) => onChange({ operator })}
      />
      <TextField
        label={t('timeline.card')}
        field="card"
        testId="timeline-card"
        placeholder="04A37C91"
        maxLength={64}
        value={filter.card}
        onChange={(card) => onChange({ card })}
      />
      <TextField
        label={t('timeline.run')}
        field="run"
        testId="timeline-run"
        inputMode="numeric"
        maxLength={9}
        value={filter.run === null ? '' : String(filter.run)}
        onChange={(text) => onChange({ run: /^\d+$/.test(text.trim()) ? Number(text) : null })}
      />
      <TextField
        label={t('timeline.request')}
        field="request"
        testId="timeline-request"
        placeholder="op-…"
        maxLength={64}
        value={filter.request}
        onChange={(request) => onChange({ request })}
      />
      <TimeField
        label={t('timeline.from')}
        testId="timeline-from"
        value={filter.from}
        onChange={(from) => onChange({ from })}
      />
      <TimeField label={t('timeline.to')} testId="timeline-to" value={filter.to} onChange={(to) => onChange({ to })} />
    </div>
  )
}

interface ChoiceProps {
  label: string
  all: string
  testId: string
  value: string | null
  choices: readonly (readonly [value: string, name: string])[]
  onChange: (value: string | null) => void
}

function Choice({ label, all, testId, value, choices, onChange }: ChoiceProps) {
  const sorted = choices.toSorted(([, a], [, b]) => a.localeCompare(b))
  return (
    <SelectField label={label} testId={testId} value={value ?? ''} onChange={(each) => onChange(each || null)}>
      <option value="">{all}</option>
      {value !== null && !sorted.some(([each]) => each === value) && <option value={value}>{value}</option>}
      {sorted.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

/** What there is to choose from is what was read. */
function choicesOf(lines: readonly TimelineEntry[]) {
  const operators = new Map<string, TimelineEntry>()
  for (const line of lines) if (isOperators(line) && !operators.has(line.actor)) operators.set(line.actor, line)
  return { kinds: [...new Set(lines.map(({ kind }) => kind))], operators: [...operators.values()] }
}
