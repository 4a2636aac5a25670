import { contracts } from '@eg/shared'
import { useLive, useSession } from '../session/use-session'

/** Starts the show with the script that is on the screen, and no other; once, whoever presses beside this one. */
export function useStartShow(): () => void {
  const { commands } = useSession()
  const hash = useLive((s) => s.script?.hash ?? null)
  const last = useLive((s) => s.show?.show ?? null)
  const up = useLive((s) => s.link.up)
  return () => {
    if (!up) return
    const script = hash === null ? {} : { expect_script: hash }
    void commands.give('show.start', contracts.opShowStart, { ...script, expect_show: last })
  }
}
