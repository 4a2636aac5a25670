import {
  contracts,
  newRequestId,
  request,
  type Answer,
  type Bus,
  type Clock,
  type Contract,
  type Mode,
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

export interface Commands {
  store: StoreApi<CommandState>
  /** Gives a command of any feature: sent once, its answer waited for, and what went wrong kept under `name`. */
  give<C extends Contract>(name: CommandName, contract: C, fields: Omit<Payload<C>, 'req_id'>): Promise<Answer>
  setMode(mode: Mode, expect: Mode | null): Promise<Answer>
  open(step: Omit<Open, 'req_id'>): Promise<Answer>
  close(run: number): Promise<Answer>
  reveal(run: number, winner?: string): Promise<Answer>
  void(run: number, reason: string): Promise<Answer>
  redo(run: number): Promise<Answer>
  extend(run: number, seconds: number): Promise<Answer>
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
    close: (run) => send('close', contracts.opNightClose, { run }),
    reveal: (run, winner) =>
      send('reveal', contracts.opNightReveal, { run, ...(winner === undefined ? {} : { winner }) }),
    void: (run, reason) => send('void', contracts.opNightVoid, { run, reason }),
    redo: (run) => send('redo', contracts.opNightRedo, { run }),
    extend: (run, seconds) => send('extend', contracts.opNightExtend, { run, seconds }),
    excuse: (run, slotId, excused) => send('excuse', contracts.opNightExcuse, { run, slot_id: slotId, excused }),
    forgetOld: () => {
      const old = [...failedAt].filter(([, at]) => clock.monotonic() - at > FRESH_MS).map(([name]) => [name, undefined])
      store.setState((s) => ({ failed: { ...s.failed, ...Object.fromEntries(old) } }))
    },
    dismiss: (name) => store.setState((s) => ({ failed: { ...s.failed, [name]: undefined } })),
  }
}

/** A payload that the page itself made wrong: a fault of ours, logged, and said at the button all the same. */
function misfit(contract: Contract): (error: unknown) => Answer {
  return (error) => {
    console.error(contract.name, error)
    return { type: contract.answer ?? contract.name, status: 'invalid', detail: String(error) }
  }
}
