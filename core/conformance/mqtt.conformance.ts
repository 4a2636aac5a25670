import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess } from '../test/core-process.js'
import { type Case, type Version, stepsOf } from './case.js'
import { openPeer } from './peer.js'
import { play } from './play.js'
import { TABLE } from './table.suite.js'

// Every row of the table against the core as it ships, with the versions of MQTT that it names.

let core: CoreProcess
let plays = 0
beforeAll(async () => {
  core = await createCoreProcess({ LOG_LEVEL: 'info' })
  await core.start()
})
afterAll(async () => {
  // A core that ended says why.
  if (!core.running()) console.error(core.lines.slice(-3).join('\n'))
  await core.stop()
})

/** A name that nobody else uses: in topics, filters and client ids of one play. */
const token = () => `q${++plays}`

const playOf = (row: Pick<Case, 'steps'>, version: Version) =>
  play(stepsOf(row, version), version, core.ports.mqtt, token()).then(
    () => null,
    (error: Error) => error.message,
  )

async function hold(row: Case, version: Version): Promise<void> {
  const { deviation } = row
  const deviates = deviation !== undefined && (deviation.versions ?? row.versions).includes(version)
  const asWritten = deviates ? await playOf(deviation, version) : 'no deviation is known'
  if (asWritten === null) return
  const problem = deviates ? asWritten : await playOf(row, version)
  if (problem === null) return
  if (!deviates) throw new Error(problem)
  throw new Error(
    `The deviation is not as it is written any more (${problem}). If the broker was mended, take the deviation out of the table.`,
  )
}

describe('MQTT', () => {
  for (const { title, cases } of TABLE) {
    for (const row of cases) {
      for (const version of row.versions) {
        it.concurrent(`${title}: ${row.id}, MQTT ${version === 4 ? '3.1.1' : '5'}`, async () => {
          await hold(row, version)
          // Whatever was sent, it ended at most its own connection.
          expect(core.running()).toBe(true)
          const bystander = await openPeer(core.ports.mqtt, version)
          bystander.drop()
        })
      }
    }
  }
})
