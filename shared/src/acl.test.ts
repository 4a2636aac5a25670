import { describe, expect, it } from 'vitest'
import { type Identity, isOpenTopic, mayCommand, mayPublish, mayRead, maySubscribe, routeOf } from './acl.js'
import { OPERATOR_ROLES, type Role } from './contracts/contract.js'
import { type ContractName, allContracts, contracts } from './contracts/table.js'
import { buildTopic, filterOf, paramNames } from './topics.js'

const OPEN = ['test', 'eg/test/#']
const ALL_ROLES: readonly Role[] = ['slot', 'slot-ui', 'table', 'change', ...OPERATOR_ROLES, 'guest']
const DEVICE_ROLES: readonly Role[] = ['slot', 'slot-ui', 'table', 'change']

/** Somebody in one role, bound to a device where the role is one, as an enrolled connection is. */
function who(role: Role, device = 'dev-01', clientId = `${device}-client`): Identity {
  return DEVICE_ROLES.includes(role)
    ? { roles: [role], device, clientId, openTopics: OPEN }
    : { roles: [role], clientId, openTopics: OPEN }
}
const anybody: Identity = { roles: ALL_ROLES, readsAll: true, clientId: 'laptop', openTopics: OPEN }

const publishes = (identity: Identity, topic: string) => {
  const route = routeOf(topic)
  return route !== null && mayPublish(identity, route)
}
const own = { device_id: 'dev-01', client_id: 'dev-01-client' }
const topicOf = (template: string, params: object = own) => buildTopic(template, params as never)

const CASHIER: readonly ContractName[] = [
  'opMoneyFreeze',
  'opCardIssue',
  'opCardFreeze',
  'opCardUnfreeze',
  'opCardReplace',
  'opShiftOpen',
  'opShiftClose',
  'opDeskTopUp',
  'opDeskCashOut',
  'opDeskClaim',
  'opDeskCash',
  'opPayoutNew',
  'opPayoutVoid',
  'opPayoutExpire',
]
const TECHNICIAN: readonly ContractName[] = [
  'opLightsSeen',
  'opClockReading',
  'opDeviceCommand',
  'opEnrol',
  'opDismiss',
  'opRevoke',
  'opSwap',
  'opSwapCancel',
  'ledCommand',
  'testCommand',
  'opSessionReset',
  'opSessionConfirm',
]
/** Taken over HTTP only, by these. */
const OVER_HTTP: Partial<Record<ContractName, readonly Role[]>> = {
  opDeviceAdd: ['gamemaster', 'technician'],
  opOperatorSet: ['gamemaster'],
}
/** About the connection they come over, so taken over MQTT only. */
const OVER_MQTT: readonly ContractName[] = ['opScreen']

// Written out, not read from the table: whoever widens a role has to say so here too.
const MAY_PUBLISH: Record<string, readonly ContractName[]> = {
  slot: [
    'nightVote',
    'walletGet',
    'walletDebit',
    'walletCredit',
    'roundPlay',
    'deviceHello',
    'deviceStatus',
    'deviceHeartbeat',
    'inputStatus',
    'inputLeds',
    'inputRfid',
    'slotState',
    'slotReload',
    'deviceReport',
    'pageToken',
  ],
  'slot-ui': [
    'nightVote',
    'walletGet',
    'walletDebit',
    'walletCredit',
    'ledCommand',
    'testCommand',
    'slotPress',
    'slotScreen',
    'uiPing',
  ],
  table: ['payoutNew', 'deviceHello', 'deviceStatus', 'deviceHeartbeat', 'deviceReport'],
  change: [
    'walletGet',
    'walletDebit',
    'walletCredit',
    'payoutClaim',
    'deviceHello',
    'deviceStatus',
    'deviceHeartbeat',
    'inputStatus',
    'inputRfid',
    'deviceReport',
  ],
  gamemaster: [
    'opModeSet',
    'opNightOpen',
    'opNightClose',
    'opNightReveal',
    'opNightVoid',
    'opNightRedo',
    'opNightExtend',
    'opNightExcuse',
    'opShowLoad',
    'opShowStart',
    'opShowNext',
    'opShowJump',
    'opShowEnd',
    'opMoneyUnfreeze',
    'opGameFreeze',
    'opGameUnfreeze',
    'opBlackout',
    'opBlackoutEnd',
    'opMessageShow',
    'opMessageClear',
    'opReadyWaive',
    'opReadyUnwaive',
    'opDoorsOpen',
    'opDoorsClose',
    'opCardAdjust',
    'opTransferReverse',
    'opOperatorRemove',
    'opLogoutAll',
    'opUndo',
    'opSessionStart',
    'opSessionPause',
    'opSessionResume',
    'opSessionClose',
    'opSessionCards',
    ...CASHIER,
    ...TECHNICIAN,
    'opScreen',
    'uiPing',
  ],
  cashier: [...CASHIER, 'opScreen', 'uiPing'],
  technician: [...TECHNICIAN, 'opScreen', 'uiPing'],
  viewer: ['opScreen', 'uiPing'],
  guest: ['enrolHello'],
}

const PUBLIC: readonly ContractName[] = [
  'modeState',
  'nightStep',
  'nightResult',
  'nightRound',
  'showState',
  'gameState',
  'sessionState',
  'clockState',
  'panicState',
]
const INPUTS: readonly ContractName[] = ['inputStatus', 'inputLeds', 'inputRfid']
/** What every operator sees. */
const PAGE: readonly ContractName[] = [
  ...PUBLIC,
  'inputStatus',
  'opNight',
  'opScript',
  'opShow',
  'opGame',
  'opBooks',
  'deviceStatus',
  'deviceHeartbeat',
  'opAnswer',
  'uiPing',
  'opTimeline',
  'opSwaps',
  'opUndoable',
  'opCore',
  'opDevice',
  'opPresence',
  'opCommands',
  'opPanic',
  'opReady',
  'opReadyDevice',
  'opSession',
]
const MONEY: readonly ContractName[] = ['opDesk', 'opFloor', 'opPayouts', 'payoutList']
const MAY_READ: Record<string, readonly ContractName[]> = {
  slot: [
    ...PUBLIC,
    ...INPUTS,
    'deviceStatus',
    'deviceHeartbeat',
    'deviceAnswer',
    'ledCommand',
    'testCommand',
    'slotPress',
    'slotScreen',
    'deviceCommand',
  ],
  'slot-ui': [
    ...PUBLIC,
    ...INPUTS,
    'deviceStatus',
    'deviceHeartbeat',
    'deviceAnswer',
    'slotState',
    'slotReload',
    'uiPing',
  ],
  table: [...PUBLIC, 'deviceStatus', 'deviceAnswer', 'deviceCommand'],
  change: [...PUBLIC, ...INPUTS, 'deviceStatus', 'deviceAnswer', 'payoutList', 'deviceCommand'],
  gamemaster: [...PAGE, ...MONEY, 'inputRfid', 'opPending'],
  cashier: [...PAGE, ...MONEY, 'inputRfid'],
  technician: [...PAGE, 'inputRfid', 'opPending'],
  viewer: PAGE,
  guest: ['enrolState'],
}

describe.each(ALL_ROLES)('%s', (role) => {
  const names = (allowed: (topic: string) => boolean) =>
    allContracts.filter((c) => allowed(topicOf(c.topic))).map((c) => c.name)

  it('C20 publishes these topics of its own and no others', () => {
    expect(names((topic) => publishes(who(role), topic)).sort()).toEqual([...(MAY_PUBLISH[role] ?? [])].sort())
  })

  it('C22 reads these topics of its own and no others', () => {
    expect(names((topic) => maySubscribe(who(role), topic)).sort()).toEqual([...(MAY_READ[role] ?? [])].sort())
  })

  it('A1 gives these commands over HTTP and no others', () => {
    const commands = allContracts.filter((c) => c.topic.startsWith('eg/core/op/'))
    const allowed = commands.filter((c) => mayCommand([role], c)).map((c) => c.name)
    const onMqtt = (MAY_PUBLISH[role] ?? []).filter(
      (name) => contracts[name].topic.startsWith('eg/core/op/') && !OVER_MQTT.includes(name),
    )
    const beside = Object.entries(OVER_HTTP).flatMap(([name, roles]) => (roles.includes(role) ? [name] : []))
    expect(allowed.sort()).toEqual([...onMqtt, ...beside].sort())
  })

  it('A2 is handed exactly the topics that it may subscribe to, whatever it subscribed to before', () => {
    for (const { topic } of allContracts) {
      for (const params of [own, { device_id: 'dev-02', client_id: 'dev-02-client' }]) {
        const name = topicOf(topic, params)
        expect(mayRead(who(role), name), name).toBe(maySubscribe(who(role), name))
      }
    }
    for (const name of ['test', 'eg/test/a']) expect(mayRead(who(role), name), name).toBe(true)
    for (const name of ['eg/dev/dev-01/secret', '$SYS/x', 'other']) expect(mayRead(who(role), name), name).toBe(false)
  })

  it('C25 is refused every filter that reaches beyond the table of its role', () => {
    const wide = [
      '#',
      '+/#',
      'eg/#',
      'eg/dev/#',
      'eg/+/+',
      'eg/dev/dev-01/#',
      'eg/dev/dev-01/+',
      'eg/op/#',
      'eg/core/#',
      'eg/ui/#',
    ]
    const system = ['$SYS/#', '$SYS/broker/uptime', '+/broker/uptime', '$share/g/eg/#', '$share/g/#', '$eg/nowhere']
    for (const filter of [...wide, ...system]) expect(maySubscribe(who(role), filter), filter).toBe(false)
  })

  it('C28 may use no topic outside the table, and no device that is not a device id', () => {
    const outside = [
      'eg',
      'eg/',
      'eg/dev',
      'eg/dev/dev-01',
      'eg/dev/dev-01/secret',
      'eg/state',
      'eg/night/vote/x',
      'homeassistant/x',
      '',
      '/',
    ]
    for (const topic of outside) {
      expect(publishes(who(role), topic), topic).toBe(false)
      expect(maySubscribe(who(role), topic), topic).toBe(false)
    }
    for (const device of ['__proto__', '-x', 'a b', '+', 'x'.repeat(65)]) {
      expect(routeOf(`eg/dev/${device}/status`), device).toBeNull()
      expect(publishes(anybody, `eg/dev/${device}/hello`), device).toBe(false)
    }
  })

  it('C26 may always use the topics left free', () => {
    for (const topic of ['test', 'eg/test', 'eg/test/a/b']) {
      expect(isOpenTopic(topic, OPEN), topic).toBe(true)
      expect(maySubscribe(who(role), topic), topic).toBe(true)
    }
    expect(maySubscribe(who(role), 'eg/test/#')).toBe(true)
    for (const topic of ['test/a', 'eg/testing', 'eg/night/vote', '$SYS/x'])
      expect(isOpenTopic(topic, OPEN)).toBe(false)
  })
})

const deviceBound = allContracts.filter((c) => paramNames(c.topic).includes('device_id'))

describe.each(DEVICE_ROLES)('%s of dev-01', (role) => {
  it('C21 publishes and reads as no other device, on any topic', () => {
    for (const { topic } of allContracts) {
      if (!topic.includes('{')) continue
      const other = topicOf(topic, { device_id: 'dev-02', client_id: 'dev-02-client' })
      expect(publishes(who(role), other), other).toBe(false)
      expect(maySubscribe(who(role), other), other).toBe(false)
    }
  })

  it('C23 is refused the filter of all devices, and granted its own', () => {
    for (const { topic } of deviceBound) expect(maySubscribe(who(role), filterOf(topic)), topic).toBe(false)
    expect(maySubscribe(who(role), 'eg/dev/+/res')).toBe(false)
    expect(maySubscribe(who(role), 'eg/dev/dev-01/res')).toBe(true)
  })

  it('C21 without a device it reaches none: what authentication forgot is not open', () => {
    const unbound = { ...who(role), device: undefined }
    for (const { topic } of deviceBound) {
      expect(publishes(unbound, topicOf(topic)), topic).toBe(false)
      expect(maySubscribe(unbound, filterOf(topic)), topic).toBe(false)
      expect(maySubscribe(unbound, topicOf(topic)), topic).toBe(false)
    }
  })
})

describe('somebody', () => {
  it('C20 on the wire never publishes what only the core says', () => {
    const coreOnly = allContracts.filter((c) => c.publishers.every((role) => role === 'core'))
    expect(coreOnly.map((c) => c.name)).toContain('nightStep')
    for (const identity of [...ALL_ROLES.map((role) => who(role)), anybody]) {
      for (const { topic } of coreOnly) expect(publishes(identity, topicOf(topic)), topic).toBe(false)
    }
  })

  it('C20 who is no operator commands no operator’s command, and who looks on says only what it looks at', () => {
    for (const { topic, name } of allContracts.filter((c) => c.topic.startsWith('eg/core/op/'))) {
      const onlookers = name === 'opScreen' ? [] : ['viewer' as const]
      for (const role of [...DEVICE_ROLES, 'guest' as const, ...onlookers]) {
        expect(publishes(who(role), topic), `${role} ${topic}`).toBe(false)
      }
    }
  })

  it('C22 never reads commands, not even their sender', () => {
    const commands = allContracts.filter((c) => c.kind === 'command')
    for (const { topic } of commands) {
      for (const role of ALL_ROLES) expect(maySubscribe(who(role), topicOf(topic)), `${role} ${topic}`).toBe(false)
    }
  })

  it.each(OPERATOR_ROLES)('C23 a %s reads of every device how it is, and of none what it votes', (role) => {
    for (const filter of ['eg/dev/+/status', 'eg/op/devices/+', 'eg/dev/+/input/status', 'eg/dev/+/heartbeat']) {
      expect(maySubscribe(who(role), filter), filter).toBe(true)
    }
    for (const topic of [contracts.slotState, contracts.deviceAnswer, contracts.inputLeds].map((c) => c.topic)) {
      expect(maySubscribe(who(role), topicOf(topic, { device_id: 'slot-07' })), topic).toBe(false)
      expect(maySubscribe(who(role), filterOf(topic)), topic).toBe(false)
    }
  })

  it('C26 a guest may use the topics left free, ask to be enrolled, and nothing else', () => {
    const guest = who('guest')
    for (const { name, topic } of allContracts) {
      if (name === 'enrolHello' || name === 'enrolState') continue
      expect(publishes(guest, topicOf(topic)), topic).toBe(false)
      expect(maySubscribe(guest, topicOf(topic)), topic).toBe(false)
    }
    for (const topic of ['eg/enrol/new-other/hello', 'eg/enrol/new-other/state', 'eg/enrol/+/state']) {
      expect(publishes(guest, topic), topic).toBe(false)
      expect(maySubscribe(guest, topic), topic).toBe(false)
    }
    expect(maySubscribe({ ...guest, openTopics: [] }, 'test')).toBe(false)
    expect(maySubscribe({ ...guest, openTopics: ['#'] }, '$SYS/#')).toBe(false)
  })

  it('C27 in open mode without a device reads all of eg/, speaks in every role, and sees no $SYS', () => {
    for (const filter of ['eg/#', 'eg/dev/+/res', 'eg/ui/+/res', 'eg/night/step', 'eg/+/+', 'test']) {
      expect(maySubscribe(anybody, filter), filter).toBe(true)
    }
    for (const filter of ['#', '+/#', '$SYS/#', 'other/#', 'eg+/x'])
      expect(maySubscribe(anybody, filter), filter).toBe(false)
    for (const { topic, publishers, httpOnly } of allContracts) {
      expect(publishes(anybody, topicOf(topic)), topic).toBe(!httpOnly && publishers.some((role) => role !== 'core'))
    }
  })
})

describe('a command that carries a secret', () => {
  it('A3 is taken from nobody on MQTT, also not in open mode', () => {
    const secret = allContracts.filter((c) => c.httpOnly)
    expect(secret.map((c) => c.name).sort()).toEqual(Object.keys(OVER_HTTP).sort())
    for (const { topic } of secret) {
      for (const identity of [...ALL_ROLES.map((role) => who(role)), anybody]) {
        expect(publishes(identity, topicOf(topic)), topic).toBe(false)
      }
    }
  })
})

describe('a page', () => {
  const page = who('gamemaster', 'dev-01', 'op-7f3a')
  const ping = (clientId: string) => topicOf(contracts.uiPing.topic, { client_id: clientId })

  it('C24 reads and speaks under its own client id only', () => {
    expect(maySubscribe(page, 'eg/ui/op-7f3a/res')).toBe(true)
    expect(publishes(page, ping('op-7f3a'))).toBe(true)
    for (const filter of ['eg/ui/+/res', 'eg/ui/op-other/res', 'eg/ui/#', 'eg/ui/op-7f3a/#']) {
      expect(maySubscribe(page, filter), filter).toBe(false)
    }
    expect(publishes(page, ping('op-other'))).toBe(false)
  })

  it('C24 gains nothing by a client id that looks like a wildcard, a parameter or a pattern', () => {
    for (const clientId of ['+', '#', '$&', '$`', '{x}', '{client_id}', 'a/b', 'a/#', '__proto__', '']) {
      const cunning = who('gamemaster', 'dev-01', clientId)
      for (const filter of ['eg/ui/+/res', 'eg/ui/#', 'eg/ui/victim/res', 'eg/ui/+/ping']) {
        expect(maySubscribe(cunning, filter), `${clientId} ${filter}`).toBe(false)
      }
    }
  })
})
