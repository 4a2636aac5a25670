import { contracts, type OperatorRun, type Suggestion } from '@eg/shared'
import { useStartShow } from '../script/use-start-show'
import { modeOf, type Night } from '../session/live-store'
import { useCommandState, useLive, useSession, useView } from '../session/use-session'
import { currentRun, playedSession, suggestionOf } from './suggestion'

export const EXTEND_SECONDS = 15

/** What the buttons and keys of the cockpit do, for the run on the screen. */
export function useNightActs(night: Night) {
  const session = useSession()
  const up = useLive((s) => s.link.up)
  const mode = useLive(modeOf)
  const visit = useLive((s) => s.show?.position?.visit ?? null)
  const frozen = useLive((s) => s.panic?.game?.panic ?? null)
  const paused = useLive((s) => s.evening?.current?.session ?? null)
  const pending = useCommandState((s) => s.pending)
  const isPlayed = useLive((s) => playedSession(suggestionOf(night, s.show), s.evening))
  const myName = useView((v) => v.myName)
  const run = night.run?.run ?? null
  const picked = useView((v) => (v.picked?.run === run ? v.picked.option : undefined))
  const { commands, view } = session
  const start = useStartShow()
  const onRun = (act: (run: number, seen: OperatorRun['status'] | undefined) => unknown) => () => {
    if (run !== null && up) void act(run, night.run?.status)
  }
  const whileUp = (act: () => unknown) => () => {
    if (up) void act()
  }
  return {
    up,
    pending,
    picked,
    /** The session's night is over: the suggestion leads to where it is closed. */
    isPlayed,
    toSession: () => view.setState({ tab: 'sessions' }),
    current: currentRun(night),
    beginNight: whileUp(() => commands.setMode('night', mode)),
    endNight: whileUp(() => commands.setMode('day', mode)),
    compose: () => view.setState({ composing: true, voiding: null }),
    close: onRun((r, seen) => commands.close(r, seen)),
    reveal: onRun((r, seen) => commands.reveal(r, seen, night.run?.tied ? picked : undefined)),
    askVoid: onRun((r) => view.setState({ voiding: r })),
    redo: onRun((r, seen) => commands.redo(r, seen)),
    redoRun: (r: number) => {
      if (up) void commands.redo(r, r === run ? night.run?.status : undefined)
    },
    extend: onRun((r) => commands.extend(r, EXTEND_SECONDS, night.run?.timer)),
    start,
    next: whileUp(() => commands.give('show.next', contracts.opShowNext, { expect_visit: visit })),
    openPanic: () => view.setState({ cover: 'panic' }),
    unfreeze: whileUp(
      () =>
        frozen !== null &&
        commands.give('game.unfreeze', contracts.opGameUnfreeze, { panic: frozen, expect_held: true }),
    ),
    resume: whileUp(
      () =>
        paused !== null &&
        commands.give('session.resume', contracts.opSessionResume, {
          session: paused,
          ...(myName === '' ? {} : { by: myName }),
        }),
    ),
  }
}

export type NightActs = ReturnType<typeof useNightActs>

/** The command behind a suggestion, by the name under which it is pending; null: none is given. */
export const COMMAND_OF: Record<Suggestion['action'], string | null> = {
  begin_night: 'mode',
  end_night: 'mode',
  start: 'show.start',
  open: null,
  wait: null,
  close: 'close',
  decide: 'reveal',
  reveal: 'reveal',
  next: 'show.next',
  redo: 'redo',
  unfreeze: 'game.unfreeze',
  resume: 'session.resume',
}
