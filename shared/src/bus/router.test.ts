import { expect, it } from 'vitest'
import { contracts } from '../contracts/table.js'
import { Router } from './router.js'

const bytes = (payload: unknown) => new TextEncoder().encode(JSON.stringify(payload))
const topic = 'eg/ui/mark/ping'

it('O161 who hears a topic is looked up anew whenever somebody comes or goes', () => {
  const router = new Router(() => {})
  const heard: string[] = []
  const listen = (name: string, params = {}) =>
    router.add(contracts.uiPing, params, ({ params: { client_id: id } }) => heard.push(`${name} ${id}`)).remove
  const send = () => router.dispatch(topic, bytes({ sent: 1 }), false)
  send()
  const first = listen('one', { client_id: 'mark' })
  send()
  const second = listen('all')
  listen('other', { client_id: 'other' })
  send()
  first()
  send()
  second()
  send()
  listen('again', { client_id: 'mark' })
  send()
  expect(heard).toEqual(['one mark', 'one mark', 'all mark', 'all mark', 'again mark'])
})
