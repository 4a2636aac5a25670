import { useState } from 'react'
import { LogOut } from 'lucide-react'
import type { OpDesk } from '@eg/shared'
import { TextField } from '../look/text-field'
import { useMoneyFormat } from '../money/format-money'
import { useMoneyCommand } from '../money/use-money'
import { useSession, useWords } from '../session/use-session'
import { CountForm, FAR_CENTS } from './count-form'

/** The cashier counts and goes. What the books expect is said afterwards, so that the count is a count. */
export function ShiftClose({ desk, onClose }: { desk: OpDesk; onClose: () => void }) {
  const { view } = useSession()
  const { t } = useWords()
  const money = useMoneyFormat()
  // The shift that is counted, also when another one begins at this desk meanwhile.
  const [shift] = useState(desk.shift?.shift ?? null)
  const [note, setNote] = useState('')
  const giving = useMoneyCommand('shiftClose', () => {
    view.setState({ deskCard: null })
    onClose()
  })
  const give = (cents: number) =>
    giving.send({
      desk_id: desk.desk_id,
      count_cents: cents,
      ...(shift === null ? {} : { expect_shift: shift }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    })
  return (
    <CountForm
      title={t('shift.close_title')}
      text={t('shift.close_text')}
      label={t('shift.count')}
      confirm={t('shift.close')}
      Icon={LogOut}
      zero
      booksCents={desk.drawer_cents}
      // Not by how much nor which way: whoever counts is not told what should be there (L61).
      farText={(cents) => t('shift.far_close', { counted: money(cents), far: money(FAR_CENTS) })}
      giving={giving}
      onGive={give}
      onCancel={onClose}
      testId="shift-close"
    >
      <TextField
        label={t('shift.note')}
        field="note"
        value={note}
        onChange={setNote}
        maxLength={200}
        testId="shift-close-note"
      />
    </CountForm>
  )
}
