import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { publish, subscribe } from './mosquitto.js'
import { type PahoDevice, startPahoDevice } from './paho-device.js'

const slots = Array.from({ length: 9 }, (_, i) => `slot-0${i + 1}`)

describe.each(['5', '311'] as const)('devices of the old system, MQTT %s', (version) => {
  let core: CoreProcess
  let devices: PahoDevice[] = []

  beforeAll(async () => {
    core = await createCoreProcess()
    await core.start()
    const filters = (id: string) => ['eg/state/mode', 'eg/night/step', 'eg/night/result', `eg/dev/${id}/res`]
    devices = await Promise.all(slots.map((id) => startPahoDevice(core.ports.mqtt, id, version, filters(id))))
    await Promise.all(
      devices.map((d) => d.publish(`eg/dev/${d.id}/hello`, { type: 'slot', version: '0.9', ts: 1700000000 })),
    )
    await Promise.all(devices.map((d) => d.publish(`eg/dev/${d.id}/status`, 'online')))
  })
  afterAll(async () => {
    for (const device of devices) device.stop()
    await core.stop()
  })

  const answers = (device: PahoDevice) =>
    device.messages(`eg/dev/${device.id}/res`).filter((a) => a.type === 'night_vote')
  const voteAs = async (device: PahoDevice, vote: object) => {
    const before = answers(device).length
    await device.publish('eg/night/vote', { device_id: device.id, ts: '2026-11-21T21:00:00', ...vote })
    return until(`an answer for ${device.id}`, () => answers(device)[before])
  }

  it('N24 nine devices vote as ever: every vote counts once, the result comes once, the tenth is too late', async () => {
    expect((await post(core, '/api/mode', { mode: 'night' })).body).toMatchObject({ ok: true })
    const opened = await post(core, '/api/night/step', {
      step: 1,
      question: 'Who opened the safe?',
      options: ['A', 'B', 'C'],
    })
    expect(opened).toMatchObject({ status: 200, body: { ok: true, run: 1 } })
    for (const device of devices) {
      const step = await until('the step', () => device.messages('eg/night/step')[0])
      expect(step).toMatchObject({ step: 1, question: 'Who opened the safe?', options: ['A', 'B', 'C'] })
    }
    const [first, second, third] = devices as [PahoDevice, PahoDevice, PahoDevice]
    for (let i = 0; i < 3; i++)
      expect(await voteAs(first, { step: 1, choice: 'A' })).toMatchObject({ status: 'counted', choice: 'A' })
    expect(await voteAs(second, { step: 1, choice: 'Z' })).toMatchObject({ status: 'refused', reason: 'not_offered' })
    expect(await voteAs(third, { step: 5, choice: 'B' })).toMatchObject({ status: 'refused', reason: 'wrong_step' })
    expect(devices.flatMap((d) => d.messages('eg/night/result'))).toEqual([])
    for (const device of devices.slice(1))
      expect(await voteAs(device, { step: 1, choice: 'B' })).toMatchObject({ status: 'counted' })
    const expected = { step: 1, status: 'success', next_step: 2, run: 1, tally: { A: 1, B: 8, C: 0 }, winner: 'B' }
    for (const device of devices) await until('the result', () => device.messages('eg/night/result').length > 0)

    const late = await startPahoDevice(core.ports.mqtt, 'slot-10', version, ['eg/dev/slot-10/res'])
    expect(await voteAs(late, { step: 1, choice: 'A' })).toMatchObject({ status: 'closed' })
    late.stop()
    for (const device of devices) expect(device.messages('eg/night/result')).toEqual([expected])
  })

  it('N25 a screen that comes late finds mode and step', async () => {
    await post(core, '/api/night/step', { step: 2, question: 'Which door?', options: ['left', 'right'] })
    const screen = await startPahoDevice(core.ports.mqtt, 'slot-09-ui', version, ['eg/state/mode', 'eg/night/step'])
    const step = await until('the retained step', () => screen.messages('eg/night/step')[0])
    expect(step).toMatchObject({ step: 2, question: 'Which door?', options: ['left', 'right'] })
    expect(screen.messages('eg/state/mode')).toMatchObject([{ mode: 'night' }])
    screen.stop()
  })

  it('D1 a device that hangs up without a word is shown offline, by the core and by its will', async () => {
    const device = await startPahoDevice(core.ports.mqtt, 'slot-08', version, [])
    const items = async () =>
      (await get<{ items: { device_id: string; online: boolean }[] }>(core, '/api/devices')).items
    await until('slot-08 online', async () => (await items()).some((d) => d.device_id === 'slot-08' && d.online))
    for (const each of [device, devices[7] as PahoDevice]) each.stop()
    await until('slot-08 offline', async () => (await items()).some((d) => d.device_id === 'slot-08' && !d.online))
    const sub = await subscribe(core.ports.mqtt, ['eg/dev/slot-08/status'])
    await until('the retained status', () => sub.on('eg/dev/slot-08/status')[0]?.payload === 'offline')
    sub.stop()
  })
})

describe('scripts in the field', () => {
  let core: CoreProcess
  beforeAll(async () => {
    core = await createCoreProcess()
    await core.start()
    await post(core, '/api/mode', { mode: 'night' })
  })
  afterAll(() => core.stop())
  let sub: Awaited<ReturnType<typeof subscribe>> | undefined
  afterEach(() => sub?.stop())

  it('N26 votes sent with mosquitto_pub at QoS 0 and 1, MQTT 3.1, 3.1.1 and 5, count alike', async () => {
    await post(core, '/api/night/step', { step: 1, question: 'Who?', options: ['A', 'B'], expected: 5 })
    sub = await subscribe(core.ports.mqtt, ['eg/night/result', 'eg/dev/+/res'])
    const ways = [
      { version: 'mqttv31' },
      { version: 'mqttv311' },
      { version: 'mqttv5' },
      { qos: 0 },
      { qos: 2 },
    ] as const
    for (const [i, way] of ways.entries()) {
      const vote = { device_id: `slot-0${i + 1}`, step: 1, choice: 'A', ts: i }
      expect((await publish(core.ports.mqtt, 'eg/night/vote', JSON.stringify(vote), way)).code).toBe(0)
    }
    const heard = sub
    await until('the result', () => heard.on('eg/night/result')[0])
    expect(JSON.parse(heard.on('eg/night/result')[0]?.payload ?? '{}')).toMatchObject({
      tally: { A: 5, B: 0 },
      winner: 'A',
    })
  })

  it('B9 a topic outside the table is refused with 0x87 (MQTT 5) or dropped (3.1.1); free topics pass', async () => {
    sub = await subscribe(core.ports.mqtt, ['eg/test/#', 'test'])
    expect((await publish(core.ports.mqtt, 'somewhere/else', 'x')).stderr).toMatch(/not authorized/i)
    expect((await publish(core.ports.mqtt, 'eg/night/result', '{}')).stderr).toMatch(/not authorized/i)
    expect((await publish(core.ports.mqtt, 'somewhere/else', 'x', { version: 'mqttv311' })).code).toBe(0)
    await publish(core.ports.mqtt, 'test', 'hello', { version: 'mqttv311' })
    await publish(core.ports.mqtt, 'eg/test/lamp/1', 'on')
    const heard = sub
    await until('the free topics', () => heard.all.length === 2)
    expect(heard.all.map((m) => `${m.topic} ${m.payload}`)).toEqual(['test hello', 'eg/test/lamp/1 on'])
  })
})
