import { MessageSquareReply, MonitorSmartphone, ScrollText, type LucideIcon } from 'lucide-react'
import { useStore } from 'zustand'
import { useMoneyFormat } from '../money/format-money'
import { useSession, useWords } from '../session/use-session'
import { formatDay, formatTime } from '../words/format'
import { describeItem } from './describe-item'
import type { DisputeItem } from './dispute-item'

const ICONS: Record<DisputeItem['what'], LucideIcon> = {
  line: ScrollText,
  answer: MessageSquareReply,
  shown: MonitorSmartphone,
}

/** The evidence itself, in the core's order: lines of the journal, the answers given, what screens showed. */
export function EvidenceList({ items }: { items: readonly DisputeItem[] }) {
  const { clientId, access } = useSession()
  const name = useStore(access.store, (state) => (state.is === 'in' ? state.name : null))
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  return (
    <table className="eg-table eg-evidence" data-testid="dispute-evidence">
      <caption className="sr-only">{t('dispute.evidence')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('dispute.col_time')}</th>
          <th scope="col">{t('dispute.col_source')}</th>
          <th scope="col">{t('dispute.col_what')}</th>
          <th scope="col">{t('dispute.col_line')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item, i) => {
          const Icon = ICONS[item.what]
          return (
            // eslint-disable-next-line react/no-array-index-key -- one page after another, never sorted
            <tr key={i} data-what={item.what} data-kind={item.kind}>
              <td>
                <time dateTime={new Date(item.at).toISOString()} title={formatDay(item.at, lang)}>
                  {formatTime(item.at, lang)}
                </time>
              </td>
              <td>
                <span className="eg-evidence-source">
                  <Icon size={16} aria-hidden />
                  {t(`dispute.what_${item.what}`)}
                </span>
              </td>
              <td>{describeItem(item, name ?? clientId, t, money)}</td>
              <td className="eg-number eg-dim">{item.what === 'line' ? item.seq : ''}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
