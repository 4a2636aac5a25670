import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { publish, subscribe } from './mosquitto.js'
import { connect } from './running-core.js'

const EXAMPLES = ['night-en.yaml', 'nuit-fr.yaml'].map((name) => ({
  name,
  text: readFileSync(new URL(`../../docs/examples/${name}`, import.meta.url), 'utf8'),
}))

let core: CoreProcess
afterEach(() => core.stop())

interface Show {
  position: { visit: number; step_id: string; run: number; outcome: string | null } | null
  leads_to: string | null
  status: string | null
  suggested: { action: string }
  stalled: { after_s: number } | null
}

/** The show as a page finds it that comes now. */
async function show(): Promise<Show> {
  const sub = await subscribe(core.ports.mqtt, ['eg/op/show'])
  await until('the show', () => sub.on('eg/op/show').length > 0)
  sub.stop()
  return JSON.parse(sub.on('eg/op/show').at(-1)?.payload ?? '{}') as Show
}

const vote = (device: number, step: number, choice: string) =>
  publish(core.ports.mqtt, 'eg/night/vote', JSON.stringify({ device_id: `slot-0${device}`, step, choice }))
/** Slots 1 to `count` vote at once. */
const votes = (count: number, step: number, choice: (slot: number) => string) =>
  Promise.all(Array.from({ length: count }, (_, i) => vote(i + 1, step, choice(i + 1))))
const op = async (path: string, body: object = {}) => (await post(core, `/api/op/${path}`, body)).body

describe('a show on a real core', { timeout: 180_000 }, () => {
  it('F12 F35 the example of the documentation is played over HTTP and MQTT, with kill -9 between all steps', async () => {
    core = await createCoreProcess()
    await core.start()
    const { text, name } = EXAMPLES[0] as (typeof EXAMPLES)[number]
    const cut = async () => {
      const before = await show()
      await core.kill()
      await core.start()
      expect(await show()).toEqual(before)
    }
    expect(await op('show/load', { text: text.replace('to: cellar', 'to: cave'), name })).toMatchObject({
      ok: false,
      status: 'invalid',
      problems: [{ field: 'steps.0.options.0.to' }],
    })
    expect(await op('show/load', { text, name })).toMatchObject({ ok: true, title: 'The missing diamond', steps: 7 })
    expect(await get(core, '/api/show/script')).toMatchObject({ name, text })
    await post(core, '/api/mode', { mode: 'night' })
    await cut()
    expect(await op('show/start')).toMatchObject({ ok: true, visit: 1, step_id: 'the-safe' })
    await cut()
    // A failed quorum: two votes of nine.
    const [cellar, garden] = ['In the cellar', 'In the garden'] as const
    await votes(2, 1, () => cellar)
    await cut()
    await op('night/close', { run: 1 })
    expect(await show()).toMatchObject({ leads_to: 'call-back', position: { outcome: 'no_quorum' } })
    await cut()
    expect(await op('show/next', { expect_visit: 1 })).toMatchObject({ ok: true, step_id: 'call-back' })
    await cut()
    await votes(9, 2, () => 'Yes, ask again')
    expect(await op('show/next')).toMatchObject({ ok: true, step_id: 'the-safe', visit: 3 })
    // A tie, asked again; then a branch.
    await votes(8, 1, (slot) => (slot % 2 ? cellar : garden))
    await op('night/close', { run: 3 })
    expect(await show()).toMatchObject({ position: { visit: 3, run: 4 }, suggested: { action: 'wait' } })
    await cut()
    await votes(9, 1, (slot) => (slot > 4 ? cellar : garden))
    expect(await op('show/next')).toMatchObject({ ok: true, step_id: 'cellar' })
    // A tie that leads somewhere of its own.
    await votes(8, 3, (slot) => (slot % 2 ? 'Open it' : 'Leave it'))
    await op('night/close', { run: 5 })
    expect(await show()).toMatchObject({ leads_to: 'quarrel', position: { outcome: 'tie' } })
    await cut()
    expect(await op('show/jump', { step: 'police', reason: 'the group is late' })).toMatchObject({ ok: true })
    await cut()
    await votes(9, 6, () => 'The widow')
    await op('night/reveal', { run: 6 })
    expect(await op('show/next')).toMatchObject({ ok: true, ended: true })
    await cut()
    expect(await show()).toMatchObject({ status: 'ended', suggested: { action: 'end_night' } })
    const { items } = await get<{ items: { kind: string; actor: string }[] }>(core, '/api/timeline?limit=1000')
    expect(items.filter(({ kind }) => kind === 'showMoved')).toHaveLength(5)
    expect(items.filter(({ kind }) => kind === 'showEnded')).toMatchObject([{ actor: 'http' }])
  })

  it('F35 whatever was acknowledged holds when the kill comes with the acknowledgement', async () => {
    core = await createCoreProcess({ NIGHT_EXPECTED_VOTES: '1' })
    await core.start()
    const text = `title: Round and round
language: en
steps:
  - { id: a, question: A?, options: [{ text: go, to: b }, { text: stop, to: end }] }
  - { id: b, question: B?, options: [go, stop], to: a }
`
    await op('show/load', { text })
    await post(core, '/api/mode', { mode: 'night' })
    let { visit } = await op('show/start')
    for (let round = 1; round <= 6; round++) {
      await vote(1, round % 2 ? 1 : 2, 'go')
      // Killed at once, a little later and a little later still: with the answer, or before it.
      const asked = op('show/next', { expect_visit: visit }).catch(() => null)
      if (round % 3 !== 0) await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, round % 3))])
      else await asked
      await core.kill()
      const answer = await asked
      await core.start()
      const now = (await show()).position
      if (answer) expect(now?.visit).toBe(answer.visit)
      expect(now?.visit).toBeLessThanOrEqual(Number(visit) + 1)
      // Position and run came together or not at all.
      const { items } = await get<{ items: { run: number; status: string }[] }>(core, '/api/night/runs')
      expect(items[0]).toMatchObject({ run: now?.run, status: now?.visit === visit ? 'revealed' : 'open' })
      if (now?.visit === visit) await op('show/next', { expect_visit: visit })
      visit = (await show()).position?.visit
    }
  })

  it('F32 two operators who press Next at once over MQTT and HTTP advance once', async () => {
    core = await createCoreProcess({ NIGHT_EXPECTED_VOTES: '1' })
    await core.start()
    await op('show/load', {
      text: EXAMPLES[1]?.text
        .replaceAll(/quorum: 5\n|no_quorum: rappel\n/g, '\n')
        .replace(/ {2}- id: rappel[\s\S]*?(?=\n {2}#)/, ''),
    })
    await post(core, '/api/mode', { mode: 'night' })
    expect(await op('show/start')).toMatchObject({ ok: true, step_id: 'coffre' })
    await vote(1, 1, 'Au jardin')
    const presses = [
      op('show/next', { expect_visit: 1 }),
      ...[1, 2].map((who) =>
        publish(core.ports.mqtt, 'eg/core/op/show/next', JSON.stringify({ req_id: `n${who}`, expect_visit: 1 })),
      ),
      op('show/next', { expect_visit: 1 }),
    ]
    await Promise.all(presses)
    expect(await show()).toMatchObject({ position: { visit: 2, step_id: 'jardin' } })
    const { items } = await get<{ items: { kind: string; outcome: string }[] }>(core, '/api/timeline?limit=1000')
    expect(items.filter(({ kind }) => kind === 'showMoved')).toHaveLength(2)
    expect(items.filter(({ kind, outcome }) => kind === 'opShowNext' && outcome === 'stale')).toHaveLength(3)
  })

  it('F1 a script is loaded over MQTT as over HTTP; what is wrong with it comes back to who sent it', async () => {
    core = await createCoreProcess()
    await core.start()
    const page = await connect(core.ports.mqtt, { clientId: 'page-1' })
    const answers: Record<string, unknown>[] = []
    page.on('message', (_, payload) => void answers.push(JSON.parse(payload.toString()) as Record<string, unknown>))
    await page.subscribeAsync('eg/ui/page-1/res', { qos: 1 })
    const load = (req_id: string, text: string) =>
      page.publishAsync('eg/core/op/show/load', JSON.stringify({ req_id, text }), { qos: 1 })
    const text = EXAMPLES[1]?.text ?? ''
    await load('bad', text.replace('to: cave', 'to: caves'))
    await load('good', text)
    await until('both answers', () => answers.length === 2)
    await page.endAsync()
    expect(answers).toMatchObject([
      { req_id: 'bad', type: 'show_load', status: 'invalid', problems: [{ line: 12, field: 'steps.0.options.0.to' }] },
      { req_id: 'good', type: 'show_load', status: 'ok', title: 'Le diamant disparu', language: 'fr' },
    ])
    expect(await get(core, '/api/show/script')).toMatchObject({ script: 1, text, loaded_by: 'ui:page-1' })
  })

  it('F13 npm run script -- load gives a script to the core of this machine', async () => {
    core = await createCoreProcess()
    await core.start()
    const load = (name: string) =>
      spawnSync(process.execPath, [fileURLToPath(new URL('../dist/cli/script.js', import.meta.url)), 'load', name], {
        encoding: 'utf8',
        cwd: fileURLToPath(new URL('../../docs/examples', import.meta.url)),
        env: { PATH: process.env.PATH, DB_PATH: core.dbPath, API_PORT: String(core.ports.api) },
      })
    expect(load('nuit-fr.yaml')).toMatchObject({ status: 0, stdout: expect.stringContaining('is loaded') as string })
    expect(await get(core, '/api/show/script')).toMatchObject({ name: 'nuit-fr.yaml', loaded_by: 'http' })
    await post(core, '/api/mode', { mode: 'night' })
    await op('show/start')
    expect(load('night-en.yaml')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('A show is running') as string,
    })
  })

  it('F45 an evening that stands still says so after EG_STALL_S', async () => {
    core = await createCoreProcess({ EG_STALL_S: '1', NIGHT_EXPECTED_VOTES: '1' })
    await core.start()
    await op('show/load', { text: 'title: T\nlanguage: en\nsteps: [{ id: a, question: A?, options: [x, y] }]' })
    await post(core, '/api/mode', { mode: 'night' })
    await op('show/start')
    await until('the alert', async () => (await show()).stalled !== null, 15_000)
    await core.kill()
    await core.start()
    expect((await show()).stalled).toMatchObject({ after_s: 1 })
    await vote(1, 1, 'x')
    await until('the evening to move', async () => (await show()).position?.outcome === 'winner')
  })
})
