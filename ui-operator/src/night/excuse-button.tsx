import { UserRoundCheck, UserRoundX } from 'lucide-react'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { useSettled } from '../view/use-settled'

/** Stops waiting for a slot in the open run, or waits for it again. It may vote all the same. */
export function ExcuseButton({ run, deviceId, excused }: { run: number; deviceId: string; excused: boolean }) {
  const { commands } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending.excuse ?? false)
  const settled = useSettled(String(excused))
  const Icon = excused ? UserRoundCheck : UserRoundX
  const name = t(excused ? 'tile.expect' : 'tile.excuse', { device: deviceId })
  return (
    <button
      type="button"
      className="eg-tile-excuse"
      data-testid={`excuse-${deviceId}`}
      aria-label={name}
      title={name}
      disabled={!up || pending}
      // The second half of a double click would take back what the first has done.
      onClick={() => settled() && void commands.excuse(run, deviceId, !excused)}
    >
      <Icon size={18} aria-hidden />
    </button>
  )
}
