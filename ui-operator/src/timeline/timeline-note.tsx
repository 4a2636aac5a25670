import { RotateCw } from 'lucide-react'
import { useLive, useSession, useWords } from '../session/use-session'
import type { RequestSearch } from './use-lines'

interface TimelineNoteProps {
  filtered: boolean
  shown: number
  /** Default: no request is looked for. */
  search?: RequestSearch
  onClear: () => void
}

/** What to know when lines are missing: being read, could not be read, none yet, or none that match. */
export function TimelineNote({ filtered, shown, search = 'none', onClear }: TimelineNoteProps) {
  const { history } = useSession()
  const { t } = useWords()
  const status = useLive((s) => s.timeline.status)
  const up = useLive((s) => s.link.up)
  if (status === 'failed') {
    return (
      <div className="eg-line-note" role="status" data-testid="timeline-failed">
        <span>{t('timeline.failed')}</span>
        <button type="button" className="eg-link-button" disabled={!up} onClick={() => void history.readNewest()}>
          <RotateCw size={16} aria-hidden />
          {t('timeline.retry')}
        </button>
      </div>
    )
  }
  if (shown > 0 || search === 'denied') return null
  if (search === 'reading') return <p className="eg-line-note">{t('timeline.request_reading')}</p>
  if (search === 'failed') return <p className="eg-line-note">{t('timeline.request_failed')}</p>
  if (filtered) {
    return (
      <div className="eg-line-note" role="status" data-testid="timeline-no-match">
        <span>{t('timeline.no_match')}</span>
        <button type="button" className="eg-link-button" onClick={onClear}>
          {t('timeline.clear')}
        </button>
      </div>
    )
  }
  if (status === 'loading') return <p className="eg-line-note">{t('timeline.loading')}</p>
  return (
    <div className="eg-line-note" data-testid="timeline-empty">
      <strong>{t('timeline.empty')}</strong>
      <span>{t('timeline.empty_hint')}</span>
    </div>
  )
}
