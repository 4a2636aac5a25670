import { useState } from 'react'
import { ShieldOff } from 'lucide-react'
import type { Answer, OpDevice } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'
import { AnswerNote } from './answer-note'

/** How a device is let in, and the way to put it out. Where the core asks nobody there is nothing to say. */
export function DeviceAdmission({ device }: { device: OpDevice }) {
  const { admit } = useSession()
  const { t } = useWords()
  const may = useMay()('opRevoke')
  const up = useLive((s) => s.link.up)
  const [sure, setSure] = useState(false)
  const settled = useSettled(String(sure))
  const [pending, setPending] = useState(false)
  const [refused, setRefused] = useState<Answer | null>(null)
  const { protection, device_id: id } = device
  if (protection === undefined || protection === 'open') return null
  const press = () => {
    if (!sure) setSure(true)
    // The second half of a double press answers nothing.
    else if (settled()) void revoke()
  }
  const revoke = async () => {
    setPending(true)
    const answer = await admit.revoke(id)
    setPending(false)
    setSure(false)
    setRefused(answer.status === 'ok' ? null : answer)
  }
  return (
    <section className="eg-admission" data-testid={`admission-${id}`}>
      <h3>{t('admission.title')}</h3>
      <p className="eg-dim">{t(sure ? 'admission.sure' : `admission.${protection}`, { device: id })}</p>
      <AnswerNote answer={refused} testId={`revoke-refused-${id}`} />
      {may && protection !== 'pending' && (
        <div className="eg-form-row">
          <DeskButton
            tone={sure ? 'danger' : 'quiet'}
            Icon={ShieldOff}
            testId={`revoke-${id}`}
            name={`${t('admission.revoke')} · ${id}`}
            disabled={!up}
            pending={pending}
            onPress={press}
          >
            {t(sure ? 'admission.revoke_sure' : 'admission.revoke', { device: id })}
          </DeskButton>
          {sure && (
            <DeskButton tone="quiet" testId={`revoke-keep-${id}`} onPress={() => setSure(false)}>
              {t('form.keep')}
            </DeskButton>
          )}
        </div>
      )}
    </section>
  )
}
