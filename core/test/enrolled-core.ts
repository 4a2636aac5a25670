import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createEnrolmentKeys, enrolmentKey, openSecret } from '@eg/shared/enrol-seal'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { type CoreProcess, createCoreProcess, until } from './core-process.js'

/** A core that asks everybody who he is, in a process of its own. */
export interface EnrolledCore extends CoreProcess {
  /** Of whoever administers this core on its own machine. */
  admin(): string
  call(method: 'GET' | 'POST', path: string, body?: object, token?: string): Promise<Answer>
  /** Adds an operator and logs in; its token. */
  operator(name: string, role: string, password?: string): Promise<string>
  /** Enrols a device that cannot ask; its secret. */
  device(name: string, role: string, more?: object): Promise<string>
  connect(options: IClientOptions): Promise<MqttClient>
  /** What a CONNECT is answered with: 0, or the code of the refusal. */
  code(options: IClientOptions): Promise<number>
  /** Closes every connection that was opened here. */
  end(): Promise<void>
}

export interface Answer {
  status: number
  body: Record<string, unknown> & { items?: Record<string, unknown>[]; token?: string; secret?: string }
}

export async function createEnrolledCore(env: Record<string, string> = {}): Promise<EnrolledCore> {
  const core = await createCoreProcess({ EG_AUTH: 'enrolled', ...env })
  const clients: MqttClient[] = []
  let named = 0
  const self: EnrolledCore = {
    ...core,
    admin: () => readFileSync(join(dirname(core.dbPath), 'admin.token'), 'utf8').trim(),
    async call(method, path, body, token) {
      const response = await fetch(`${core.api}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      })
      return { status: response.status, body: (await response.json()) as Answer['body'] }
    },
    async operator(name, role, password = 'correct horse') {
      const set = await self.call('POST', '/api/op/operators/set', { name, role, password }, self.admin())
      if (set.status !== 200) throw new Error(JSON.stringify(set.body))
      const login = await self.call('POST', '/api/login', { name, password })
      if (login.body.token === undefined) throw new Error(JSON.stringify(login.body))
      return login.body.token
    },
    async device(name, role, more = {}) {
      const add = await self.call('POST', '/api/op/devices/add', { device_id: name, role, ...more }, self.admin())
      if (add.status !== 200) throw new Error(JSON.stringify(add.body))
      return add.body.secret ?? ''
    },
    async connect(options) {
      const clientId = options.clientId ?? `test-${++named}`
      const url = `mqtt://127.0.0.1:${core.ports.mqtt}`
      const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, protocolVersion: 5, ...options, clientId })
      clients.push(client)
      return client
    },
    async code(options) {
      try {
        const client = await self.connect(options)
        await client.endAsync()
        return 0
      } catch (error) {
        return (error as { code?: number }).code ?? -1
      }
    },
    async end() {
      await Promise.all(clients.map((client) => client.endAsync(true)))
    },
  }
  return self
}

/** Everything a client hears, by topic. */
export function listen(client: MqttClient) {
  const all: { topic: string; text: string }[] = []
  client.on('message', (topic, payload) => all.push({ topic, text: payload.toString() }))
  const on = <T = Record<string, unknown>>(topic: string) =>
    all.filter((message) => message.topic === topic && message.text !== '').map(({ text }) => JSON.parse(text) as T)
  return {
    all,
    on,
    last: async <T = Record<string, unknown>>(topic: string): Promise<T> => {
      await until(`a message on ${topic}`, () => on(topic).length > 0)
      return on<T>(topic).at(-1) as T
    },
  }
}

/** A device without a secret, as EG's own agent is on its first day. */
export async function newcomer(core: EnrolledCore, clientId = `new-${Math.random().toString(16).slice(2, 10)}`) {
  const keys = createEnrolmentKeys()
  const client = await core.connect({ clientId })
  const heard = listen(client)
  const topic = `eg/enrol/${clientId}/state`
  await client.subscribeAsync(topic, { qos: 1 })
  return {
    client,
    keys,
    key: enrolmentKey(keys.publicKey),
    topic,
    heard,
    async hello(more: object = {}) {
      const hello = { name: 'pi', model: 'Pi 4', version: '1', public_key: keys.publicKey, ...more }
      const before = heard.on(topic).length
      await client.publishAsync(`eg/enrol/${clientId}/hello`, JSON.stringify(hello), { qos: 1 })
      await until('a state', () => heard.on(topic).length > before)
      return heard.last(topic)
    },
    secret: (state: unknown) => openSecret(state as { core_key: string; sealed: string }, keys),
  }
}
