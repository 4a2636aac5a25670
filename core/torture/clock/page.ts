import type { Answer, Contract } from '@eg/shared'
import { connect } from '../../test/running-core.js'
import { type CoreProcess, until } from '../../test/core-process.js'

/** An operator's page that is every device too: it sends one command after the other and hears everything. */
export interface Page {
  /** Publishes a command and resolves with its answer. */
  ask(command: Contract, payload: object): Promise<Answer>
  /** The last message of a topic, as JSON. */
  last<T>(state: Contract): T | undefined
  close(): void
}

let pages = 0

/** `hear` is called with every message as it comes. */
export async function openPage(core: CoreProcess, hear: (topic: string, payload: unknown) => void): Promise<Page> {
  const client = await connect(core.ports.mqtt, { clientId: `page-${++pages}`, keepalive: 0 })
  client.on('error', () => undefined) // the core is killed under it
  const answers = new Map<string, Answer>()
  const latest = new Map<string, unknown>()
  client.on('message', (topic, bytes) => {
    const text = bytes.toString()
    if (text !== '' && !/^[{[]/.test(text)) return
    const payload: unknown = text === '' ? null : JSON.parse(text)
    latest.set(topic, payload)
    const answer = payload as Answer | null
    if (topic.endsWith('/res') && answer?.req_id) answers.set(answer.req_id, answer)
    hear(topic, payload)
  })
  await client.subscribeAsync('eg/#', { qos: 1 })
  let number = 0
  return {
    async ask({ topic }, payload) {
      const req_id = `${client.options.clientId}-${++number}`
      await client.publishAsync(topic, JSON.stringify({ req_id, ...payload }), { qos: 1 })
      const { req_id: id = req_id } = payload as { req_id?: string }
      return until(`the answer to ${topic}`, () => answers.get(id))
    },
    last: <T>({ topic }: Contract) => latest.get(topic) as T | undefined,
    close: () => void client.end(true),
  }
}
