import { contracts, type Payload, type ReadyCheck } from '@eg/shared'
import { useCommandState, useSession } from '../session/use-session'

export const WAIVE = 'ready.waive'
/** So many checks one command may name (contract `opReadyWaive`). */
const AT_ONCE = 20

type Terms = Pick<Payload<typeof contracts.opReadyWaive>, 'reason' | 'by' | 'until'>

/** Waives any number of checks, in as few commands as it takes; false, and the answer kept, as soon as one is not taken. */
export function useWaive() {
  const { commands } = useSession()
  const pending = useCommandState((s) => s.pending[WAIVE] ?? false)
  const give = async (checks: readonly ReadyCheck[], terms: Terms): Promise<boolean> => {
    const seen = checks.flatMap(({ check, problem }) => (problem === null ? [] : [{ check, problem }]))
    for (let at = 0; at < seen.length; at += AT_ONCE) {
      const answer = await commands.give(WAIVE, contracts.opReadyWaive, {
        checks: seen.slice(at, at + AT_ONCE),
        ...terms,
      })
      if (answer.status !== 'ok') return false
    }
    return true
  }
  return { give, pending }
}
