import { CircleCheck } from 'lucide-react'
import { useMemo, type RefObject } from 'react'
import { SearchField } from '../look/search-field'
import { Segmented } from '../look/segmented'
import { useLive, useSession, useWords } from '../session/use-session'
import { CONCERN_ICONS } from './device-cells'
import { totalsOf, type FleetFilter } from './fleet-filter'
import { useFleetList, useFleetView } from './use-fleet'

/** The whole fleet in one line: how many are there of how many, which parts are at fault, which versions run. */
export function FleetHead() {
  const { t } = useWords()
  const devices = useFleetList()
  const totals = useMemo(() => totalsOf(devices, t), [devices, t])
  const night = useLive((s) => s.night?.expected_default ?? null)
  const expected = night ?? totals.slots
  const few = totals.slotsOnline < expected
  return (
    <header className="eg-fleet-head">
      <h1>{t('devices.title')}</h1>
      <p data-testid="devices-online" data-tone={few ? 'attention' : 'ok'} title={t('fleet.slots_online_hint')}>
        {t('fleet.slots_online', { online: totals.slotsOnline, expected })}
      </p>
      <p className="eg-dim">
        {t('devices.count', { count: totals.devices })} ·{' '}
        <span data-tone={totals.needing > 0 ? 'attention' : 'ok'} data-testid="devices-attention">
          {totals.needing === 0 ? t('devices.attention_none') : t('devices.attention', { count: totals.needing })}
        </span>
      </p>
      <div className="eg-fleet-totals">
        <Faults totals={totals.concerns} />
        {totals.versions.length > 1 && <Versions totals={totals.versions} />}
      </div>
    </header>
  )
}

function Faults({ totals }: { totals: ReturnType<typeof totalsOf>['concerns'] }) {
  const { t } = useWords()
  const [filter, change] = useFilter()
  if (totals.length === 0) {
    return (
      <p className="eg-fleet-well">
        <CircleCheck size={15} aria-hidden />
        {t('fleet.no_faults')}
      </p>
    )
  }
  return (
    <div className="eg-fleet-chips" role="group" aria-label={t('fleet.faults')}>
      {totals.map(([concern, count]) => {
        const Icon = CONCERN_ICONS[concern]
        const on = filter.concern === concern
        return (
          <button
            key={concern}
            type="button"
            className="eg-fleet-chip"
            data-tone="attention"
            data-testid={`faults-${concern}`}
            aria-pressed={on}
            title={t('fleet.only_concern', { what: t(`concern.${concern}`) })}
            onClick={() => change({ concern: on ? null : concern })}
          >
            <Icon size={16} aria-hidden />
            {t(`concern.${concern}`)} <b>{count}</b>
          </button>
        )
      })}
    </div>
  )
}

function Versions({ totals }: { totals: ReturnType<typeof totalsOf>['versions'] }) {
  const { t } = useWords()
  const [filter, change] = useFilter()
  return (
    <div className="eg-fleet-chips" role="group" aria-label={t('fleet.versions')}>
      {totals.map(([version, count]) => {
        const on = filter.version === version
        const name = version || t('fleet.version_unknown')
        return (
          <button
            key={version}
            type="button"
            className="eg-fleet-chip"
            data-testid={`version-${version || 'unknown'}`}
            aria-pressed={on}
            title={t('fleet.only_concern', { what: name })}
            onClick={() => change({ version: on ? null : version })}
          >
            {name} <b>{count}</b>
          </button>
        )
      })}
    </div>
  )
}

export function useFilter(): [FleetFilter, (change: Partial<FleetFilter>) => void] {
  const { fleet } = useSession()
  const filter = useFleetView((view) => view.filter)
  return [filter, (change) => fleet.view.setState((view) => ({ filter: { ...view.filter, ...change } }))]
}

/** Which devices are shown. */
export function FleetFilterBar({ searchBox }: { searchBox: RefObject<HTMLInputElement | null> }) {
  const { t } = useWords()
  const [filter, change] = useFilter()
  return (
    <>
      <SearchField
        label={t('fleet.search')}
        value={filter.text}
        onChange={(text) => change({ text })}
        testId="devices-search"
        box={searchBox}
      />
      <Segmented
        legend={t('fleet.show')}
        legendHidden
        value={filter.show}
        segments={(['all', 'attention', 'offline'] as const).map((value) => ({
          value,
          label: t(`fleet.show_${value}`),
          testId: `devices-show-${value}`,
        }))}
        onChange={(show) => change({ show })}
      />
    </>
  )
}
