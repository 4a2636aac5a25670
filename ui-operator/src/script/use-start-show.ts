import { contracts } from '@eg/shared'
import { useLive, useSession } from '../session/use-session'

/** Starts the show with the script that is on the screen, and no other. */
export function useStartShow(): () => void {
  const { commands } = useSession()
  const hash = useLive((s) => s.script?.hash ?? null)
  const up = useLive((s) => s.link.up)
  return () => {
    if (up) void commands.give('show.start', contracts.opShowStart, hash === null ? {} : { expect_script: hash })
  }
}
