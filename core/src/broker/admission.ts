import type { AuthenticateError, Client, ConnectPacket } from 'aedes'
import type { Logger } from 'pino'
import type { Credentials, Verdict } from '../identity/authenticate.js'
import type { Principal } from '../identity/principal.js'
import type { Counters } from '../ops/counters.js'
import type { Connections } from './connections.js'
import type { GuardedPersistence } from './guarded-persistence.js'
import { remoteAddress } from './remote-address.js'
import { createTellOnce } from './tell-once.js'
import { callerName } from './wire/addresses.js'

/** Return codes of a CONNACK (MQTT 3.1.1, 3.2.2.3); aedes makes the reason codes of MQTT 5 of them (0x85, 0x88, 0x86, 0x87). */
const IDENTIFIER_REJECTED = 2
const SERVER_UNAVAILABLE = 3
const BAD_USER_NAME_OR_PASSWORD = 4
const NOT_AUTHORIZED = 5

const REFUSALS = {
  bad: { returnCode: BAD_USER_NAME_OR_PASSWORD, text: 'wrong user name or password' },
  taken: { returnCode: NOT_AUTHORIZED, text: 'the client id belongs to somebody else' },
  busy: { returnCode: SERVER_UNAVAILABLE, text: 'too many connections of this address are being checked' },
} as const

type ReturnCode = AuthenticateError['returnCode']

export interface AdmissionOptions {
  connections: Connections
  persistence: Pick<GuardedPersistence, 'cleanIncoming'>
  counters: Counters
  log: Logger
  coreDeviceId: string
  /** Null: nobody is asked who he is (EG_AUTH=open). */
  authenticate: ((given: Credentials) => Promise<Verdict>) | null
  /** A connection takes the place of another one with its client id. */
  onTakeover: (client: Client) => void
}

/** The parts of aedes' client that its types do not name; they are set before `authenticate` and used after it. */
interface Session {
  clean: boolean
  sessionExpiryInterval: number
  _cleanStart: boolean
  _sessionExpiryClamped: boolean
  /** What CONNECT asked for: where it was 0, DISCONNECT may ask for nothing else (MQTT-3.1.2.11.2). */
  _connectSessionExpiryInterval: number
}

type Next = (error: AuthenticateError | null, ok: boolean) => void

/** Who may connect: decides each CONNECT, on TCP, TLS and WebSocket alike. */
export function createAdmission(options: AdmissionOptions) {
  const { connections, counters, authenticate } = options
  const packets = new WeakMap<Client, ConnectPacket>()
  const many = 'connections of more than 100 addresses were refused this minute; the others are only counted'
  const tellOnce = createTellOnce(options.log, () => performance.now(), many)

  const refuse = (client: Client, address: string, returnCode: ReturnCode, text: string, next: Next) => {
    counters.count('refused_connections')
    // Not the user name: people and programs put secrets into the wrong field.
    tellOnce(callerName(address), () => {
      options.log.warn({ address, client: client.id }, `connection refused: ${text}`)
    })
    next(Object.assign(new Error(text), { returnCode }), false)
  }

  const admit = async (client: Client, next: Next) => {
    const packet = packets.get(client)
    if (connections.isConnected(client.id)) options.onTakeover(client)
    if (packet?.clean) await options.persistence.cleanIncoming({ id: client.id })
    next(null, true)
  }

  return {
    /** Keeps the CONNECT until it is decided. */
    note: (client: Client, packet: ConnectPacket) => void packets.set(client, packet),

    decide(client: Client, username: unknown, password: unknown, next: Next): void {
      const address = remoteAddress(client)
      if (client.id === options.coreDeviceId) {
        const text = `the client id ${client.id} is the core's own (CORE_DEVICE_ID)`
        return refuse(client, address, IDENTIFIER_REJECTED, text, next)
      }
      const failed = (error: Error) => next(Object.assign(error, { returnCode: SERVER_UNAVAILABLE } as const), false)
      if (!authenticate) return void admit(client, next).catch(failed)
      const given = { clientId: client.id, address, username: textOf(username), password: textOf(password) }
      authenticate(given)
        .then((verdict) => {
          if (!verdict.ok)
            return refuse(client, address, REFUSALS[verdict.why].returnCode, REFUSALS[verdict.why].text, next)
          connections.bind(client, verdict.principal)
          limitSession(client, packets.get(client), verdict.principal, connections)
          return admit(client, next)
        })
        .catch(failed)
    },
  }
}

/** A guest's session ends with its connection, and nobody takes up a session that somebody else began. */
function limitSession(
  client: Client,
  packet: ConnectPacket | undefined,
  principal: Principal,
  connections: Connections,
): void {
  const session = client as unknown as Session
  const isGuest = principal.kind === 'guest'
  if (isGuest || !connections.ownsSession(client.id, principal)) {
    if (packet) packet.clean = true
    session._cleanStart = true
  }
  if (!isGuest || session.sessionExpiryInterval === 0) return
  session._sessionExpiryClamped = client.version === 5
  session.sessionExpiryInterval = 0
  session._connectSessionExpiryInterval = 0
  session.clean = true
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : undefined
}
