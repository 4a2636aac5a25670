import type { MqttClient } from 'mqtt'
import { until } from './core-process.js'
import { connect } from './running-core.js'

export type Message = Record<string, unknown>
export interface OpNight {
  run: { run: number; timer: number; status: string } | null
}
export interface OpPanic {
  game: { panic: number } | null
}
export interface OpPresence {
  items: { client_id: string; name: string | null; role: string | null; screen: string | null }[]
}
export interface OpShow {
  position: { visit: number } | null
}

/** An operator's page as the core knows it: it hears what operators hear, commands and pings. */
export interface Page {
  client: MqttClient
  /** What was said last on a topic; undefined: nothing. */
  last<T = Message>(topic: string): T | undefined
  /** Gives a command of `eg/core/op/…`; its answer. */
  ask(topic: string, payload: object): Promise<Message>
  ping(): void
  leave(): void
}

export async function openPage(port: number, clientId: string, options: object = {}): Promise<Page> {
  const client = await connect(port, { clientId, ...options })
  const last = new Map<string, unknown>()
  const answers = new Map<string, Message>()
  client.on('message', (topic, payload) => {
    const message = JSON.parse(payload.toString() || 'null') as Message
    last.set(topic, message)
    if (topic.endsWith('/res')) answers.set(String(message['req_id']), message)
  })
  const own = `eg/ui/${clientId}`
  const states = ['night', 'show', 'panic', 'presence'].map((state) => `eg/op/${state}`)
  await client.subscribeAsync([...states, `${own}/res`], { qos: 1 })
  let number = 0
  return {
    client,
    last: <T>(topic: string) => last.get(topic) as T | undefined,
    async ask(topic, payload) {
      const reqId = `${clientId}-${++number}`
      await client.publishAsync(`eg/core/op/${topic}`, JSON.stringify({ req_id: reqId, ...payload }), { qos: 1 })
      return until(`an answer to ${topic}`, () => answers.get(reqId))
    },
    ping: () => void client.publish(`${own}/ping`, JSON.stringify({ sent: 1 })),
    leave: () => void client.end(true),
  }
}
