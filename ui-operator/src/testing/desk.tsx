import './all-words'
import { contracts, createManualClock, type Answer, type Contract, type Payload } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '../app'
import type { Access } from '../login/access'
import { createOpenAccess } from '../login/open-access'
import { MONEY_CONTRACTS } from '../money/money-commands'
import type { MoneyReads } from '../money/reads'
import { createMemoryKeep, type Keeps } from '../session/keep'
import type { HistoryPage } from '../session/merge-timeline'
import { startSession } from '../session/start-session'
import { SessionContext } from '../session/use-session'
import { readScreens } from '../view/screens'
import { TABS } from '../view/view-store'
import { START_MS } from './samples'

const CLIENT = 'op-0123abcd'

export type Given = { name: string; payload: Record<string, unknown> & { req_id: string } }

/** A core that knows no card. */
const NO_READS: MoneyReads = {
  cards: async () => [],
  card: async () => null,
  statement: async () => ({ items: [], next_before: null }),
  payout: async () => null,
}

/** Nobody asks who somebody is, and there is nothing to read over HTTP. */
const NOTHING_TO_READ: Access = { ...createOpenAccess(), fetch: async () => new Response(null, { status: 404 }) }

export interface DeskOptions {
  reads?: Partial<MoneyReads>
  /** What the browser kept from before: given twice, it is a page that was loaded again. */
  keeps?: Keeps
  /** What the core says of itself. Default: that all is well, people log in, and nobody rehearses. */
  core?: Payload<typeof contracts.opCore>
  /** Who is at the page. Default: nobody asks. */
  access?: Access
}

/** A session on a link in memory, with the other end in the test's hand: it is the core. */
export function openSession(pages: HistoryPage[] = [], options: DeskOptions = {}) {
  const link = createMemoryLink()
  const core = link.open()
  const clock = createManualClock(START_MS)
  const given: Given[] = []
  const answers: Record<string, Omit<Answer, 'type'> | 'silent'> = {}
  for (const contract of [
    contracts.opModeSet,
    contracts.opNightOpen,
    contracts.opNightClose,
    contracts.opNightReveal,
    contracts.opNightVoid,
    contracts.opNightRedo,
    contracts.opNightExtend,
    contracts.opNightExcuse,
    contracts.opShowLoad,
    contracts.opShowStart,
    contracts.opShowNext,
    contracts.opShowJump,
    contracts.opShowEnd,
    contracts.opUndo,
    contracts.opSwap,
    contracts.opSwapCancel,
    contracts.opDeviceCommand,
    contracts.opEnrol,
    contracts.opDismiss,
    contracts.opRevoke,
    contracts.opMoneyFreeze,
    contracts.opMoneyUnfreeze,
    contracts.opSessionResume,
    contracts.opGameUnfreeze,
    contracts.opGameFreeze,
    contracts.opBlackout,
    contracts.opBlackoutEnd,
    contracts.opMessageShow,
    contracts.opMessageClear,
    contracts.opDoorsOpen,
    contracts.opDoorsClose,
    contracts.opReadyWaive,
    contracts.opReadyUnwaive,
    contracts.opLightsSeen,
    contracts.opClockReading,
    contracts.opSessionStart,
    contracts.opSessionPause,
    contracts.opSessionClose,
    contracts.opSessionReset,
    contracts.opSessionConfirm,
    contracts.opSessionCards,
    ...Object.values(MONEY_CONTRACTS),
  ] as Contract[]) {
    core.subscribe(contract, {}, ({ payload }) => {
      const command = payload as Given['payload']
      given.push({ name: contract.name, payload: command })
      const answer = answers[contract.name] ?? { status: 'ok' }
      if (answer === 'silent') return
      const told = { ...answer, req_id: command.req_id, type: contract.name } as Answer
      void core.publish(contracts.opAnswer, { client_id: CLIENT }, told)
    })
  }
  void core.publish(contracts.opCore, {}, options.core ?? { ...contracts.opCore.sample, auth: 'enrolled' })
  const reads: (number | null)[] = []
  let reloads = 0
  const session = startSession({
    access: options.access ?? NOTHING_TO_READ,
    bus: link.open(),
    clock,
    clientId: CLIENT,
    brokerUrl: 'ws://core:9001/mqtt',
    lang: 'fr',
    readHistory: async (before) => {
      reads.push(before)
      return pages.shift() ?? { items: [], next_before: null }
    },
    reads: { ...NO_READS, ...options.reads },
    keeps: options.keeps ?? { tab: createMemoryKeep(), machine: createMemoryKeep() },
    reload: () => void (reloads += 1),
    schedule: (flush) => flush(),
  })
  const say = async <C extends Contract>(contract: C, payload: Payload<C>, params: Record<string, string> = {}) => {
    await core.publish(contract, params as never, payload)
    await settle()
  }
  /** The core's clock: with it the link counts as up. `aheadMs` is how far the core's clock is ahead of this one. */
  const tick = (aheadMs = 0) => say(contracts.clockState, { now_ms: clock.now() + aheadMs })
  return { link, core, clock, session, given, answers, reads, reloads: () => reloads, say, tick }
}

/** Lets what was sent arrive, be answered, and the answer arrive. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

/** A key pressed anywhere, or in a field. */
const key = (name: string, at: Element = document.body, more: KeyboardEventInit = {}) =>
  act(async () => {
    at.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }))
    await settle()
  })

/** In the whole page: what covers it stands beside the console, not in it. */
const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)

/** The whole console on such a session. */
export async function openDesk(pages: HistoryPage[] = [], options: DeskOptions = {}) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  await readScreens(TABS)
  const desk = openSession(pages, options)
  const host = document.createElement('div')
  document.body.replaceChildren(host)
  const root = createRoot(host)
  await act(async () =>
    root.render(
      <SessionContext value={desk.session}>
        <App />
      </SessionContext>,
    ),
  )
  const get = (id: string) => {
    const element = find(id)
    if (!element) throw new Error(`nothing on the page is called ${id}`)
    return element
  }
  const press = (id: string) =>
    act(async () => {
      get(id).click()
      await settle()
    })
  const type = (id: string, text: string) =>
    act(async () => {
      const input = get(id) as HTMLInputElement
      // React listens for changes it did not make itself: set the value past its own setter.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
      input.dispatchEvent(new Event('input', { bubbles: true }))
    })
  const choose = (id: string, value: string) =>
    act(async () => {
      const select = get(id) as HTMLSelectElement
      select.value = value
      select.dispatchEvent(new Event('change', { bubbles: true }))
    })
  const say: typeof desk.say = (...message) => act(() => desk.say(...message))
  const tick = (aheadMs = 0) => act(() => desk.tick(aheadMs))
  const pass = (ms: number) => act(async () => desk.clock.advance(ms))
  await tick()
  return {
    ...desk,
    host,
    find,
    get,
    press,
    key,
    type,
    choose,
    say,
    tick,
    pass,
    close: () => act(async () => root.unmount()),
  }
}
