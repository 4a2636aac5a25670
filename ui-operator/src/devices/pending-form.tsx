import { DoorOpen } from 'lucide-react'
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { DEVICE_ROLES, isDeviceId, type Answer, type DeviceRole } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Segmented } from '../look/segmented'
import { TextField } from '../look/text-field'
import { useLive, useSession, useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'
import { AnswerNote } from './answer-note'
import { offeredNames, roleByName } from './device-names'
import type { Waiting } from './pending-device'

/** "This is slot 4": the name, what it is, and the one button that lets it in. */
export function PendingForm({ device, onClose }: { device: Waiting; onClose: () => void }) {
  const { admit } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const devices = useLive((s) => s.devices)
  const offers = offeredNames(devices)
  const [name, setName] = useState(device.wish ?? offers[0] ?? 'slot-01')
  const [role, setRole] = useState<DeviceRole>(roleByName(name) ?? 'slot')
  const [pending, setPending] = useState(false)
  const [refused, setRefused] = useState<Answer | null>(null)
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' })
    box.current?.querySelector('input')?.select()
  }, [])
  // Asked twice: somebody has this name, and would be put out.
  const taken = refused?.reason === 'already_enrolled' && refused.device_id !== null
  const settled = useSettled(String(taken))
  const change = (text: string) => {
    setName(text.trim())
    setRefused(null)
    const usual = roleByName(text.trim())
    if (usual) setRole(usual)
  }
  const enrol = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    // The second half of a double press answers nothing.
    if (!isDeviceId(name) || pending || !up || !settled()) return
    setPending(true)
    const answer = await admit.enrol(device.key, name, role, taken)
    setPending(false)
    if (answer.status === 'ok') onClose()
    else setRefused(answer)
  }
  return (
    <form
      ref={box}
      className="eg-waiting-form"
      data-testid="pending-form"
      onSubmit={(event) => void enrol(event)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <TextField
        label={t('pending.device_id')}
        field="device_id"
        testId="pending-id"
        value={name}
        maxLength={64}
        offers={offers}
        error={name === '' || isDeviceId(name) ? undefined : t('pending.bad_id')}
        onChange={change}
      />
      <Segmented
        legend={t('pending.role')}
        value={role}
        segments={DEVICE_ROLES.map((each) => ({
          value: each,
          label: t(`device_role.${each}`),
          testId: `pending-role-${each}`,
        }))}
        onChange={setRole}
      />
      {taken ? (
        <p className="eg-waiting-taken" role="alert" data-testid="pending-taken">
          {t('pending.taken', { device: name })}
        </p>
      ) : (
        <AnswerNote answer={refused} testId="pending-refused" />
      )}
      <div className="eg-form-row">
        <DeskButton
          tone={taken ? 'danger' : 'next'}
          Icon={DoorOpen}
          testId="pending-enrol"
          pending={pending}
          disabled={!up || !isDeviceId(name)}
          onPress={() => void enrol()}
        >
          {t(taken ? 'pending.replace' : 'pending.enrol', { device: name })}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" testId="pending-keep" onPress={onClose}>
          {t('form.keep')}
        </DeskButton>
      </div>
      <button type="submit" hidden tabIndex={-1} />
    </form>
  )
}
