import { afterEach, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess } from '../../test/core-process.js'
import { replay, rounds, seed } from '../seed.js'
import { compareStore } from './compare-store.js'
import { createDraw } from './draw.js'
import { planEvening } from './evening.js'
import { Judge } from './judge.js'
import { sendOverMqtt } from './over-mqtt.js'

const EVENINGS = rounds(1, 40)
const COMMANDS = 1500
const WINDOWS = [5, 100, undefined]

let core: CoreProcess
afterEach(() => core.kill())

it(`Z20 Z21 Z22 ${EVENINGS} evenings over MQTT by eight senders at once: the core's database and the model agree`, async () => {
  let messages = 0
  const began = performance.now()
  for (let evening = 0; evening < EVENINGS; evening++) {
    const draw = createDraw(seed + evening)
    const window = draw.pick(WINDOWS)
    const plan = { commands: COMMANDS, nightShare: draw.pick([0, 30, 70]), plain: true, ...(window ? { window } : {}) }
    const sends = planEvening(draw, { ...plan, pages: ['ui:page-1', 'ui:page-2', 'ui:page-3'] })
    messages += sends.length
    const judge = new Judge()
    core = await createCoreProcess({ EG_BACKUP_SECONDS: '0' })
    await core.start()
    const wrong = await sendOverMqtt(core, sends, draw, judge).catch((error: unknown) => String(error))
    await core.stop()
    const problems = [...(wrong === undefined ? [] : [wrong]), ...compareStore(core.dbPath, judge.model)]
    expect(problems, `evening ${evening} (EG_SEED=${seed + evening} begins with it); ${replay('model')}`).toEqual([])
  }
  const seconds = (performance.now() - began) / 1000
  console.log(`${messages.toLocaleString('en')} messages over MQTT in ${seconds.toFixed(1)} s; ${replay('model')}`)
})
