import { ChevronRight, RotateCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { SessionSummary } from '@eg/shared'
import { useMay } from '../login/may'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatDuration, formatMoment } from '../words/format'
import { readSessions } from './session-reads'
import { useRead } from './use-read'

/** The sessions that are over, newest first, a page at a time. */
export function PastSessions({ onReport }: { onReport: (session: number) => void }) {
  const { access } = useSession()
  const { t } = useWords()
  /** It begins anew whenever a session is closed. */
  const newest = useLive((s) => s.evening?.last[0]?.session ?? 0)
  const { state, again } = useRead(`sessions/${newest}`, () => readSessions(access.fetch, null))
  const [older, setOlder] = useState<{ newest: number; items: SessionSummary[]; next: number | null } | null>(null)
  const [failed, setFailed] = useState(false)
  const more = older?.newest === newest ? older : null
  const page = state.is === 'read' ? state.value : null
  const next = more ? more.next : (page?.next_before ?? null)
  const items = [...(page?.items ?? []), ...(more?.items ?? [])].filter(({ status }) => status === 'closed')
  const readOlder = async () => {
    setFailed(false)
    try {
      const read = await readSessions(access.fetch, next)
      setOlder({ newest, items: [...(more?.items ?? []), ...read.items], next: read.next_before })
    } catch (error) {
      console.warn('sessions', error)
      setFailed(true)
    }
  }
  return (
    <section className="eg-past" aria-label={t('past.title')} data-testid="past-sessions">
      <h2>{t('past.title')}</h2>
      {(state.is === 'failed' || failed) && (
        <p className="eg-empty-line" role="status">
          {t('past.failed')}
          <button type="button" className="eg-link-button" onClick={state.is === 'failed' ? again : readOlder}>
            <RotateCw size={16} aria-hidden />
            {t('past.again')}
          </button>
        </p>
      )}
      {page && items.length === 0 && <p className="eg-dim">{t('past.empty')}</p>}
      <ul>
        {items.map((row) => (
          <PastRow key={row.session} row={row} onReport={onReport} />
        ))}
      </ul>
      {next !== null && (
        <button type="button" className="eg-link-button" data-testid="past-older" onClick={() => void readOlder()}>
          {t('past.older')}
        </button>
      )}
    </section>
  )
}

function PastRow({ row, onReport }: { row: SessionSummary; onReport: (session: number) => void }) {
  const { t, lang } = useWords()
  const may = useMay()
  const about = [
    formatMoment(row.started_at, lang),
    formatDuration(row.active_ms, t),
    t('session.people', { count: row.group_size }),
    t('session.counts_runs', { count: row.counts.runs }),
  ].join(' · ')
  const line = (
    <>
      <span className="eg-past-number">{row.session}</span>
      <span className="eg-past-text">
        <b>{row.name}</b>
        <small>{about}</small>
      </span>
      {row.closed_though !== null && (
        <TriangleAlert size={18} aria-label={t('session.closed_though', { reason: row.closed_though })} />
      )}
    </>
  )
  // A report holds who chose what: who may close a session may read it.
  return (
    <li data-testid={`past-${row.session}`}>
      {may('opSessionClose') ? (
        <button type="button" className="eg-past-row" onClick={() => onReport(row.session)}>
          <span className="sr-only">{t('past.open_report')}</span>
          {line}
          <ChevronRight size={18} aria-hidden />
        </button>
      ) : (
        <div className="eg-past-row">{line}</div>
      )}
    </li>
  )
}
