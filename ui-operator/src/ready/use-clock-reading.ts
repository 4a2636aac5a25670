import { useEffect, useRef } from 'react'
import { contracts, type OpReady } from '@eg/shared'
import { useMay } from '../login/may'
import { useLive, useSession } from '../session/use-session'
import { CLOCK } from './remedy'

/** Compares this machine's clock with the core's by itself, once each time that it becomes unknown: looking is all it takes. */
export function useClockReading(ready: OpReady): void {
  const { commands, clock } = useSession()
  const may = useMay()('opClockReading')
  const up = useLive((s) => s.link.up)
  const done = useRef(false)
  const unknown = ready.checks.some(({ problem }) => problem === 'clock_unknown')
  useEffect(() => {
    if (!unknown) done.current = false
    if (!unknown || !may || !up || done.current) return
    done.current = true
    void commands.give(CLOCK, contracts.opClockReading, { now_ms: clock.now() })
  }, [unknown, may, up, commands, clock])
}
