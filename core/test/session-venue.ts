import type { OpSession } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

type Message = Record<string, unknown>
export type Answer = Message & { status: string; reason?: string; session?: number }

/** A core in a process of its own, and what tests of sessions do with it. */
export interface SessionVenue {
  core: CoreProcess
  /** An operator's command over HTTP: its answer. */
  op(path: string, body?: object): Promise<Answer>
  get<T = Message>(path: string): Promise<T>
  text(path: string): Promise<string>
  /** The retained state of operators, as it is handed to somebody who comes now. */
  state(): Promise<OpSession>
  /** Waits until that state says something. */
  says(what: string, holds: (state: OpSession) => boolean): Promise<OpSession>
  start(name?: string, more?: object): Promise<number>
  close(session: number, more?: object): Promise<Answer>
  /** A device that hears its commands and its answers and says nothing by itself. */
  device(id: string, type?: string): Promise<SpeakingDevice>
  /** A card with money on it. */
  card(tag: string, cents: number): Promise<void>
  round(device: SpeakingDevice, tag: string, stake?: number): Promise<Message>
  end(): Promise<void>
}

export interface SpeakingDevice {
  client: MqttClient
  id: string
  commands(): Message[]
  answers(): Message[]
  say(topic: string, payload: object): Promise<unknown>
  report(cmdId: unknown, status: string, more?: object): Promise<unknown>
}

export async function openSessionVenue(env: Record<string, string> = {}): Promise<SessionVenue> {
  const core = await createCoreProcess(env)
  await core.start()
  const clients: MqttClient[] = []
  let named = 0
  const join = async (clientId: string, ...filters: string[]) => {
    const client = await connect(core.ports.mqtt, { clientId })
    client.on('error', () => undefined) // the core is killed under it
    clients.push(client)
    const heard: { topic: string; payload: Message }[] = []
    client.on('message', (topic, bytes) => {
      if (bytes.length > 0) heard.push({ topic, payload: JSON.parse(bytes.toString()) as Message })
    })
    if (filters.length > 0) await client.subscribeAsync(filters, { qos: 1 })
    return { client, on: (topic: string) => heard.flatMap((m) => (m.topic === topic ? [m.payload] : [])) }
  }
  const self: SessionVenue = {
    core,
    op: async (path, body = {}) => (await post(core, `/api/op/${path}`, body)).body as Answer,
    get: (path) => get(core, path),
    text: async (path) => (await fetch(`${core.api}${path}`)).text(),
    async state() {
      const { client, on } = await join(`looks-${++named}`, 'eg/op/session')
      const state = await until('the retained state', () => on('eg/op/session')[0])
      await client.endAsync(true)
      return state as unknown as OpSession
    },
    async says(what, holds) {
      const { client, on } = await join(`waits-${++named}`, 'eg/op/session')
      try {
        return await until(what, () => {
          const last = on('eg/op/session').at(-1) as unknown as OpSession | undefined
          return last && holds(last) && last
        })
      } catch (error) {
        throw new Error(`${String(error)}: ${JSON.stringify(on('eg/op/session').at(-1))}`, { cause: error })
      } finally {
        await client.endAsync(true)
      }
    },
    async start(name = 'Les Martin', more = {}) {
      const answer = await self.op('session/start', { name, group_size: 9, ...more })
      if (answer.status !== 'ok') throw new Error(JSON.stringify(answer))
      return answer.session ?? 0
    },
    close: (session, more = {}) => self.op('session/close', { session, ...more }),
    async device(id, type = 'slot') {
      const { client, on } = await join(id, `eg/dev/${id}/cmd`, `eg/dev/${id}/res`)
      const say = (topic: string, payload: object) => client.publishAsync(topic, JSON.stringify(payload), { qos: 1 })
      await say(`eg/dev/${id}/hello`, { type, version: '1' })
      return {
        client,
        id,
        say,
        commands: () => on(`eg/dev/${id}/cmd`),
        answers: () => on(`eg/dev/${id}/res`),
        report: (cmd_id, status, more = {}) => say(`eg/dev/${id}/cmd/res`, { cmd_id, status, ...more }),
      }
    },
    async card(tag, cents) {
      await self.op('cards/issue', { tag_uid: tag })
      if (cents > 0)
        await self.op('cards/adjust', {
          tag_uid: tag,
          amount_cents: cents,
          direction: 'credit',
          reason: 'test',
          by: 'T',
        })
    },
    async round(device, tag, stake = 100) {
      const req_id = `r-${++named}`
      await device.say('eg/core/rounds/play', { req_id, device_id: device.id, tag_uid: tag, stake_cents: stake })
      return until('the round', () => device.answers().find((answer) => answer.req_id === req_id))
    },
    async end() {
      for (const client of clients) client.end(true)
      await core.kill()
    },
  }
  return self
}

/** What a device of ours says when nothing of the last group is left. */
export const NOTHING_LEFT = { card: false, lights_off: true, outbox: 0, screen: 'attract' }
