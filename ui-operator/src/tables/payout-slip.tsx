import { useState } from 'react'
import { Printer } from 'lucide-react'
import { isRehearsal } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { TextField } from '../look/text-field'
import { useMoneyFormat } from '../money/format-money'
import { PrintSheet } from '../money/print-sheet'
import { useLive, useWords } from '../session/use-session'
import { formatMoment } from '../words/format'

/** What a slip says. `at`: when the payout was created, core's clock (ms). */
export interface SlipFacts {
  payout_id: string
  source: string
  table_id: string | null
  amount_cents: number
  created_at: number
  expires_at: number | null
}

/** A payout as a slip for the player's hand: number, amount, table. To be read across a table, and printed. */
export function PayoutSlip({ payout, onClose }: { payout: SlipFacts; onClose: () => void }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [printing, setPrinting] = useState(false)
  return (
    <Dialog open onClose={onClose} title={t('slip.title')} text={t('slip.text')} testId="payout-slip">
      <Slip payout={payout} name={name} />
      <TextField
        label={t('slip.for')}
        field="name"
        value={name}
        onChange={setName}
        maxLength={60}
        testId="payout-slip-name"
      />
      <p className="eg-dim">{t('slip.for_hint')}</p>
      <div className="eg-dialog-row">
        <DeskButton tone="next" Icon={Printer} testId="payout-slip-print" onPress={() => setPrinting(true)}>
          {t('slip.print')}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" testId="payout-slip-close" onPress={onClose}>
          {t('slip.close')}
        </DeskButton>
      </div>
      {printing && (
        <PrintSheet onPrinted={() => setPrinting(false)}>
          <Slip payout={payout} name={name} />
        </PrintSheet>
      )}
    </Dialog>
  )
}

function Slip({ payout, name }: { payout: SlipFacts; name: string }) {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const rehearses = useLive((s) => isRehearsal(s.core))
  const { payout_id: id, source, table_id: table } = payout
  return (
    <section className="eg-slip" data-testid="slip" aria-label={t('slip.title')}>
      {rehearses && <p className="eg-slip-void">{t('slip.rehearsal')}</p>}
      <p className="eg-slip-from">
        {source}
        {table !== null && ` · ${table}`}
      </p>
      <p className="eg-slip-amount">{money(payout.amount_cents)}</p>
      <p className="eg-slip-number" data-long={id.length > 16 || undefined}>
        {t('slip.number', { number: id })}
      </p>
      {name.trim() !== '' && <p className="eg-slip-name">{name.trim()}</p>}
      <p className="eg-slip-when">
        {formatMoment(payout.created_at, lang)}
        {payout.expires_at !== null && ` · ${t('slip.until', { when: formatMoment(payout.expires_at, lang) })}`}
      </p>
      <p className="eg-slip-where">{t('slip.where')}</p>
    </section>
  )
}
