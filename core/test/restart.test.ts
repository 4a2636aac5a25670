import { afterEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { publish, subscribe } from './mosquitto.js'

let core: CoreProcess
afterEach(() => core.stop())

const vote = (device: number, choice: string, more: object = {}) =>
  publish(core.ports.mqtt, 'eg/night/vote', JSON.stringify({ device_id: `slot-0${device}`, step: 3, choice, ...more }))

describe('a power cut of the core', () => {
  it('N23 in the middle of a vote: mode, question, six votes, timer and retained topics are back, and the run completes', async () => {
    core = await createCoreProcess()
    await core.start()
    await post(core, '/api/mode', { mode: 'night' })
    const opened = await post(core, '/api/op/night/open', {
      step: 3,
      question: 'Who do you trust?',
      options: ['A', 'B', 'C'],
      duration_s: 300,
    })
    expect(opened.body).toMatchObject({ ok: true, run: 1 })
    for (let i = 1; i <= 6; i++) expect((await vote(i, i <= 4 ? 'B' : 'A')).code).toBe(0)
    const leds = JSON.stringify({ states: [true, false, false, false, false, false], timestamp: 1 })
    await publish(core.ports.mqtt, 'eg/dev/slot-01/input/leds', leds, { retain: true })

    await core.kill()
    await core.start()

    const sub = await subscribe(core.ports.mqtt, [
      'eg/state/mode',
      'eg/night/step',
      'eg/op/night',
      'eg/night/result',
      'eg/dev/+/input/leds',
      'eg/dev/+/status',
      'eg/dev/+/res',
    ])
    const awaited = ['eg/op/night', 'eg/dev/slot-01/input/leds', 'eg/dev/slot-01/status']
    await until('retained state', () => awaited.every((topic) => sub.on(topic).length > 0))
    expect(sub.all.every((m) => m.retained)).toBe(true)
    expect(JSON.parse(sub.on('eg/state/mode')[0]?.payload ?? '')).toMatchObject({ mode: 'night' })
    const step = JSON.parse(sub.on('eg/night/step')[0]?.payload ?? '') as { closes_at: number }
    expect(step).toMatchObject({ step: 3, question: 'Who do you trust?', options: ['A', 'B', 'C'], run: 1 })
    expect(step.closes_at - Date.now()).toBeGreaterThan(250_000)
    const night = JSON.parse(sub.on('eg/op/night')[0]?.payload ?? '') as {
      run: { voters: { device_id: string }[]; tally: unknown }
    }
    expect(night.run.voters.map((v) => v.device_id).toSorted()).toEqual([
      'slot-01',
      'slot-02',
      'slot-03',
      'slot-04',
      'slot-05',
      'slot-06',
    ])
    expect(night.run.tally).toBeNull()
    expect(sub.on('eg/dev/slot-01/input/leds')[0]?.payload).toBe(leds)
    // Nobody is connected yet, so nobody is online.
    expect(sub.on('eg/dev/slot-01/status')[0]?.payload).toBe('offline')

    // A vote whose acknowledgement was lost in the cut comes again: it is the same vote.
    await vote(6, 'A')
    for (const i of [7, 8, 9]) await vote(i, 'C')
    await until('the result', () => sub.on('eg/night/result').length > 0)
    expect(sub.on('eg/night/result').map((m) => JSON.parse(m.payload))).toEqual([
      { step: 3, status: 'success', next_step: 4, run: 1, tally: { A: 2, B: 4, C: 3 }, winner: 'B' },
    ])
    sub.stop()
  })

  it('N23 the timer goes on with what was left of it and closes the run', async () => {
    core = await createCoreProcess()
    await core.start()
    await post(core, '/api/mode', { mode: 'night' })
    await post(core, '/api/op/night/open', { step: 3, question: 'Quick?', options: ['A', 'B'], duration_s: 2 })
    await vote(1, 'B')
    await core.kill()
    await core.start()
    const runs = async () => (await get<{ items: object[] }>(core, '/api/night/runs')).items
    await until('the timer', async () => (await runs()).some((run) => 'winner' in run && run.winner === 'B'), 5000)
  })

  it('N14 N15 the timer closes the run; more time moves it', async () => {
    core = await createCoreProcess()
    await core.start()
    await post(core, '/api/mode', { mode: 'night' })
    const sub = await subscribe(core.ports.mqtt, ['eg/night/step', 'eg/op/night'])
    await post(core, '/api/op/night/open', {
      step: 3,
      question: 'Quick?',
      options: ['A', 'B'],
      duration_s: 1,
      reveal: 'operator',
    })
    expect((await post(core, '/api/op/night/extend', { run: 1, seconds: 1 })).body).toMatchObject({ ok: true })
    const closesAt = await until(
      'the moved end',
      () =>
        sub
          .on('eg/night/step')
          .map((m) => JSON.parse(m.payload || 'null') as { closes_at: number } | null)
          .at(-1)?.closes_at,
    )
    const night = () =>
      JSON.parse(sub.on('eg/op/night').at(-1)?.payload ?? '{}') as {
        run?: { status: string; closed_by: string; closed_at: number }
      }
    await until('the close', () => night().run?.status === 'closed', 5000)
    expect(night().run).toMatchObject({ closed_by: 'timer' })
    expect((night().run?.closed_at ?? 0) - closesAt).toBeGreaterThanOrEqual(-20)
    sub.stop()
  })

  it('P1 what was acknowledged is there after kill -9, also when the kill comes with the acknowledgement', async () => {
    core = await createCoreProcess({ NIGHT_EXPECTED_VOTES: '500' })
    await core.start()
    await post(core, '/api/mode', { mode: 'night' })
    await post(core, '/api/night/step', { step: 3, question: 'Many?', options: ['A', 'B'] })
    let acknowledged = 0
    for (let round = 0; round < 5; round++) {
      const votes = Array.from({ length: 8 }, (_, i) => ({ device_id: `slot-${round}-${i}`, step: 3, choice: 'A' }))
      const sent = votes.map((payload) => publish(core.ports.mqtt, 'eg/night/vote', JSON.stringify(payload)))
      const first = await Promise.race(sent)
      await core.kill()
      const codes = (await Promise.all(sent)).map((result) => result.code)
      expect(first.code).toBe(0)
      acknowledged += codes.filter((code) => code === 0).length
      await core.start()
      const [run] = (await get<{ items: { voted: number }[] }>(core, '/api/night/runs')).items
      expect(run?.voted).toBeGreaterThanOrEqual(acknowledged)
      acknowledged = run?.voted ?? 0
    }
  })
})
