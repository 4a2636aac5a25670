import { useState } from 'react'
import { Check } from 'lucide-react'
import { MAX_AMOUNT_CENTS, type OpDesk } from '@eg/shared'
import { useSignature } from '../login/use-signature'
import { Segmented } from '../look/segmented'
import { TextField } from '../look/text-field'
import { useMoneyCommand } from '../money/use-money'
import { useWords } from '../session/use-session'
import { CountForm } from './count-form'

/** Change brought to the drawer, or money taken to the safe, during a shift. */
export function DrawerCash({ desk, onClose }: { desk: OpDesk; onClose: () => void }) {
  const signature = useSignature()
  const { t } = useWords()
  const [direction, setDirection] = useState<'in' | 'out'>('in')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const giving = useMoneyCommand('drawerCash', onClose)
  const presets = [t('cash.why_change'), t('cash.why_safe'), t('cash.why_expense')]
  const give = (cents: number) => {
    setTried(true)
    const said = { reason: reason.trim(), by: signature.name }
    if (said.reason === '' || said.by === '') return
    signature.keep()
    giving.send({ desk_id: desk.desk_id, amount_cents: cents, direction, ...said })
  }
  return (
    <CountForm
      title={t('cash.title')}
      text={t('cash.text')}
      label={t('amount.label')}
      confirm={t(direction === 'in' ? 'cash.put_in' : 'cash.take_out')}
      Icon={Check}
      maxCents={MAX_AMOUNT_CENTS}
      giving={giving}
      onGive={give}
      onCancel={onClose}
      testId="drawer-cash"
    >
      <Segmented
        legend={t('cash.direction')}
        legendHidden
        value={direction}
        segments={[
          { value: 'in', label: t('cash.in'), testId: 'drawer-in' },
          { value: 'out', label: t('cash.out'), testId: 'drawer-out' },
        ]}
        onChange={setDirection}
      />
      <div className="eg-presets">
        {presets.map((preset) => (
          <button key={preset} type="button" className="eg-chip-button" onClick={() => setReason(preset)}>
            {preset}
          </button>
        ))}
      </div>
      <TextField
        label={t('form.reason')}
        field="reason"
        value={reason}
        onChange={setReason}
        maxLength={200}
        error={tried && reason.trim() === '' ? t('form.reason_missing') : undefined}
        testId="drawer-cash-reason"
      />
      {signature.asked && (
        <TextField
          label={t('form.name')}
          field="by"
          value={signature.typed}
          onChange={signature.setTyped}
          maxLength={60}
          error={tried && signature.name === '' ? t('form.name_missing') : undefined}
          testId="drawer-cash-name"
        />
      )}
    </CountForm>
  )
}
