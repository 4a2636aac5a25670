import { describe, expect, it } from 'vitest'
import { OfflineQueues } from './offline-queues.js'
import { RetainedMessages } from './retained-messages.js'

const retainedPacket = (topic: string, payload: string, properties?: object) => ({
  cmd: 'publish' as const,
  topic,
  payload: Buffer.from(payload),
  qos: 1,
  properties,
})

describe('what is kept for others', () => {
  it('W19 retained messages on open topics are limited in number; those of the core are not', () => {
    const retained = new RetainedMessages({ retainedTopics: 2, retainedBytes: 1000 }, (topic) =>
      topic.startsWith('test/'),
    )
    const kept = (topic: string, payload = 'x') => retained.set(retainedPacket(topic, payload))
    expect(['test/1', 'test/2', 'test/3'].map((topic) => kept(topic))).toEqual([true, true, false])
    expect(kept('eg/state/mode')).toBe(true)
    expect(kept('test/1', 'again')).toBe(true)
    expect(kept('test/1', '')).toBe(true)
    expect(kept('test/3')).toBe(true)
    expect(retained.under('test/#').toSorted()).toEqual(['test/2', 'test/3'])
  })

  it('W19 retained bytes count topic, payload and properties; one that grows beyond them stays as it was', () => {
    const retained = new RetainedMessages({ retainedTopics: 10, retainedBytes: 100 }, () => true)
    expect(retained.set(retainedPacket('a', 'x'.repeat(60)))).toBe(true)
    expect(retained.set(retainedPacket('b', 'x'.repeat(60)))).toBe(false)
    expect(retained.set(retainedPacket('b', 'x', { userProperties: { a: 'x'.repeat(60) } }))).toBe(false)
    expect(retained.set(retainedPacket('a', 'x'.repeat(200)))).toBe(false)
    expect(retained.get('a')?.payload.length).toBe(60)
    expect(retained.set(retainedPacket('a', 'x'.repeat(10)))).toBe(true)
    expect(retained.set(retainedPacket('b', 'x'.repeat(60)))).toBe(true)
  })

  it('W19 a kept message does not keep what was read with it', () => {
    const read = Buffer.alloc(64 * 1024)
    const retained = new RetainedMessages({ retainedTopics: 10, retainedBytes: 1000 }, () => true)
    const properties = { correlationData: read.subarray(0, 2) }
    retained.set({ cmd: 'publish', topic: 'a', payload: read.subarray(5, 8), qos: 1, properties })
    const kept = retained.get('a') as { payload: Uint8Array; properties: typeof properties }
    // Not a part of what was read, nor of the 8 kB that small buffers share.
    expect(kept.payload.buffer.byteLength).toBe(3)
    expect(kept.properties.correlationData.buffer.byteLength).toBe(2)
  })

  const message = (brokerCounter: number, bytes = 10) => ({
    topic: 'a',
    payload: Buffer.alloc(bytes),
    brokerId: 'b',
    brokerCounter,
  })

  it('W20 what waits for a client is limited in messages and bytes, for all together too, and room comes back', () => {
    const full: string[] = []
    const limits = { offlineMessages: 3, offlineBytes: 3000, offlineTotalBytes: 4200 }
    const queues = new OfflineQueues(limits, (clientId) => full.push(clientId))
    for (let i = 1; i <= 4; i++) queues.enqueue([{ clientId: 'messages' }], message(i))
    expect(queues.packets('messages')).toHaveLength(3)
    queues.enqueue([{ clientId: 'bytes' }], message(5, 2900))
    expect(queues.packets('bytes')).toHaveLength(0)
    for (let i = 6; i <= 8; i++) queues.enqueue([{ clientId: 'total' }], message(i, 200))
    expect(queues.packets('total')).toHaveLength(2)
    expect(full).toEqual(['messages', 'bytes', 'total'])

    queues.update('messages', { ...message(1), messageId: 77 })
    expect(queues.take('messages', 77)).toMatchObject({ brokerCounter: 1 })
    queues.forget('total')
    queues.enqueue([{ clientId: 'total' }], message(9, 200))
    queues.enqueue([{ clientId: 'messages' }], message(10))
    expect([queues.packets('total'), queues.packets('messages')].map((list) => list.length)).toEqual([1, 3])
  })

  it('W20 a PUBREL takes the place of its message until it is acknowledged', () => {
    const queues = new OfflineQueues(
      { offlineMessages: 9, offlineBytes: 9999, offlineTotalBytes: 9999 },
      () => undefined,
    )
    queues.enqueue([{ clientId: 'c' }], message(1))
    queues.update('c', { ...message(1), messageId: 5 })
    const pubrel = { cmd: 'pubrel', messageId: 5 }
    queues.update('c', pubrel)
    expect(queues.packets('c')).toEqual([pubrel])
    expect(queues.take('c', 5)).toBe(pubrel)
    expect(queues.packets('c')).toEqual([])
  })
})
