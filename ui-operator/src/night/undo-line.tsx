import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { contracts, type OpUndoable } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { ReasonDialog } from '../look/reason-dialog'
import type { Night } from '../session/live-store'
import { useLive, useSession, useWords } from '../session/use-session'
import { whoOf } from '../timeline/describe-line'
import { useActions } from '../view/actions'
import { formatSpan } from '../words/format'
import { isTextKey, type Words } from '../words/words'
import { currentRun } from './suggestion'

type Item = OpUndoable['items'][number]

/** The commands of the night that nothing stands against taking back but their time, newest first. */
function takeable(undoable: OpUndoable | null, night: Night | null, showRuns: boolean): Item[] {
  return (undoable?.items ?? []).filter(
    (item) => item.undone_by === null && night !== null && stillHolds(item, night, showRuns),
  )
}

/** Whether nothing has come after it that the core would refuse to undo it for (`moved_on`); what moves money is not of the night. */
function stillHolds({ kind, run }: Item, night: Night, showRuns: boolean): boolean {
  const same = night.run?.run === run
  switch (kind) {
    case 'opNightClose':
      return same && night.run?.status === 'closed'
    case 'opNightVoid':
      return same && night.run?.status === 'voided' && night.mode === 'night'
    case 'opNightExcuse':
      return same && night.run?.status === 'open'
    case 'opModeSet':
      // By day the show could not go on.
      return currentRun(night) === null && !showRuns
    default:
      return false
  }
}

/** The last command that can be taken back, quietly, with the time that is left for it. */
export function UndoLine() {
  const may = useMay()('opUndo')
  const undoable = useLive((s) => s.undoable)
  const night = useLive((s) => s.night)
  const [asked, setAsked] = useState<Item | null>(null)
  const showRuns = useLive((s) => s.show?.status === 'running')
  const items = may ? takeable(undoable, night, showRuns) : []
  return (
    <>
      {items.length > 0 && <RunningOut items={items} onAsk={setAsked} />}
      {asked && <UndoDialog item={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

/** Its time runs on the core's clock; what is over is not offered any more. */
function RunningOut({ items, onAsk }: { items: readonly Item[]; onAsk: (item: Item) => void }) {
  const { t } = useWords()
  const { clientId } = useSession()
  const up = useLive((s) => s.link.up)
  const now = useCoreNow()
  const left = items.filter(({ until }) => until > now)
  const [newest] = left
  useActions(
    newest
      ? [
          {
            id: 'night.undo',
            label: t('undo.name', { what: kindName(newest.kind, t) }),
            key: 'U',
            run: () => onAsk(newest),
            disabled: !up,
          },
        ]
      : [],
  )
  if (!newest) return null
  const line = {
    what: kindName(newest.kind, t),
    who: whoOf({ device_id: null, actor: newest.by }, clientId, t),
  }
  return (
    <p className="eg-undo" data-testid="undo-line">
      <span>
        {t('undo.line', line)}, <time>{formatSpan(newest.until - now).replace(/^0/, '')}</time>
        {left.length > 1 && <small>{t('undo.more', { count: left.length - 1 })}</small>}
      </span>
      <DeskButton tone="quiet" Icon={Undo2} keyCap="U" disabled={!up} testId="undo" onPress={() => onAsk(newest)}>
        {t('undo.ask')}
      </DeskButton>
    </p>
  )
}

function UndoDialog({ item, onClose }: { item: Item; onClose: () => void }) {
  const { commands } = useSession()
  const { t } = useWords()
  const does = `undo.does_${item.kind}`
  return (
    <ReasonDialog
      command="undo"
      title={t('undo.title', { what: kindName(item.kind, t) })}
      text={isTextKey(does) ? t(does) : t('undo.text')}
      confirm={t('undo.confirm')}
      tone="next"
      presets={[t('undo.why_mistake'), t('undo.why_early')]}
      give={(reason) => commands.give('undo', contracts.opUndo, { seq: item.seq, reason })}
      onClose={onClose}
    />
  )
}

function kindName(kind: string, t: Words): string {
  const key = `kind.${kind}`
  return isTextKey(key) ? t(key) : kind
}
