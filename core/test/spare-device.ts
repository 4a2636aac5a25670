import { createEnrolmentKeys, openSecret } from '@eg/shared/enrol-seal'
import type { MqttClient } from 'mqtt'
import { until } from './core-process.js'
import { type EnrolledCore, listen } from './enrolled-core.js'

interface Order {
  cmd_id: string
  action: string
  become?: { device_id: string; role: string; core_key?: string; sealed?: string }
}

/** A spare as EG's agent is one: it says what a secret is to be sealed for, and hears what it is to be. */
export async function spareDevice(core: EnrolledCore, name: string, secret: string) {
  const keys = createEnrolmentKeys()
  const client = await core.connect({ clientId: name, username: name, password: secret })
  const heard = listen(client)
  await client.subscribeAsync([`eg/dev/${name}/cmd`, `eg/dev/${name}/res`], { qos: 1 })
  await hello(client, name, keys.publicKey)
  const orders = () => heard.on<Order>(`eg/dev/${name}/cmd`).filter(({ action }) => action === 'become')
  return {
    name,
    client,
    keys,
    orders,
    /** The secret of the identity that it was told to take last. */
    async taken(of: string): Promise<string> {
      const order = await until(`${name} to be told to be ${of}`, () =>
        orders().findLast(({ become }) => become?.device_id === of),
      )
      const { core_key = '', sealed = '' } = order.become ?? {}
      return openSecret({ core_key, sealed }, keys)
    },
  }
}

export async function hello(client: MqttClient, name: string, installKey?: string): Promise<void> {
  const key = installKey === undefined ? {} : { install_key: installKey }
  const body = JSON.stringify({ type: 'slot', version: '1', ts: 1, ...key })
  await client.publishAsync(`eg/dev/${name}/hello`, body, { qos: 1 })
}
