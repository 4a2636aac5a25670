import { ArrowLeftRight, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useState } from 'react'
import type { OperatorRun } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { FailureNote } from '../look/failure-note'
import { SelectField } from '../look/select-field'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { SwapDialog } from '../swap/swap-dialog'
import { useActions } from '../view/actions'
import type { Words } from '../words/words'
import type { Tile } from './tile-state'

/** The slot that most likely needs a hand: one that is away and waited for, then one that keeps the vote waiting, then any. */
export function neediest(tiles: readonly Tile[]): string | null {
  const first = (state: Tile['state']) => tiles.find((tile) => tile.state === state)
  return (first('offline') ?? tiles.find(({ offline }) => offline) ?? first('waiting') ?? tiles[0])?.deviceId ?? null
}

/** Opens what can be done about a slot, by the key for whichever needs it most. */
export function useSlotKey(tiles: readonly Tile[], open: (slotId: string) => void): boolean {
  const { t } = useWords()
  const may = useMay()
  const can = (may('opSwap') || may('opNightExcuse')) && tiles.length > 0
  const slot = neediest(tiles)
  useActions(
    can && slot !== null ? [{ id: 'night.slot', label: t('slot.palette'), key: 'A', run: () => open(slot) }] : [],
  )
  return can
}

interface SlotDialogProps {
  slotId: string
  tiles: readonly Tile[]
  run: OperatorRun | null
  onClose: () => void
}

/** What can be done about one slot of the vote: not wait for it, wait for it again, or put a spare in its place. */
export function SlotDialog({ slotId, tiles, run, onClose }: SlotDialogProps) {
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const [slot, setSlot] = useState(slotId)
  const [replacing, setReplacing] = useState(false)
  const tile = tiles.find(({ deviceId }) => deviceId === slot)
  if (replacing) return <SwapDialog slotId={slot} onClose={onClose} />
  return (
    <Dialog open onClose={onClose} title={t('slot.title')} testId="slot-dialog">
      <SelectField autoFocus label={t('slot.which')} testId="slot-which" value={slot} onChange={setSlot}>
        {tiles.map((each) => (
          <option key={each.deviceId} value={each.deviceId}>
            {each.deviceId} · {tileWords(each, t)}
          </option>
        ))}
      </SelectField>
      <FailureNote command="excuse" />
      <div className="eg-dialog-row">
        {tile && run?.status === 'open' && may('opNightExcuse') && (
          <Excuse tile={tile} run={run.run} onDone={onClose} />
        )}
        {may('opSwap') && (
          <DeskButton Icon={ArrowLeftRight} disabled={!up} testId="slot-replace" onPress={() => setReplacing(true)}>
            {t('slot.replace')}
          </DeskButton>
        )}
        <DeskButton tone="quiet" keyCap="Esc" onPress={onClose}>
          {t('dialog.close')}
        </DeskButton>
      </div>
    </Dialog>
  )
}

function Excuse({ tile, run, onDone }: { tile: Tile; run: number; onDone: () => void }) {
  const { commands } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending['excuse'] ?? false)
  if (tile.state === 'voted') return <p className="eg-dim">{t('slot.voted')}</p>
  if (tile.excusedBy === 'absent') return <p className="eg-dim">{t('slot.absent')}</p>
  const excused = tile.excusedBy === 'operator'
  const give = async () => {
    const answer = await commands.excuse(run, tile.deviceId, !excused)
    if (answer.status === 'ok') onDone()
  }
  return (
    <DeskButton
      Icon={excused ? UserRoundCheck : UserRoundX}
      disabled={!up}
      pending={pending}
      testId="slot-excuse"
      onPress={() => void give()}
    >
      {t(excused ? 'slot.expect' : 'slot.excuse')}
    </DeskButton>
  )
}

function tileWords(tile: Tile, t: Words): string {
  const state = t(`tile.${tile.state}`)
  return tile.offline && tile.state !== 'offline' ? `${state}, ${t('tile.offline')}` : state
}
