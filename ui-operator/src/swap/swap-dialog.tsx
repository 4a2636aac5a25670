import { useRef, useState } from 'react'
import { contracts, isRehearsal } from '@eg/shared'
import { Dialog } from '../look/dialog'
import { ReasonDialog } from '../look/reason-dialog'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { SpareChoice } from './spare-choice'
import { sparesOf, swapOf, swapUnderWay, type Spare } from './spares'
import { SwapProgress } from './swap-progress'

/** Puts a spare in the place of a slot: first who and why, then how far it has come. Opened from wherever a slot is shown. */
export function SwapDialog({ slotId, onClose }: { slotId: string; onClose: () => void }) {
  const { t } = useWords()
  const swap = useLive((s) => swapOf(s.swaps, slotId))
  // While one is under way that comes first; another spare can be named all the same.
  const [choosing, setChoosing] = useState(swap?.status !== 'sent')
  if (choosing) return <Choose slotId={slotId} onGiven={() => setChoosing(false)} onClose={onClose} />
  return (
    <Dialog open onClose={onClose} title={t('swap.progress_title', { slot: slotId })} testId="swap-progress">
      {swap && <SwapProgress swap={swap} onAnother={() => setChoosing(true)} onClose={onClose} />}
    </Dialog>
  )
}

interface ChooseProps {
  slotId: string
  onGiven: () => void
  onClose: () => void
}

function Choose({ slotId, onGiven, onClose }: ChooseProps) {
  const { commands } = useSession()
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const waiting = useLive((s) => s.waiting)
  const swaps = useLive((s) => s.swaps)
  const isOpenHouse = useLive((s) => s.core?.auth === 'open')
  const rehearses = useLive((s) => isRehearsal(s.core))
  const failed = useCommandState((s) => s.failed['swap']?.reason)
  const [picked, setSpare] = useState<Spare['by'] | null>(null)
  const [isOff, setIsOff] = useState(false)
  const given = useRef(false)
  const online = devices.get(slotId)?.online ?? false
  const spares = sparesOf(devices, waiting, swaps)
  const able = spares.filter(({ online: on, takes }) => on && takes === null)
  // Where there is one spare that can, nobody has to choose it.
  const spare = picked ?? (able.length === 1 ? (able[0]?.by ?? null) : null)
  const chosen = spare && spares.find(({ by }) => JSON.stringify(by) === JSON.stringify(spare))
  const needsForce = isOpenHouse || rehearses || failed === 'cannot_fence' || failed === 'rehearsal'
  const give = async (reason: string) => {
    const answer = await commands.give('swap', contracts.opSwap, {
      slot_id: slotId,
      reason,
      ...spare,
      expect_online: online,
      expect_swap: swapUnderWay(swaps, slotId),
      ...(needsForce && isOff ? { force: true } : {}),
    })
    given.current = answer.status === 'ok'
    return answer
  }
  return (
    <ReasonDialog
      command="swap"
      title={t('swap.title', { slot: slotId })}
      text={t(needsForce ? 'swap.text_open' : online ? 'swap.online_text' : 'swap.text', { slot: slotId })}
      confirm={t('swap.confirm')}
      tone={online ? 'danger' : 'next'}
      presets={[t('swap.why_dead'), t('swap.why_screen'), t('swap.why_buttons')]}
      incomplete={!chosen || !chosen.online || chosen.takes !== null || (needsForce && !isOff)}
      give={give}
      // Once it is given the dialog goes on with how far it has come.
      onClose={() => (given.current ? onGiven() : onClose())}
    >
      <SpareChoice spares={spares} chosen={spare} onChoose={setSpare} />
      {needsForce && (
        <label className="eg-swap-force">
          <input
            type="checkbox"
            data-testid="swap-force"
            checked={isOff}
            onChange={(event) => setIsOff(event.target.checked)}
          />
          <span>
            {t(rehearses || failed === 'rehearsal' ? 'swap.force_rehearsal' : 'swap.force', { slot: slotId })}
          </span>
        </label>
      )}
    </ReasonDialog>
  )
}
