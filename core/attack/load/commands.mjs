// Attacks with commands: again, forged, and in the name of others.
import { address, openClient } from './client.mjs'

const GROUP = 50

/** Sends a command and waits for its answers on `res`; all that came within `ms`. */
async function ask(client, topic, command, copies = 1) {
  const id = () => (client.nextId = ((client.nextId ?? 0) % 60_000) + 1)
  const ids = Array.from({ length: copies }, id)
  const payload = typeof command === 'string' ? command : JSON.stringify(command)
  for (const messageId of ids)
    client.send({ cmd: 'publish', topic, payload, qos: 1, messageId, retain: false, dup: false })
  const last = ids.at(-1)
  const ack = await client.until((p) => p.cmd === 'puback' && p.messageId === last)
  return { code: ack?.reasonCode ?? 0 }
}

const answers = (client, reqId) =>
  client.heard
    .filter(({ cmd, topic }) => cmd === 'publish' && topic.endsWith('/res'))
    .map(({ payload }) => JSON.parse(payload.toString()))
    .filter(({ req_id }) => req_id === reqId)

async function answered(client, reqId) {
  await client.until(() => answers(client, reqId).length > 0, 3000)
  return answers(client, reqId)[0]
}

async function listener(port, clientId, device, from = 0) {
  const client = await openClient({ port, from: address(GROUP, from), clientId, version: 5 })
  client.send({ cmd: 'subscribe', messageId: 60_001, subscriptions: [{ topic: `eg/dev/${device}/res`, qos: 1 }] })
  await client.until(({ cmd }) => cmd === 'suback')
  return client
}

/** The same debit again and again; then debits, credits and claims that are nobody's to make. */
export async function money({ port, tag, device, copies }) {
  const client = await listener(port, 'replayer', device)
  const balance = async (reqId) => {
    await ask(client, 'eg/core/wallet/get', { req_id: reqId, device_id: device, tag_uid: tag })
    return (await answered(client, reqId))?.balance_cents
  }
  const before = await balance('b1')
  const debit = { req_id: 'again', device_id: device, tag_uid: tag, amount_cents: 100, reason: 'slot_bet' }
  const forged = [
    ['wallet/debit', { amount_cents: -500 }],
    ['wallet/debit', { amount_cents: 1e15 }],
    ['wallet/debit', { amount_cents: '100' }],
    ['wallet/debit', { amount_cents: 0.5 }],
    ['wallet/debit', { tag_uid: '__proto__' }],
    ['wallet/debit', { tag_uid: "x' OR 1=1 --" }],
    ['wallet/credit', { amount_cents: 999_900, reason: 'slot_win' }],
    ['wallet/credit', { amount_cents: -1, reason: 'slot_win' }],
    ['payouts/claim', { payout_id: 'none' }],
    ['payouts/claim', { payout_id: '' }],
  ]
  const statuses = []
  for (const [i, [path, more]] of forged.entries()) {
    const reqId = `f${i}`
    await ask(client, `eg/core/${path}`, { ...debit, req_id: reqId, ...more })
    statuses.push((await answered(client, reqId))?.status)
  }
  const afterForged = await balance('b2')
  await ask(client, 'eg/core/wallet/debit', debit, copies)
  await client.until(() => answers(client, 'again').length === copies)
  const replayed = answers(client, 'again')
  const bodies = new Set(replayed.map((answer) => JSON.stringify(answer)))
  const changed = { ...debit, amount_cents: 1 }
  await ask(client, 'eg/core/wallet/debit', changed)
  await client.until(() => answers(client, 'again').length === copies + 1)
  const other = answers(client, 'again').at(-1)?.status
  return {
    before,
    afterForged,
    after: await balance('b3'),
    copies: replayed.length,
    differing: bodies.size,
    other,
    statuses,
  }
}

/** A slot that is known as itself tries to be another one, and the core. */
export async function acting({ port }) {
  const slot = await listener(port, 'slot-02', 'slot-02', 1)
  await ask(slot, 'eg/dev/slot-02/hello', { type: 'slot' })
  slot.socket.destroy()
  const known = await listener(port, 'slot-02', 'slot-02', 1)
  const vote = { req_id: 'v1', device_id: 'slot-03', step: 1, choice: 'A' }
  await ask(known, 'eg/night/vote', vote)
  const spoken = await answered(known, 'v1')
  const codes = {}
  for (const topic of [
    'eg/dev/slot-03/status',
    'eg/dev/slot-03/hello',
    'eg/dev/slot-03/res',
    'eg/dev/core-01/status',
    'eg/state/mode',
    'eg/core/op/mode/set',
    '$SYS/x',
  ])
    codes[topic] = (await ask(known, topic, '{"mode":"day","req_id":"x"}')).code
  const filters = ['eg/dev/slot-03/res', 'eg/dev/+/res', 'eg/#', '#', '$SYS/#', '$eg/nowhere']
  known.send({ cmd: 'subscribe', messageId: 60_002, subscriptions: filters.map((topic) => ({ topic, qos: 1 })) })
  const suback = await known.until(({ cmd, messageId }) => cmd === 'suback' && messageId === 60_002)
  const core = await openClient({ port, from: address(GROUP, 2), clientId: 'core-01' })
  return { spoken, codes, granted: suback?.granted, asCore: core !== null }
}
