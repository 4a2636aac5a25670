import { useState } from 'react'
import { LogIn } from 'lucide-react'
import type { OpDesk } from '@eg/shared'
import { useSignature } from '../login/use-signature'
import { TextField } from '../look/text-field'
import { useMoneyFormat } from '../money/format-money'
import { useMoneyCommand } from '../money/use-money'
import { useWords } from '../session/use-session'
import { CountForm } from './count-form'

/** A cashier begins: counts the drawer, and says who it is where nobody logs in. */
export function ShiftOpen({ desk }: { desk: OpDesk }) {
  const signature = useSignature()
  const { t } = useWords()
  const money = useMoneyFormat()
  const [missing, setMissing] = useState(false)
  const giving = useMoneyCommand('shiftOpen')
  const last = desk.last_over_short_cents
  const give = (cents: number) => {
    const by = signature.name
    setMissing(by === '')
    if (by === '') return
    signature.keep()
    giving.send({ desk_id: desk.desk_id, count_cents: cents, by })
  }
  return (
    <CountForm
      title={t('shift.open_title')}
      text={t('shift.open_text', { amount: money(desk.drawer_cents) })}
      label={t('shift.count')}
      confirm={t('shift.open')}
      Icon={LogIn}
      zero
      booksCents={desk.drawer_cents}
      farText={(cents) => t('shift.far_open', { counted: money(cents), books: money(desk.drawer_cents) })}
      giving={giving}
      onGive={give}
      testId="shift-open"
    >
      {signature.asked && (
        <TextField
          label={t('shift.name')}
          field="by"
          value={signature.typed}
          onChange={signature.setTyped}
          maxLength={60}
          error={missing ? t('form.name_missing') : undefined}
          testId="shift-open-name"
        />
      )}
      {last !== null && (
        <p className="eg-dim" data-testid="shift-last">
          {t('shift.last', { amount: money(last, 'signed') })}
        </p>
      )}
    </CountForm>
  )
}
