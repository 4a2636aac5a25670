import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { Check } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { SelectField } from '../look/select-field'
import { TextField } from '../look/text-field'
import { AmountField } from '../money/amount-field'
import { useMoneyFormat } from '../money/format-money'
import { MoneyFailure } from '../money/money-failure'
import { newPayoutNumber } from '../money/payout-number'
import { useAmount } from '../money/use-amount'
import { useMoneyCommand } from '../money/use-money'
import { useLiveList, useWords } from '../session/use-session'

/** What was created, as the form knows it. */
export interface NewPayout {
  payout_id: string
  source: string
  amount_cents: number
  table_id: string | null
}

interface PayoutFormProps {
  /** The table it begins with. */
  tableId?: string | null
  onClose: () => void
  /** It is done; beside `onClose`. */
  onCreated?: (payout: NewPayout) => void
}

/** A dealer says what a table owes: it waits at the desk from then on. */
export function PayoutForm({ tableId, onClose, onCreated }: PayoutFormProps) {
  const { t } = useWords()
  const tables = useLiveList((s) => [...s.devices.values()].filter((d) => d.kind === 'table').map((d) => d.device_id))
  const [source, setSource] = useState('')
  const [table, setTable] = useState(tableId ?? '')
  const money = useMoneyFormat()
  const amount = useAmount()
  const [tried, setTried] = useState(false)
  const given = useRef<NewPayout | null>(null)
  const giving = useMoneyCommand('payoutNew', () => {
    if (given.current) onCreated?.(given.current)
    onClose()
  })
  const cents = amount.cents ?? 0
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.querySelector('input')?.focus()
  }, [form])
  const give = (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (source.trim() === '' || cents === 0) return
    const payout = { payout_id: newPayoutNumber(), source: source.trim(), amount_cents: cents }
    const sent = giving.send({ ...payout, ...(table === '' ? {} : { table_id: table }) })
    if (sent) given.current = { ...payout, table_id: table === '' ? null : table }
  }
  return (
    <form
      ref={form}
      className="eg-reason-form"
      data-testid="payout-form"
      aria-label={t('payouts.new_title')}
      onSubmit={give}
      onKeyDown={(e) => e.key === 'Escape' && onClose()}
    >
      <h3>{t('payouts.new_title')}</h3>
      <TextField
        label={t('payouts.source')}
        field="source"
        value={source}
        onChange={setSource}
        maxLength={64}
        offers={['roulette', 'blackjack', 'poker', 'baccarat', 'craps']}
        error={tried && source.trim() === '' ? t('payouts.source_missing') : undefined}
        testId="payout-source"
      />
      <div className="eg-form-row">
        <SelectField label={t('payouts.table')} testId="payout-table" value={table} onChange={setTable}>
          <option value="">{t('payouts.no_table')}</option>
          {tables.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </SelectField>
        <AmountField
          label={t('amount.label')}
          amount={amount}
          onEnter={give}
          error={tried && cents === 0 ? t('amount.missing') : undefined}
          testId="payout-amount"
        />
      </div>
      <MoneyFailure failed={giving.failed} />
      <div className="eg-form-row">
        <DeskButton
          Icon={Check}
          pending={giving.pending}
          disabled={!giving.ready}
          testId="payout-create"
          onPress={give}
        >
          {cents === 0 ? t('payouts.create') : t('payouts.create_amount', { amount: money(cents) })}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" testId="payout-cancel" onPress={onClose}>
          {t('form.cancel')}
        </DeskButton>
        <button type="submit" hidden tabIndex={-1} disabled={!giving.ready} />
      </div>
    </form>
  )
}
