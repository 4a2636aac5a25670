import { DoorClosed, DoorOpen, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { contracts, type Answer, type OpReady } from '@eg/shared'
import { coreNowShown } from '../link/use-core-now'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { FailureNote } from '../look/failure-note'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { personName } from '../sessions/person-name'
import { useActions } from '../view/actions'
import { formatMoment, formatShortTime } from '../words/format'

const OPEN = 'doors.open'
const CLOSE = 'doors.close'
/** What is longer ago than this was another evening, and is told with its day. */
const TONIGHT_MS = 20 * 3_600_000

/** The doors: shut until nothing is red, open until somebody closes them. */
export function DoorsPanel({ ready }: { ready: OpReady }) {
  const session = useSession()
  const { commands, clientId } = session
  const { t, lang } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const opening = useCommandState((s) => s.pending[OPEN] ?? false)
  const failed = useCommandState((s) => s.failed[OPEN])
  const [closing, setClosing] = useState(false)
  const { doors, ok, red, view, alerts } = ready
  const mayOpen = up && ok && !doors.open && !opening
  const open = () => void commands.give(OPEN, contracts.opDoorsOpen, { expect_view: view })
  useActions([
    ...(may('opDoorsOpen') && !doors.open
      ? [{ id: OPEN, label: t('doors.do_open'), key: 'O', run: open, disabled: !mayOpen }]
      : []),
    ...(may('opDoorsClose') && doors.open
      ? [{ id: CLOSE, label: t('doors.do_close'), key: 'C', run: () => setClosing(true), disabled: !up }]
      : []),
  ])
  const Icon = doors.open ? DoorOpen : DoorClosed
  const since = doors.since ?? 0
  const formatSince = coreNowShown(session) - since < TONIGHT_MS ? formatShortTime : formatMoment
  const moment = { time: formatSince(since, lang), by: personName(doors.by, clientId, t) }
  const words = doors.open ? 'doors.open' : doors.since === null ? 'doors.closed' : 'doors.closed_since'
  return (
    <section className="eg-doors" data-testid="doors" data-open={doors.open || undefined}>
      <p className="eg-doors-state">
        <Icon size={24} aria-hidden />
        <span>{t(words, moment)}</span>
      </p>
      {may('opDoorsOpen') && !doors.open && (
        <DeskButton
          tone={ok ? 'next' : 'plain'}
          Icon={DoorOpen}
          keyCap="O"
          testId="doors-open"
          disabled={!mayOpen}
          pending={opening}
          onPress={open}
        >
          {t('doors.do_open')}
        </DeskButton>
      )}
      {may('opDoorsClose') && doors.open && (
        <DeskButton Icon={DoorClosed} keyCap="C" testId="doors-close" disabled={!up} onPress={() => setClosing(true)}>
          {t('doors.do_close')}
        </DeskButton>
      )}
      {!doors.open && red > 0 && <p className="eg-dim eg-doors-hint">{t('doors.waits', { count: red })}</p>}
      {doors.open && alerts.length > 0 && (
        <p className="eg-doors-alert" role="status" data-testid="doors-alerts">
          <TriangleAlert size={18} aria-hidden />
          {t('doors.alerts', { count: alerts.length })}
        </p>
      )}
      <FailureNote command={OPEN} />
      {failed && redsNamed(failed) !== '' && (
        <p className="eg-dim" data-testid="doors-reds">
          {t('doors.reds', { list: redsNamed(failed) })}
        </p>
      )}
      {closing && doors.door !== null && <CloseDoors door={doors.door} onClose={() => setClosing(false)} />}
    </section>
  )
}

/** Asks before doors close: what was tested counts no more afterwards. */
function CloseDoors({ door, onClose }: { door: number; onClose: () => void }) {
  const { commands } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[CLOSE] ?? false)
  const leave = () => {
    commands.dismiss(CLOSE)
    onClose()
  }
  const close = async () => {
    const answer = await commands.give(CLOSE, contracts.opDoorsClose, { door })
    if (answer.status === 'ok') onClose()
  }
  return (
    <Dialog open onClose={leave} title={t('doors.close_title')} text={t('doors.close_text')} testId="doors-dialog">
      <FailureNote command={CLOSE} />
      <div className="eg-dialog-row">
        <DeskButton
          tone="danger"
          testId="doors-close-confirm"
          disabled={!up}
          pending={pending}
          onPress={() => void close()}
        >
          {t('doors.close_confirm')}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" onPress={leave}>
          {t('dialog.keep')}
        </DeskButton>
      </div>
    </Dialog>
  )
}

/** The red checks that a refusal names (`reds` of the answer). */
function redsNamed(answer: Answer): string {
  const { reds } = answer as { reds?: unknown }
  if (!Array.isArray(reds)) return ''
  return reds.flatMap(({ check }: { check?: unknown }) => (typeof check === 'string' ? [check] : [])).join(', ')
}
