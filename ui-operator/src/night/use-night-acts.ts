import { currentRun } from './suggestion'
import { useCommandState, useLive, useSession, useView } from '../session/use-session'
import { modeOf, type Night } from '../session/live-store'

export const EXTEND_SECONDS = 15

/** What the buttons and keys of the cockpit do, for the run on the screen. */
export function useNightActs(night: Night) {
  const session = useSession()
  const up = useLive((s) => s.link.up)
  const mode = useLive(modeOf)
  const pending = useCommandState((s) => s.pending)
  const run = night.run?.run ?? null
  const picked = useView((v) => (v.picked?.run === run ? v.picked.option : undefined))
  const { commands, view } = session
  const onRun = (act: (run: number) => unknown) => () => {
    if (run !== null && up) void act(run)
  }
  return {
    up,
    pending,
    picked,
    current: currentRun(night),
    beginNight: () => {
      if (up) void commands.setMode('night', mode)
    },
    compose: () => view.setState({ composing: true, voiding: null }),
    close: onRun((r) => commands.close(r)),
    reveal: onRun((r) => commands.reveal(r, night.run?.tied ? picked : undefined)),
    askVoid: onRun((r) => view.setState({ voiding: r })),
    redo: onRun((r) => commands.redo(r)),
    extend: onRun((r) => commands.extend(r, EXTEND_SECONDS)),
  }
}

export type NightActs = ReturnType<typeof useNightActs>
