import { contracts, isRehearsal, newRequestId, validate } from '@eg/shared'
import type { Answer, Bus, Clock, Contract, LinkMonitor, Payload } from '@eg/shared'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Keep } from '../session/keep'

/** Everything an operator can do with money, by the name it has on this page. */
export const MONEY_CONTRACTS = {
  topUp: contracts.opDeskTopUp,
  cashOut: contracts.opDeskCashOut,
  claim: contracts.opDeskClaim,
  drawerCash: contracts.opDeskCash,
  shiftOpen: contracts.opShiftOpen,
  shiftClose: contracts.opShiftClose,
  cardIssue: contracts.opCardIssue,
  cardFreeze: contracts.opCardFreeze,
  cardUnfreeze: contracts.opCardUnfreeze,
  cardReplace: contracts.opCardReplace,
  cardAdjust: contracts.opCardAdjust,
  reverse: contracts.opTransferReverse,
  payoutNew: contracts.opPayoutNew,
  payoutVoid: contracts.opPayoutVoid,
  payoutExpire: contracts.opPayoutExpire,
} as const

export type MoneyName = keyof typeof MONEY_CONTRACTS
export type MoneyFields<N extends MoneyName> = Omit<Payload<(typeof MONEY_CONTRACTS)[N]>, 'req_id'>

/** A command as it was given: kept before it is sent, sent again unchanged. */
export interface MoneyAsk {
  name: MoneyName
  payload: { req_id: string } & Record<string, unknown>
  /** When it was given, in this machine's wall time (ms). */
  at: number
  /** Whether the core it was given to rehearses; absent: none had said so yet. */
  rehearsal?: boolean
}

export interface MoneyDone extends MoneyAsk {
  answer: Answer
}

export interface MoneyState {
  /** Given, and not answered for certain yet. While it stands nothing else is sent. */
  asked: MoneyAsk | null
  /** The last command that was answered, until somebody has seen it. */
  done: MoneyDone | null
  /** How many forms on the screen show the refusals of a command themselves. */
  watched: Partial<Record<MoneyName, number>>
}

export interface MoneyCommands {
  store: StoreApi<MoneyState>
  /** Gives a command. False: another one has no answer yet, and this one was not taken. */
  send<N extends MoneyName>(name: N, fields: MoneyFields<N>): boolean
  /** The outcome has been seen. */
  dismiss(): void
  /** Says that a form shows the refusals of `name` itself; returns what ends it. */
  watch(name: MoneyName): () => void
  stop(): void
}

/** How long without an answer until the same question is put again. */
export const ASK_AGAIN_MS = 3000
const KEPT = 'eg.money'
/** What the evening left in hand, while a rehearsal goes on. */
const ASIDE = 'eg.money.evening'

/**
 * The operator's money commands. One at a time: each is kept under its id before it is sent, and asked again under the
 * same id after silence, after `unavailable`, after a lost link and after a reload, until the core has said what became
 * of it. The core carries an id out once, so asking again never doubles. That holds for one database: nothing is put to a
 * core before it has said, on this connection, whether it rehearses. What was given to a rehearsal is forgotten when the
 * evening goes on; what the evening left waits aside meanwhile, and goes on with it.
 */
export function createMoneyCommands(
  bus: Bus,
  clock: Clock,
  link: LinkMonitor,
  clientId: string,
  keep: Keep,
): MoneyCommands {
  const store = createStore<MoneyState>(() => ({ ...readKept(keep), watched: {} }))
  let cancel: (() => void) | undefined
  /** What the core said of itself last; `here`: on this connection, so that it is this core. */
  let core: { rehearses: boolean; here: boolean } | null = null

  const settle = (asked: MoneyAsk, answer: Answer) => {
    cancel?.()
    const done = { ...asked, answer }
    store.setState({ asked: null, done })
    tryKeep(keep, done)
  }

  const ask = () => {
    const { asked } = store.getState()
    if (!asked) return
    cancel?.()
    cancel = clock.after(ASK_AGAIN_MS, ask)
    if (!link.state().up || !core?.here) return
    const contract: Contract = MONEY_CONTRACTS[asked.name]
    bus.publish(contract, {}, asked.payload).catch((error: unknown) => settle(asked, misfit(contract, String(error))))
  }

  /** What was given to a core of the other kind is not in hand any more: the evening's is set aside. */
  const layDown = (rehearses: boolean) => {
    const { asked, done } = store.getState()
    const held = asked ?? done
    if (!held || (held.rehearsal ?? rehearses) === rehearses) return
    cancel?.()
    // Where it cannot be kept aside it stays where it is: a page that is loaded again tries once more.
    if (!rehearses || tryKeep(keep, held, ASIDE)) keep.removeItem(KEPT)
    store.setState({ asked: null, done: null })
  }

  /** Goes on with what was set aside, when the evening does and nothing else is in hand. False: there was nothing. */
  const takeUp = (): boolean => {
    const { asked, done } = store.getState()
    if (core?.rehearses !== false || asked || done) return false
    const left = readKept(keep, ASIDE)
    const held = left.asked ?? left.done
    if (held && !tryKeep(keep, held)) return false
    keep.removeItem(ASIDE)
    if (!held) return false
    store.setState(left)
    ask()
    return true
  }

  const stops = [
    bus.onConnection(() => {
      if (core) core = { ...core, here: false }
    }),
    bus.subscribe(contracts.opCore, {}, ({ payload }) => {
      if (!payload) return
      const known = core?.here
      core = { rehearses: isRehearsal(payload), here: true }
      layDown(core.rehearses)
      if (!takeUp() && !known) ask()
    }),
    bus.subscribe(contracts.opAnswer, { client_id: clientId }, ({ payload: answer }) => {
      const { asked } = store.getState()
      if (!asked || !answer || answer.req_id !== asked.payload.req_id) return
      // Unknown outcome: the question stands, and is put again.
      if (answer.status !== 'unavailable') settle(asked, answer)
    }),
    link.onChange(({ up }) => {
      if (up) ask()
    }),
    () => cancel?.(),
  ]
  if (store.getState().asked) ask()

  return {
    store,
    send(name, fields) {
      if (store.getState().asked) return false
      const contract: Contract = MONEY_CONTRACTS[name]
      const payload = { req_id: newRequestId('op'), ...fields }
      const asked: MoneyAsk = { name, payload, at: clock.now(), ...(core && { rehearsal: core.rehearses }) }
      const checked = validate(contract, asked.payload)
      if (!checked.ok) settle(asked, misfit(contract, checked.reason))
      else if (!tryKeep(keep, asked)) settle(asked, { type: name, status: 'refused', reason: 'not_kept' })
      else {
        store.setState({ asked, done: null })
        ask()
      }
      return true
    },
    dismiss() {
      if (!store.getState().asked) keep.removeItem(KEPT)
      store.setState({ done: null })
      takeUp()
    },
    watch(name) {
      const count = (by: number) =>
        store.setState(({ watched }) => ({ watched: { ...watched, [name]: (watched[name] ?? 0) + by } }))
      count(1)
      return () => count(-1)
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}

/** A payload that the page itself made wrong: a fault of ours, logged, and said where the command was given. */
function misfit(contract: Contract, detail: string): Answer {
  console.error(contract.name, detail)
  return { type: contract.answer ?? contract.name, status: 'invalid', detail }
}

/** Drops what was kept, and what was set aside: it is another tab's, which asks until it is answered, or another person's. */
export function forgetKeptMoney(keep: Keep): void {
  for (const name of [KEPT, ASIDE]) keep.removeItem(name)
}

function tryKeep(keep: Keep, what: MoneyAsk | MoneyDone, name = KEPT): boolean {
  try {
    keep.setItem(name, JSON.stringify(what))
    return true
  } catch (error) {
    console.error(`${name}:`, error)
    return false
  }
}

/** What this tab had in hand before it was loaded again. */
function readKept(keep: Keep, from = KEPT): Pick<MoneyState, 'asked' | 'done'> {
  const text = keep.getItem(from)
  if (text === null) return { asked: null, done: null }
  try {
    const { answer, ...asked } = JSON.parse(text) as MoneyDone
    const { name, payload } = asked
    if (!validate(MONEY_CONTRACTS[name] as Contract, payload).ok) throw new Error('it fits no command')
    return answer ? { asked: null, done: { ...asked, answer } } : { asked, done: null }
  } catch (error) {
    console.error(`${from}:`, text, error)
    return { asked: null, done: null }
  }
}
