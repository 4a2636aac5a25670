import { Undo2 } from 'lucide-react'
import { useMoneyFormat } from '../money/format-money'
import { useMay } from '../login/may'
import { shortTag } from '../money/card-words'
import { ReasonForm } from '../money/reason-form'
import { type CardDetails, REVERSIBLE_KINDS, type StatementLine } from '@eg/shared'
import { useMoneyCommand, useMoneyReady } from '../money/use-money'
import { useWords } from '../session/use-session'
import { formatMoment } from '../words/format'
import { isTextKey, type Words } from '../words/words'

interface StatementRowProps {
  line: StatementLine
  card: CardDetails
  reversing: boolean
  onReverse: (on: boolean) => void
}

/** One movement: when, what in words, its receipt, how much, the balance after it; and the way to take it back. */
export function StatementRow({ line, card, reversing, onReverse }: StatementRowProps) {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const ready = useMoneyReady()
  const may = useMay()('opTransferReverse')
  const back = line.reversed_by !== null && line.reversed_by !== undefined
  const reversible = may && !back && REVERSIBLE_KINDS.has(line.kind)
  return (
    <>
      <tr data-testid={`statement-${line.transfer}`} data-kind={line.kind} data-reversed={back || undefined}>
        <td>
          <time dateTime={new Date(line.at).toISOString()}>{formatMoment(line.at, lang)}</time>
        </td>
        <td>
          <span className="eg-statement-kind">{kindWord(line.kind, t)}</span>
          <small>{aside(line, card, t)}</small>
        </td>
        <td>{line.receipt ?? ''}</td>
        <td className="eg-number eg-signed" data-sign={Math.sign(line.amount_cents)}>
          {money(line.amount_cents, 'signed')}
        </td>
        <td className="eg-number">{money(line.balance_cents)}</td>
        <td className="eg-cell-action">
          {reversible && (
            <button
              type="button"
              className="eg-icon-button"
              data-testid={`reverse-${line.transfer}`}
              aria-label={t('statement.reverse_name', {
                what: kindWord(line.kind, t),
                amount: money(line.amount_cents),
              })}
              title={t('statement.reverse')}
              aria-expanded={reversing}
              disabled={!ready}
              onClick={() => onReverse(!reversing)}
            >
              <Undo2 size={18} aria-hidden />
            </button>
          )}
        </td>
      </tr>
      {reversing && reversible && (
        <tr className="eg-statement-form">
          <td colSpan={6}>
            <Reverse line={line} onClose={() => onReverse(false)} />
          </td>
        </tr>
      )}
    </>
  )
}

function Reverse({ line, onClose }: { line: StatementLine; onClose: () => void }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const giving = useMoneyCommand('reverse', onClose)
  return (
    <ReasonForm
      title={t('statement.reverse_title', { what: kindWord(line.kind, t), amount: money(line.amount_cents, 'signed') })}
      text={t('statement.reverse_text')}
      presets={[t('card.why_mistake'), t('statement.why_card')]}
      confirm={t('statement.reverse')}
      Icon={Undo2}
      withName
      giving={giving}
      onGive={(reason, by) => giving.send({ transfer: line.transfer, reason, by })}
      onKeep={onClose}
      testId="reverse-form"
    />
  )
}

function kindWord(kind: string, t: Words): string {
  const key = `transfer.${kind}`
  return isTextKey(key) ? t(key) : kind
}

/** Where it was, with which card if not this one, why and by whom, and what it takes back or was taken back by. */
function aside(line: StatementLine, card: CardDetails, t: Words): string {
  const other = line.tag_uid !== null && line.tag_uid !== card.tag_uid
  return [
    line.device_id,
    other && line.tag_uid ? t('statement.with', { card: shortTag(line.tag_uid) }) : null,
    line.reverses ? t('statement.reverses', { transfer: line.reverses }) : null,
    line.reversed_by ? t('statement.reversed_by', { transfer: line.reversed_by }) : null,
    line.reason,
    line.by,
  ]
    .filter(Boolean)
    .join(' · ')
}
