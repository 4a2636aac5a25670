import { PrintSheet } from '../money/print-sheet'
import { useWords } from '../session/use-session'
import { formatMoment } from '../words/format'
import type { DisputeItem, Span } from './dispute-item'
import { EvidenceList } from './evidence-list'
import { FindingList } from './finding-list'
import type { Finding } from './findings'

interface DisputeSheetProps {
  title: string
  span: Span
  /** When the core was asked (ms, its clock). */
  readAt: number
  found: readonly Finding[]
  items: readonly DisputeItem[]
  onPrinted: () => void
}

/** The dispute on paper: what is known, what is not, every line, when it was read. */
export function DisputeSheet({ title, span, readAt, found, items, onPrinted }: DisputeSheetProps) {
  const { t, lang } = useWords()
  const edge = (at: number | null, none: string) => (at === null ? none : formatMoment(at, lang))
  return (
    <PrintSheet onPrinted={onPrinted}>
      <h1>{title}</h1>
      <p>
        {t('dispute.sheet_span', {
          from: edge(span.from, t('dispute.begin')),
          to: edge(span.to, formatMoment(readAt, lang)),
        })}
        <br />
        {t('dispute.sheet_read', { when: formatMoment(readAt, lang) })}
      </p>
      <FindingList found={found} />
      <EvidenceList items={items} />
    </PrintSheet>
  )
}
