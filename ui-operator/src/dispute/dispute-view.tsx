import { useMemo, useState } from 'react'
import { Printer, RotateCw, X } from 'lucide-react'
import { coreNowShown } from '../link/use-core-now'
import { DeskButton } from '../look/desk-button'
import { Segmented } from '../look/segmented'
import { TextField } from '../look/text-field'
import { shortTag } from '../money/card-words'
import { FileLink } from '../money/file-link'
import { useLive, useSession, useWords } from '../session/use-session'
import { disputePath, type About } from './dispute-item'
import { DisputeSheet } from './dispute-sheet'
import { EvidenceList } from './evidence-list'
import { FindingList } from './finding-list'
import { findings } from './findings'
import { SPANS, spanAround, type SpanName } from './span-around'
import { useDispute } from './use-dispute'

interface DisputeViewProps {
  about: About
  onClose: () => void
}

/** "This player says…": what is known of a card or a slot at a time, what is not, and the lines that say so. */
export function DisputeView({ about, onClose }: DisputeViewProps) {
  const session = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const [span, setSpan] = useState<SpanName>('60')
  const [clock, setClock] = useState('')
  const [printing, setPrinting] = useState(false)
  // The span stands still while it is looked at; it moves when it is asked anew.
  const [nowMs, setNow] = useState(() => coreNowShown(session))
  const looked = useMemo(() => spanAround(span, clock, nowMs), [span, clock, nowMs])
  const { is, items, complete, loading, more, readAt } = useDispute(about, looked)
  const found = useMemo(() => findings(items, complete), [items, complete])
  const again = () => setNow(coreNowShown(session))
  const title = t(`dispute.title_${about.what}`, { id: about.what === 'card' ? shortTag(about.id) : about.id })
  return (
    <section className="eg-dispute" data-testid="dispute" aria-label={title}>
      <header className="eg-dispute-head">
        <div>
          <h2>{title}</h2>
          <p className="eg-dim">{t('dispute.text')}</p>
        </div>
        <button
          type="button"
          className="eg-icon-button"
          data-testid="dispute-close"
          aria-label={t('dispute.close')}
          title={t('dispute.close')}
          onClick={onClose}
        >
          <X size={20} aria-hidden />
        </button>
      </header>
      <div className="eg-dispute-ask">
        <TextField
          label={t('dispute.clock')}
          field="clock"
          value={clock}
          onChange={setClock}
          placeholder={t('dispute.clock_hint')}
          maxLength={5}
          error={looked === null ? t('dispute.clock_wrong') : undefined}
          testId="dispute-clock"
        />
        <Segmented
          legend={t('dispute.span')}
          value={span}
          segments={SPANS.map((value) => ({
            value,
            label: t(`dispute.span_${value}`),
            testId: `dispute-span-${value}`,
          }))}
          onChange={setSpan}
        />
        <DeskButton Icon={RotateCw} testId="dispute-again" disabled={!up} onPress={again}>
          {t('dispute.again')}
        </DeskButton>
      </div>
      <div className="eg-dispute-body">
        {is === 'reading' && <p className="eg-empty-line">{t('dispute.reading')}</p>}
        {is === 'failed' && (
          <p className="eg-line-note" role="alert" data-testid="dispute-failed">
            {t('dispute.failed')}
          </p>
        )}
        {is === 'read' && looked !== null && (
          <>
            <FindingList found={found} />
            <div className="eg-dispute-out">
              <h3>{t('dispute.evidence_count', { count: items.length })}</h3>
              <span className="eg-grow" />
              {items.length > 0 && (
                <DeskButton tone="quiet" Icon={Printer} testId="dispute-print" onPress={() => setPrinting(true)}>
                  {t('dispute.print')}
                </DeskButton>
              )}
              <FileLink
                path={disputePath(about, looked, 0, 'csv')}
                name={`dispute-${about.id}.csv`}
                label={t('dispute.csv')}
                testId="dispute-csv"
              />
            </div>
            {/* The newest on top, and above it what was not read yet; on paper in the order it happened. */}
            {!complete && (
              <DeskButton testId="dispute-more" pending={loading} disabled={!up} onPress={() => void more()}>
                {t('dispute.more')}
              </DeskButton>
            )}
            {items.length > 0 && <EvidenceList items={items.toReversed()} />}
          </>
        )}
      </div>
      {printing && looked !== null && (
        <DisputeSheet
          title={title}
          span={looked}
          readAt={readAt ?? nowMs}
          found={found}
          items={items}
          onPrinted={() => setPrinting(false)}
        />
      )}
    </section>
  )
}
