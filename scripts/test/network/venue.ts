import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { contracts } from '@eg/shared'
import { AGENT, CORE, until } from '../processes.js'
import { type Door, openDoor } from './door.js'
import { hosts, runOn } from './hosts.js'

export type SlotName = 'slot-01' | 'slot-02'
export const SLOTS: readonly SlotName[] = ['slot-01', 'slot-02']
/** The card that is played with at each slot, and what is on it at first (cents). */
export const CARD: Record<SlotName, string> = { 'slot-01': 'CARD-1', 'slot-02': 'CARD-2' }
export const FIRST_BALANCE = 1_000_000

/** What of the night is put down in its order: what each slot shows, what it is told, and which run is the last. */
const RECORDED: ReadonlySet<string> = new Set([
  contracts.nightRound.topic,
  ...SLOTS.flatMap((slot) =>
    [contracts.slotState, contracts.inputLeds, contracts.deviceAnswer].map((contract) => deviceTopic(contract, slot)),
  ),
])

/** A press that an agent took: it is on the slot's disk, and its player was shown so. */
export interface Kept {
  slot: SlotName
  reqId: string
  /** The run of a vote; null for a round. */
  run: number | null
}

/** One message about the night, as it was published while somebody listened. */
export interface Said {
  topic: string
  text: string
}

/** A core and two slots, each on a host of its own, and a client on a fourth. */
export interface Venue {
  door: Door
  dbPath: string
  kept: Kept[]
  /** The last message of every retained topic as the client on `ctl` has heard it. */
  heard: Map<string, string>
  /** What slots showed and what the core told them, in the order in which the client on `ctl` has heard it. */
  said: Said[]
  /** Types a line at a slot: 1 to 6 presses a button, `card X` presents a card. */
  type(slot: SlotName, line: string): void
  /** A command of the operator; fails if it is not done. */
  op(path: string, body: object): Promise<void>
  close(): Promise<void>
}

/** `agent`: the main file of the slots' agents, if it is not the one that ships. */
export async function openVenue(agent = AGENT): Promise<Venue> {
  hosts('down')
  hosts('up', '--shape', 'core', 'slot-01', 'slot-02', 'ctl')
  const folder = mkdtempSync(join(tmpdir(), 'eg-network-'))
  const dbPath = join(folder, 'core.db')
  const kept: Kept[] = []
  const children: ChildProcess[] = []
  const open = { BIND: '0.0.0.0', EG_AUTH: 'open' }

  const core = runOn('core', [CORE], { ...open, DB_PATH: dbPath, LOG_LEVEL: 'info' })
  children.push(core)
  await ready(core, 'core ready', () => undefined)
  const slots = new Map<SlotName, ChildProcess>()
  for (const slot of SLOTS) {
    const settings = { CORE_HOST: 'core', SLOT_ID: slot, EG_DRIVERS: 'simulated', LOG_LEVEL: 'debug' }
    const started = runOn(slot, [agent], { ...open, ...settings, DB_PATH: join(folder, `${slot}.db`) })
    children.push(started)
    slots.set(slot, started)
    await ready(started, 'slot ready', (line) => {
      const { msg, reqId, run } = JSON.parse(line) as { msg?: string; reqId?: string; run?: number }
      if (reqId === undefined) return
      if (msg === 'vote kept') kept.push({ slot, reqId, run: run ?? null })
      if (msg === 'round kept and sent') kept.push({ slot, reqId, run: null })
    })
  }
  const door = await openDoor()
  const heard = new Map<string, string>()
  const listener = await door.mqtt('ctl')
  const said: Said[] = []
  listener.on('message', (topic, bytes, { retain }) => {
    heard.set(topic, bytes.toString())
    // What was retained before has no place in the order.
    if (RECORDED.has(topic) && !retain) said.push({ topic, text: bytes.toString() })
  })
  await listener.subscribeAsync('eg/#', { qos: 1 })

  const op = async (path: string, body: object) => {
    const answer = await door.post<{ ok: boolean }>('core', 'api', `/api/op/${path}`, body)
    if (!answer.ok) throw new Error(`${path} was not done: ${JSON.stringify(answer)}`)
  }
  for (const slot of SLOTS) {
    await op('cards/issue', { tag_uid: CARD[slot] })
    const money = { tag_uid: CARD[slot], amount_cents: FIRST_BALANCE, direction: 'credit', reason: 'test', by: 'test' }
    await op('cards/adjust', money)
  }
  return {
    door,
    dbPath,
    kept,
    heard,
    said,
    type: (slot, line) => void slots.get(slot)?.stdin?.write(`${line}\n`),
    op,
    async close() {
      listener.end(true)
      door.close()
      await Promise.all(
        children.map((child) => {
          const ended = once(child, 'exit')
          child.kill('SIGKILL')
          return ended
        }),
      )
      hosts('down')
    },
  }
}

async function ready(child: ChildProcess, word: string, hear: (line: string) => void): Promise<void> {
  let isReady = false
  let last = ''
  const take = (line: string) => {
    last = line
    if (line.includes(word)) isReady = true
    if (line.startsWith('{')) hear(line)
  }
  if (child.stdout) createInterface({ input: child.stdout }).on('line', take)
  if (child.stderr) createInterface({ input: child.stderr }).on('line', take)
  await until(`"${word}" (last: ${last})`, () => isReady)
}

/** The topic of one device. */
export function deviceTopic(contract: { topic: string }, slot: SlotName): string {
  return contract.topic.replace('{device_id}', slot)
}
