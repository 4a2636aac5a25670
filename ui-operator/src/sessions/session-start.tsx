import { DoorOpen } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'
import { contracts, type OpSession } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { TextField } from '../look/text-field'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { isBlocked, MissingList } from './missing-list'
import { SessionFailure } from './session-failure'
import { usePerson } from '../login/use-person'

const START = 'session.start'
const LARGEST = 10_000

/** A group's evening begins: who, how many; and why, where the room is not ready. */
export function SessionStart({ evening }: { evening: OpSession }) {
  const { commands } = useSession()
  const { t } = useWords()
  const { by } = usePerson()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[START] ?? false)
  const [name, setName] = useState('')
  const [size, setSize] = useState('')
  const [notes, setNotes] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { reset, last } = evening
  const blocked = isBlocked(reset)
  const people = /^\d{1,5}$/.test(size.trim()) ? Number(size) : 0
  const faults = {
    name: name.trim() === '' ? t('session.name_missing') : undefined,
    size: people < 1 || people > LARGEST ? t('session.size_wrong') : undefined,
    reason: !reset.ready && reason.trim() === '' ? t('dialog.reason_missing') : undefined,
  }
  const start = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (faults.name || faults.size || faults.reason || pending || blocked || !up) return
    const answer = await commands.give(START, contracts.opSessionStart, {
      name: name.trim(),
      group_size: people,
      ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
      ...(reset.ready ? {} : { reason: reason.trim() }),
      expect_last: last[0]?.session ?? null,
      ...by,
    })
    if (answer.status !== 'ok') return
    for (const clear of [setName, setSize, setNotes, setReason]) clear('')
    setTried(false)
  }
  return (
    <section className="eg-session-card" data-testid="session-start">
      <h2>{t('session.new')}</h2>
      <form className="eg-session-form" onSubmit={(event) => void start(event)}>
        <TextField
          label={t('session.name')}
          field="name"
          testId="session-name"
          maxLength={60}
          value={name}
          error={tried ? faults.name : undefined}
          onChange={setName}
        />
        <TextField
          label={t('session.size')}
          field="group_size"
          testId="session-size"
          inputMode="numeric"
          maxLength={5}
          value={size}
          error={tried ? faults.size : undefined}
          // What is no number does not get in: the field stays as it was.
          onChange={(typed) => /^\d*$/.test(typed) && setSize(typed)}
        />
        <TextField
          label={t('session.notes')}
          field="notes"
          testId="session-notes"
          maxLength={1000}
          value={notes}
          onChange={setNotes}
        />
        <MissingList reset={reset} />
        {!reset.ready && !blocked && (
          <TextField
            label={t('session.start_reason')}
            field="reason"
            testId="session-reason"
            maxLength={200}
            value={reason}
            error={tried ? faults.reason : undefined}
            onChange={setReason}
          />
        )}
        <SessionFailure command={START} />
        <div className="eg-dialog-row">
          <DeskButton
            tone={reset.ready ? 'next' : 'plain'}
            Icon={DoorOpen}
            testId="session-start-confirm"
            disabled={!up || blocked}
            pending={pending}
            onPress={() => void start()}
          >
            {t(reset.ready ? 'session.start' : 'session.start_though')}
          </DeskButton>
        </div>
      </form>
    </section>
  )
}
