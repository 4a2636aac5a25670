import { setTimeout as sleep } from 'node:timers/promises'
import type { Packet } from 'mqtt-packet'
import { type ConnectAnswer, type Fields, type Step, type Version, perVersion } from './case.js'
import { difference } from './difference.js'
import { type Peer, openPeer } from './peer.js'

/** In how many round trips nothing else must come for it to be silence. */
const ROUND_TRIPS = 3

/**
 * Plays the steps of one case on connections of its own.
 * @throws Error that says which step did not go as written
 */
export async function play(steps: readonly Step[], version: Version, port: number, token: string): Promise<void> {
  const peers = new Map<string, Peer>()
  const all: Peer[] = []
  const stage: Stage = {
    version,
    token,
    known: new Map(),
    async open(who: string) {
      const peer = await openPeer(port, version)
      peers.set(who, peer)
      all.push(peer)
      return peer
    },
    peer(who: string) {
      const peer = peers.get(who)
      if (!peer) throw new Error(`no connection ${who}`)
      return peer
    },
  }
  try {
    for (const [i, step] of steps.entries()) {
      const problem = await playStep(step, stage).then(
        (text) => text,
        (error: Error) => error.message,
      )
      if (problem !== null) throw new Error(`step ${i + 1}, ${describe(step)}: ${problem}`)
    }
  } finally {
    for (const peer of all) peer.drop()
  }
}

interface Stage {
  version: Version
  token: string
  /** What was heard and is said again: `{id}`, `{assigned to a}`. */
  known: Map<string, unknown>
  open(who: string): Promise<Peer>
  peer(who: string): Peer
}

/** What went otherwise than written; null if nothing did. */
async function playStep(step: Step, stage: Stage): Promise<string | null> {
  const { version, token } = stage
  switch (step.do) {
    case 'open':
      await stage.open(step.who)
      return null
    case 'connect':
      return connect(step.who, filledIn(step.fields, stage), step.answer, stage)
    case 'send':
      stage.peer(step.who).send({ qos: 0, retain: false, dup: false, ...filledIn(step.packet, stage) })
      return null
    case 'bytes':
      stage.peer(step.who).write(step.bytes(token))
      return null
    case 'hear':
      return hear(
        stage.peer(step.who),
        step.packets.map((packet) => filledIn(packet, stage)),
        stage,
      )
    case 'silence':
      return silence(stage.peer(step.who))
    case 'ended':
      return ended(stage.peer(step.who), step, version)
    case 'cameAs':
      return stage.peer(step.who).raw().includes(step.bytes(token)) === step.came
        ? null
        : `the bytes ${step.came ? 'did not come' : 'came'}`
    case 'tooLarge':
      tooLarge(stage.peer(step.who))
      return null
    case 'drop':
      stage.peer(step.who).drop()
      return null
    case 'wait':
      await sleep(step.ms)
      return null
  }
}

async function connect(who: string, fields: Fields, answer: ConnectAnswer, stage: Stage): Promise<string | null> {
  const { version, token } = stage
  const peer = await stage.open(who)
  const { properties, will, ...rest } = fields
  peer.send({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: version,
    clean: true,
    keepalive: 0,
    clientId: `${token}${who}`,
    ...rest,
    ...(version === 5 && properties ? { properties } : {}),
    ...(will ? { will: version === 5 ? will : { ...(will as object), properties: undefined } } : {}),
  })
  const came = await peer.next()
  const code = perVersion(answer.code ?? 0, version)
  const expected = {
    cmd: 'connack',
    [version === 5 ? 'reasonCode' : 'returnCode']: code,
    ...(answer.sessionPresent === undefined ? {} : { sessionPresent: answer.sessionPresent }),
    ...(version === 5 && answer.properties ? { properties: answer.properties } : {}),
  }
  const announced = came === 'ended' ? undefined : (came as { properties?: Announced }).properties
  if (announced?.maximumPacketSize !== undefined) peer.maximumPacketSize = announced.maximumPacketSize
  if (announced?.assignedClientIdentifier) stage.known.set(`{assigned to ${who}}`, announced.assignedClientIdentifier)
  return difference(came, expected)
}

interface Announced {
  maximumPacketSize?: number
  assignedClientIdentifier?: string
}

async function hear(peer: Peer, expected: Fields[], { known }: Stage): Promise<string | null> {
  const open = [...expected]
  for (let i = 0; i < expected.length; i++) {
    const came = await peer.next()
    const found = open.findIndex((fields) => difference(came, fields) === null)
    if (found < 0) return difference(came, open[0] as Fields)
    const [fields] = open.splice(found, 1)
    if (fields?.messageId === '{id}') known.set('{id}', (came as Packet).messageId)
  }
  return null
}

async function silence(peer: Peer): Promise<string | null> {
  for (let i = 0; i < ROUND_TRIPS; i++) {
    peer.send({ cmd: 'pingreq' })
    const problem = difference(await peer.next(), { cmd: 'pingresp' })
    if (problem !== null) return problem
  }
  return null
}

async function ended(peer: Peer, step: Step & { do: 'ended' }, version: Version): Promise<string | null> {
  let said: number | undefined
  for (let came = await peer.next(); came !== 'ended'; came = await peer.next()) {
    const { cmd, reasonCode, returnCode } = came as Packet & { reasonCode?: number; returnCode?: number }
    const code = reasonCode ?? returnCode ?? 0
    const refused = (cmd === 'connack' && code !== 0) || (cmd === 'disconnect' && version === 5 && code >= 0x80)
    if (!refused || said !== undefined) return `${cmd} ${code} came before the end`
    said = code
  }
  if (step.reason !== undefined && (said ?? null) !== step.reason) return `it ended with ${said ?? 'no reason'}`
  const after = performance.now() - peer.lastWrite()
  return step.afterMs !== undefined && after < step.afterMs ? `it ended after ${Math.round(after)} ms` : null
}

function tooLarge(peer: Peer): void {
  const limit = peer.maximumPacketSize ?? 4 * 1024 * 1024
  const length: number[] = []
  for (let rest = limit + 1; rest > 0 || length.length === 0; rest = Math.floor(rest / 128))
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
  // Nothing behind the header: it must be refused before it has come, and bytes that nobody reads would reset the connection.
  peer.write(Buffer.from([0x30, ...length]))
}

/** The same with what stands for something put in its place: `~`, and what is known by a name in braces. */
function filledIn<T>(value: T, stage: Stage): T {
  if (typeof value === 'string') {
    return (stage.known.has(value) ? stage.known.get(value) : value.replaceAll('~', stage.token)) as T
  }
  if (Array.isArray(value)) return value.map((item: unknown) => filledIn(item, stage)) as T
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, stage)])) as T
}

function describe(step: Step): string {
  const { do: what, ...rest } = step
  return `${what} ${JSON.stringify(rest)}`
}
