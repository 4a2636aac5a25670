import {
  contracts,
  newRequestId,
  request,
  type Answer,
  type Bus,
  type Clock,
  type Contract,
  type Mode,
  type OperatorRun,
  type Params,
  type Payload,
} from '@eg/shared'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** Where a command is given: `close`, `doors.open`, `ready.waive/slot-01`. What is pending and what failed is kept by it. */
export type CommandName = string

export interface CommandState {
  /** Sent and not answered yet. */
  pending: Partial<Record<CommandName, boolean>>
  /** The last answer that was not `ok`, until the command is given again or the message is dismissed. */
  failed: Partial<Record<CommandName, Answer>>
}

/** A refusal and the change that caused it arrive together; that change must not wipe it away unread. */
const FRESH_MS = 2000

type Open = Payload<typeof contracts.opNightOpen>
/** What the run on the screen is: whoever was quicker makes the command `stale`. Undefined: the run is not on the screen. */
type Seen = OperatorRun['status'] | undefined

export interface Commands {
  store: StoreApi<CommandState>
  /** Gives a command of any feature: sent once, its answer waited for, and what went wrong kept under `name`. */
  give<C extends Contract>(name: CommandName, contract: C, fields: Omit<Payload<C>, 'req_id'>): Promise<Answer>
  setMode(mode: Mode, expect: Mode | null): Promise<Answer>
  open(step: Omit<Open, 'req_id'>): Promise<Answer>
  close(run: number, seen: Seen): Promise<Answer>
  reveal(run: number, seen: Seen, winner?: string): Promise<Answer>
  void(run: number, seen: Seen, reason: string): Promise<Answer>
  redo(run: number, seen: Seen): Promise<Answer>
  /** `timer`: of the run on the screen; undefined from a core that does not count it. */
  extend(run: number, seconds: number, timer: number | undefined): Promise<Answer>
  excuse(run: number, slotId: string, excused: boolean): Promise<Answer>
  dismiss(name: CommandName): void
  /** The night has moved on: what was refused before it did is no news any more. */
  forgetOld(): void
}

/** The operator's commands: each is sent once, waits for its answer, and keeps what went wrong for the screen. */
export function createCommands(bus: Bus, clock: Clock, clientId: string): Commands {
  const store = createStore<CommandState>(() => ({ pending: {}, failed: {} }))
  const failedAt = new Map<CommandName, number>()
  const mark = (name: CommandName, pending: boolean, failed: Answer | undefined) =>
    store.setState((s) => ({ pending: { ...s.pending, [name]: pending }, failed: { ...s.failed, [name]: failed } }))

  const send = async <C extends Contract>(
    name: CommandName,
    contract: C,
    fields: Omit<Payload<C>, 'req_id'>,
  ): Promise<Answer> => {
    mark(name, true, undefined)
    const payload = { req_id: newRequestId('op'), ...fields } as Payload<C> & { req_id: string }
    const answers = { contract: contracts.opAnswer, params: { client_id: clientId } }
    const answer = await request(bus, contract, {} as Params<C>, payload, answers).catch(misfit(contract))
    failedAt.set(name, clock.monotonic())
    mark(name, false, answer.status === 'ok' ? undefined : answer)
    return answer
  }

  return {
    store,
    give: send,
    setMode: (mode, expect) =>
      send('mode', contracts.opModeSet, { mode, ...(expect === null ? {} : { expect_mode: expect }) }),
    open: (step) => send('open', contracts.opNightOpen, step),
    close: (run, seen) => send('close', contracts.opNightClose, { run, ...expecting(seen) }),
    reveal: (run, seen, winner) =>
      send('reveal', contracts.opNightReveal, {
        run,
        ...expecting(seen),
        ...(winner === undefined ? {} : { winner }),
      }),
    void: (run, seen, reason) => send('void', contracts.opNightVoid, { run, ...expecting(seen), reason }),
    redo: (run, seen) => send('redo', contracts.opNightRedo, { run, ...expecting(seen) }),
    extend: (run, seconds, timer) =>
      send('extend', contracts.opNightExtend, {
        run,
        seconds,
        ...(timer === undefined ? {} : { expect_timer: timer }),
      }),
    excuse: (run, slotId, excused) => send('excuse', contracts.opNightExcuse, { run, slot_id: slotId, excused }),
    forgetOld: () => {
      const old = [...failedAt].filter(([, at]) => clock.monotonic() - at > FRESH_MS).map(([name]) => [name, undefined])
      store.setState((s) => ({ failed: { ...s.failed, ...Object.fromEntries(old) } }))
    },
    dismiss: (name) => store.setState((s) => ({ failed: { ...s.failed, [name]: undefined } })),
  }
}

const expecting = (seen: Seen) => (seen === undefined ? {} : { expect_status: seen })

/** A payload that the page itself made wrong: a fault of ours, logged, and said at the button all the same. */
function misfit(contract: Contract): (error: unknown) => Answer {
  return (error) => {
    console.error(contract.name, error)
    return { type: contract.answer ?? contract.name, status: 'invalid', detail: String(error) }
  }
}
