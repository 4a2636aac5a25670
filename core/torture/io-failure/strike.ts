import { contracts } from '@eg/shared'
import { expect } from 'vitest'
import { until } from '../../test/core-process.js'
import { connectRaw } from '../../test/raw-client.js'
import type { Arming } from '../disk/disk-control.js'
import type { Account } from '../evening/account.js'
import { checkEvening } from '../evening/check-evening.js'
import { inWords, isClean } from '../evening/verdict.js'
import type { CoreOnDisk } from './core-on-disk.js'

/** Liveness only: how long something may take on a machine that is busy (ms). */
const LIVELY_MS = 60_000

/** How long a lasting failure lasts: shorter than a commit is tried again, or until a sender is turned away. */
export type Hold = 'brief' | 'until told'
const BRIEF_MS = 800
/** Far longer than an acknowledgement is under way (ms). */
const ON_ITS_WAY_MS = 300

export interface Strike extends Arming {
  hold: Hold
}

/** What was measured, in milliseconds. */
export interface Measured {
  recoveredMs: number
  stalledMs: number
}

/**
 * Lets operation N of a core that is well fail, looks at it while that lasts, mends the disk, and waits for the next
 * acknowledgement. Rejects when anything acknowledged is not in the database, reads are not served, or the core ends.
 */
export async function strike(on: CoreOnDisk, { hold, ...arming }: Strike): Promise<Measured> {
  const { core, disk, evening } = on
  await on.acknowledges()
  const since = Date.now()
  disk.arm(arming)
  await until('operation N', () => strikes(on, arming.fault === 'read'), LIVELY_MS)
  // What is read without success is not committed without success: nothing says when a read is needed again.
  if (arming.lasting && arming.fault === 'read') await pause(BRIEF_MS)
  else if (arming.lasting) await nothingAcknowledged(evening.account, () => whileItLasts(on, hold))
  disk.mend()
  const recoveredMs = await on.acknowledges()
  const verdict = checkEvening(core.dbPath, evening.account)
  expect(core.running(), `the core ended: ${core.lines.slice(-3).join('\n')}`).toBe(true)
  expect(isClean(verdict), inWords(verdict)).toBe(true)
  return { recoveredMs, stalledMs: on.stalledMs(since) }
}

/** Whether an operation has failed; a read fails only if somebody asks for something. */
async function strikes({ core, disk }: CoreOnDisk, ask: boolean): Promise<boolean> {
  if (ask) await readAll(core.api)
  return disk.failed() > 0
}

/** While every operation fails nothing is acknowledged; what was on its way when it began is given time to arrive. */
async function nothingAcknowledged(account: Account, during: () => Promise<void>): Promise<void> {
  await pause(ON_ITS_WAY_MS)
  const before = account.acknowledged
  await during()
  expect(account.acknowledged, 'acknowledged while nothing can be stored').toBe(before)
}

/**
 * While commits fail health says so, and what is known is still told. What is acknowledged meanwhile is looked for in the
 * database afterwards: where room is short a small batch may still find some.
 */
export async function whileItLasts({ core, evening }: CoreOnDisk, hold: Hold): Promise<void> {
  await until('health to say so', async () => (await healthOf(core.api)) === 503, LIVELY_MS)
  const told = evening.turnedAway
  expect(await readAll(core.api), 'reads that were not served').toBe(0)
  await hearsTheMode(core.mqttPort)
  if (hold === 'brief') await pause(BRIEF_MS)
  else await until('a sender to be turned away', () => evening.turnedAway > told, LIVELY_MS)
}

const healthOf = async (api: string) => (await fetch(`${api}/health`, { headers: { connection: 'close' } })).status

/** Asks for what is read from the database; how many of the questions were not answered. */
async function readAll(api: string): Promise<number> {
  const paths = ['/api/timeline?limit=20', '/api/cards', '/api/wallet/accounts']
  // A connection of its own each time: one that is kept may be closed by the core just when it is used again.
  const answers = await Promise.all(paths.map((path) => fetch(`${api}${path}`, { headers: { connection: 'close' } })))
  await Promise.all(answers.map((answer) => answer.text()))
  return answers.filter(({ ok }) => !ok).length
}

/** A screen that comes now is handed the retained state. */
async function hearsTheMode(port: number): Promise<void> {
  const screen = await connectRaw(port, `screen-${port}`)
  const { topic } = contracts.modeState
  screen.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] })
  await until('the mode', () => screen.heard.some((p) => p.cmd === 'publish' && p.topic === topic), LIVELY_MS)
  screen.socket.destroy()
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
