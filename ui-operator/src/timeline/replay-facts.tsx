import { useMemo, type ReactNode } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { useMoneyFormat } from '../money/format-money'
import { useLiveList, useWords } from '../session/use-session'
import { formatTime } from '../words/format'
import type { Freeze, ReplayRun, ReplayState } from './replay-state'

const FREEZES: readonly Freeze[] = ['money', 'game', 'blackout', 'message']
const byName = new Intl.Collator('en', { numeric: true })

const names = (ids: Iterable<string>) => [...ids].sort(byName.compare).join(', ')

interface ReplayFactsProps {
  state: ReplayState
  /** Everything that was read, oldest first: where what is known begins. */
  all: readonly TimelineEntry[]
  /** What was read begins with the first line ever. */
  complete: boolean
}

/** What was known at a moment, from the lines alone; what no line told is called unknown. */
export function ReplayFacts({ state, all, complete }: ReplayFactsProps) {
  const { t, lang } = useWords()
  const first = all[0]
  return (
    <div
      className="eg-replay-facts"
      data-testid="replay-facts"
      tabIndex={0}
      role="region"
      aria-label={t('replay.known')}
    >
      <Fact title={t('replay.mode')} testId="replay-mode">
        {state.mode === null ? <Unknown /> : t(`mode.${state.mode}`)}
      </Fact>
      <RunFact run={state.run} />
      <DevicesFact state={state} />
      <MoneyFact state={state} />
      <Fact title={t('replay.freezes')} testId="replay-freezes">
        <ul>
          {FREEZES.map((freeze) => {
            const since = state.freezes.get(freeze)
            if (since === null) return null
            return (
              <li key={freeze} data-tone={since === undefined ? 'dim' : 'attention'}>
                {t(`replay.freeze_${freeze}`)}:{' '}
                {since === undefined ? <Unknown /> : t('replay.since', { time: formatTime(since, lang) })}
              </li>
            )
          })}
          {FREEZES.every((freeze) => state.freezes.get(freeze) === null) && <li>{t('replay.nothing_frozen')}</li>}
        </ul>
      </Fact>
      <Fact title={t('replay.refused')} testId="replay-refused">
        {state.refusals}
      </Fact>
      <p className="eg-dim eg-replay-honest" data-testid="replay-honest">
        {complete || !first ? t('replay.complete') : t('replay.partly', { time: formatTime(first.at, lang) })}{' '}
        {state.coreStarted !== null && `${t('replay.core_started', { time: formatTime(state.coreStarted, lang) })} `}
        {t('replay.never')}
      </p>
    </div>
  )
}

function Fact({ title, testId, children }: { title: string; testId: string; children: ReactNode }) {
  return (
    <section data-testid={testId}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Unknown() {
  const { t } = useWords()
  return <em>{t('replay.unknown')}</em>
}

function RunFact({ run }: { run: ReplayRun | null }) {
  const { t } = useWords()
  if (!run) {
    return (
      <Fact title={t('replay.run')} testId="replay-run">
        {t('replay.no_run')}
      </Fact>
    )
  }
  return (
    <Fact title={t('replay.run_title', { run: run.run })} testId="replay-run">
      <p>
        <strong>{run.question ?? <Unknown />}</strong>
      </p>
      {run.options.length > 0 && <p className="eg-dim">{run.options.join(' · ')}</p>}
      <p data-status={run.status}>
        {t(`replay.run_${run.status}`)}
        {run.status === 'revealed' && run.winner !== null && ` · ${run.winner}`}
      </p>
      <p>
        {t('replay.voted', { count: run.voters.size, expected: run.expected ?? '?' })}
        {run.voters.size > 0 && <small> {names(run.voters)}</small>}
      </p>
      {run.excused.size > 0 && <p className="eg-dim">{t('replay.excused', { which: names(run.excused) })}</p>}
      {run.refused > 0 && <p data-tone="attention">{t('replay.votes_refused', { count: run.refused })}</p>}
    </Fact>
  )
}

function DevicesFact({ state }: { state: ReplayState }) {
  const { t, lang } = useWords()
  const known = useLiveList((s) => [...s.devices.keys()])
  const told = [...state.devices]
  const offline = told.filter(([, { online }]) => !online).sort(([a], [b]) => byName.compare(a, b))
  const silent = known.filter((id) => !state.devices.has(id)).sort(byName.compare)
  return (
    <Fact title={t('replay.devices')} testId="replay-devices">
      <p>{t('replay.online', { count: told.length - offline.length })}</p>
      {offline.length > 0 && (
        <ul>
          {offline.map(([id, { since }]) => (
            <li key={id} data-tone="problem">
              {t('replay.offline', { device: id, time: formatTime(since, lang) })}
            </li>
          ))}
        </ul>
      )}
      {silent.length > 0 && (
        <p className="eg-dim">{t('replay.silent', { count: silent.length, which: silent.join(', ') })}</p>
      )}
    </Fact>
  )
}

function MoneyFact({ state }: { state: ReplayState }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const rows = useMemo(() => [...state.money], [state.money])
  return (
    <Fact title={t('replay.money')} testId="replay-money">
      {rows.length === 0 ? (
        t('replay.no_money')
      ) : (
        <dl className="eg-machine">
          {rows.map(([kind, { count, cents }]) => (
            <div key={kind}>
              <dt>
                {t(`replay.money_${kind}`)} <small>×{count}</small>
              </dt>
              <dd>{money(cents)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Fact>
  )
}
