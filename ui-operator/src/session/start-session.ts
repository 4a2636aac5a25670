import { contracts, createLinkMonitor, type Bus, type Clock, type LinkMonitor } from '@eg/shared'
import { createAdmit, type Admit } from '../devices/admit'
import { createSendOrder, type SendOrder } from '../devices/device-orders'
import { startFleet, type Fleet } from '../devices/fleet'
import type { Access } from '../login/access'
import { hearOnly, roleOf } from '../login/may'
import { createOpenAccess } from '../login/open-access'
import { createMoneyCommands, type MoneyCommands } from '../money/money-commands'
import type { MoneyReads } from '../money/reads'
import { createActionStore, type ActionStore } from '../view/actions'
import { createViewStore, type ViewStore } from '../view/view-store'
import type { Lang } from '../words/language'
import { createCommands, type Commands } from './commands'
import { createFrameBatch, type Schedule } from './frame-batch'
import { createHistory, type History, type ReadHistory } from './history'
import { createLiveStore, type LiveStore, type Night } from './live-store'
import type { Keeps } from './keep'
import { listen } from './listen'
import { watchForOtherCore } from './other-core'
import { startPing } from './ping'

/** Everything a screen can reach. */
export interface Session {
  /** Who is at this page. */
  access: Access
  clientId: string
  brokerUrl: string
  live: LiveStore
  view: ViewStore
  commands: Commands
  /** What can be done now, by key and by the palette. */
  actions: ActionStore
  money: MoneyCommands
  reads: MoneyReads
  history: History
  link: LinkMonitor
  clock: Clock
  /** Asks a slot to run its lights once through; false when it could not be sent. */
  testLights(deviceId: string): Promise<boolean>
  /** Tells a device what to do. */
  sendOrder: SendOrder
  /** Lets devices in, and puts them out. */
  admit: Admit
  /** The devices as their screen needs them. */
  fleet: Fleet
  /** Hears of every card presented at a desk's reader; returns what ends it. */
  onCard(deskId: string, listener: (tag: string) => void): () => void
  stop(): void
}

export interface SessionParts {
  /** Default: nobody asks who somebody is. */
  access?: Access
  bus: Bus
  clock: Clock
  clientId: string
  brokerUrl: string
  lang: Lang
  readHistory: ReadHistory
  reads: MoneyReads
  keeps: Keeps
  /** Loads the page anew: the core is another one, and what the page has heard is not that one's. */
  reload: () => void
  schedule?: Schedule
}

/** Listens to the core and keeps what it says in the stores. The one place of the page that wires things. */
export function startSession(parts: SessionParts): Session {
  const { clock, clientId, access = createOpenAccess() } = parts
  const bus = hearOnly(parts.bus, roleOf(access.store.getState()))
  const live = createLiveStore()
  const update = createFrameBatch(live, parts.schedule)
  const link = createLinkMonitor(bus, clock)
  const commands = createCommands(bus, clock, clientId)
  const money = createMoneyCommands(bus, clock, link, clientId, parts.keeps.tab)
  const view = createViewStore(parts.lang, parts.keeps)
  const person = access.store.getState()
  if (person.is === 'in') view.setState({ myName: person.name })
  const fleet = startFleet(live)
  const history = createHistory(parts.readHistory, live.getState, update)

  const stops = [
    ...listen(bus, update),
    link.onChange(({ up, heardAt }) => {
      update(() => ({ link: { up, heardAt }, ...(up ? {} : { roundTripMs: null }) }))
      // Lines written while the link was down were not heard: read them.
      if (up) void history.readNewest()
      else history.lost()
    }),
    startPing(bus, clock, clientId, (ms) => update(() => ({ roundTripMs: ms }))),
    live.subscribe((now, before) => {
      if (standing(now.night) !== standing(before.night)) commands.forgetOld()
    }),
    () => fleet.stop(),
    () => money.stop(),
    () => link.stop(),
  ]
  const stop = () => {
    for (const each of stops.splice(0)) each()
  }
  const stopWatch = watchForOtherCore(bus, {
    heard() {
      stop()
      // Until the page is loaded anew it shows what was, grey, and gives no command.
      update(() => ({ link: { up: false, heardAt: null } }))
    },
    ready: parts.reload,
  })
  return {
    access,
    clientId,
    brokerUrl: parts.brokerUrl,
    live,
    view,
    commands,
    actions: createActionStore(),
    money,
    reads: parts.reads,
    history,
    link,
    clock,
    testLights: (deviceId) => bus.publish(contracts.testCommand, { device_id: deviceId }, { action: 'led_sequence' }),
    sendOrder: createSendOrder(bus, clientId),
    admit: createAdmit(bus, clientId),
    fleet,
    onCard: (deskId, listener) =>
      bus.subscribe(contracts.inputRfid, { device_id: deskId }, ({ payload }) => {
        if (payload) listener(payload.tag_uid)
      }),
    stop: () => {
      stop()
      stopWatch()
    },
  }
}

/** Where the night stands, as far as a refusal can depend on it. */
function standing(night: Night | null): string {
  return `${night?.mode} ${night?.run?.run} ${night?.run?.status}`
}
