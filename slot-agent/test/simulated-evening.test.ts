import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { patchedCore, removePatchedCores } from '../../core/torture/checkers/patched-core.js'
import { CORE, endAll, freePorts, type Program, SIMULATOR, startProgram, until } from '../../scripts/test/processes.js'
import type { Report } from '../src/simulator/report/report.js'

// Whole evenings of the simulator, in a hurry, against a core of their own; what ends each is its report.

/** An evening of twenty minutes in ten seconds. */
const SHORT = ['--evening', '20', '--speed', '120', '--slots', '6']
const EVERYTHING = 'loss=1,delay=40,duplicates=20,dead=1,powercut=1'

let folders: string[] = []
afterEach(async () => {
  await endAll()
  removePatchedCores()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

interface Stand {
  env: Record<string, string>
  folder: string
  core: Program
  startCore(more?: Record<string, string>): Promise<Program>
}

async function stand(script = CORE, more: Record<string, string> = {}): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'eg-evening-'))
  folders = [...folders, folder]
  const [mqtt, ws, api, operator] = (await freePorts(4)).map(String) as [string, string, string, string]
  const env = { MQTT_PORT: mqtt, API_PORT: api, CORE_HOST: '127.0.0.1' }
  const settings = {
    ...env,
    MQTT_WS_PORT: ws,
    OPERATOR_UI_PORT: operator,
    DB_PATH: join(folder, 'core.db'),
    EG_BACKUP_SECONDS: '0',
    ...more,
  }
  const startCore = (extra = {}) => startProgram(script, { ...settings, ...extra }, 'core ready')
  return { env, folder, core: await startCore(), startCore }
}

interface Played {
  status: number | null
  output: string
  report: Report
}

/** Plays an evening to its end. */
async function play({ env, folder }: Stand, args: readonly string[]): Promise<Played> {
  const path = join(folder, 'report.json')
  const all = [SIMULATOR, ...args, '--db', join(folder, 'sim.db'), '--report', path]
  const child = spawn(process.execPath, all, { env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...env } })
  let output = ''
  child.stdout.on('data', (text) => (output += String(text)))
  child.stderr.on('data', (text) => (output += String(text)))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  try {
    return { status, output, report: JSON.parse(readFileSync(path, 'utf8')) as Report }
  } catch {
    throw new Error(`no report, status ${status}:\n${output}`)
  }
}

describe('an evening of the simulated venue', () => {
  it.each([1])(
    'E45 with everything that goes wrong balances on seed %i',
    async (seed) => {
      const { status, report, output } = await play(await stand(), [
        ...SHORT,
        '--seed',
        String(seed),
        '--faults',
        EVERYTHING,
        '--forgets',
        '30',
      ])
      expect(report.differences).toEqual([])
      expect([status, output]).toEqual([0, expect.stringContaining('✓ The evening balances')])
      const { rounds, votes, payouts } = report.counts
      expect(Math.min(rounds, votes)).toBeGreaterThan(0)
      expect(payouts).toBeGreaterThan(0)
    },
    120_000,
  )

  it('E45 balances also when the core loses its power in the middle', async () => {
    const venue = await stand()
    const evening = play(venue, ['--evening', '30', ...SHORT.slice(2), '--faults', 'duplicates=20'])
    const stakes = async () => {
      const path = '/api/wallet/transfers?format=ids&kind=stake'
      return (await (await fetch(`http://127.0.0.1:${venue.env.API_PORT}${path}`)).text()).length
    }
    // It has begun, also on a machine that is busy with other things.
    await until('somebody to play', async () => (await stakes()) > 0)
    for (let cuts = 0; cuts < 2; cuts++) {
      await new Promise((resolve) => setTimeout(resolve, 2500))
      await venue.core.end('SIGKILL')
      venue.core = await venue.startCore()
    }
    const { status, report } = await evening
    expect(report.differences).toEqual([])
    expect(status).toBe(0)
  }, 120_000)

  it('E41 the same seed decides the same, and another seed otherwise', async () => {
    const decided = async (seed: string) => (await play(await stand(), [...SHORT, '--seed', seed])).report.decisions
    const [first, again, other] = await Promise.all([decided('5'), decided('5'), decided('6')])
    const both = Object.keys(first).filter((about) => about in again)
    expect(both.length).toBeGreaterThan(8)
    expect(both.length).toBeGreaterThan(Object.keys(first).length * 0.5)
    expect(both.filter((about) => first[about] !== again[about])).toEqual([])
    expect(
      Object.keys(first).filter((about) => about in other && first[about] !== other[about]).length,
    ).toBeGreaterThan(3)
  }, 120_000)

  it('E49 plays on a rehearsing core all the same', async () => {
    const { status, report } = await play(await stand(CORE, { EG_REHEARSAL: 'yes' }), [
      '--evening',
      '5',
      '--speed',
      '60',
      '--slots',
      '2',
    ])
    expect([status, report.differences]).toEqual([0, []])
  }, 180_000)

  it('E68 plays the plan of the documentation: a session with a script of the night, from its start to its end', async () => {
    const venue = await stand()
    const plan = fileURLToPath(new URL('../../docs/examples/evening-plan.json', import.meta.url))
    const { status, report } = await play(venue, ['--plan', plan, '--speed', '90', '--slots', '4', '--seed', '3'])
    expect([status, report.differences]).toEqual([0, []])
    const get = async (path: string) =>
      (await (await fetch(`http://127.0.0.1:${venue.env.API_PORT}${path}`)).json()) as Record<string, unknown>
    const { visits, session } = await get('/api/sessions/report/1')
    expect(session).toMatchObject({ status: 'closed', closed_though: null })
    expect(visits).toMatchObject([{ step_id: 'safe' }, { step_id: expect.stringMatching(/^(cellar|garden)$/) }])
  }, 180_000)

  it('E50 does what a plan of one’s own says, and says what did not come out as planned', async () => {
    const venue = await stand()
    const plan = join(venue.folder, 'plan.json')
    const steps = [
      { at: 1, command: 'opModeSet', payload: { mode: 'night', expect_mode: 'night' } },
      { at: 2, command: 'opCardIssue', payload: { tag_uid: 'GUEST', name: 'A guest' } },
    ]
    writeFileSync(plan, JSON.stringify({ ends_at: 4, steps }))
    const { status, report } = await play(venue, ['--plan', plan, '--slots', '2'])
    expect(report.differences).toEqual([
      expect.stringMatching(/^step 1 of the plan \(opModeSet\) was answered "stale"/),
    ])
    expect(status).toBe(2)
  }, 180_000)
})

describe('where the core asks who somebody is', () => {
  it('E53 the venue plays with secrets and a game master’s login, and says in a line that it needs one', async () => {
    const venue = await stand(CORE, { EG_AUTH: 'enrolled' })
    const token = readFileSync(join(venue.folder, 'admin.token'), 'utf8').trim()
    const give = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${token}` }
      const url = `http://127.0.0.1:${venue.env.API_PORT}/api/op/${path}`
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    }
    await give('operators/set', { name: 'Nadia', role: 'gamemaster', password: 'a long password' })
    const secrets: Record<string, string> = {}
    for (const [device_id, role] of [
      ['slot-02', 'slot'],
      ['change-sim', 'change'],
      ['table-sim', 'table'],
    ] as const) {
      const { secret } = (await give('devices/add', { device_id, role })) as { secret: string }
      secrets[device_id] = secret
    }
    const path = join(venue.folder, 'secrets.json')
    writeFileSync(path, JSON.stringify(secrets))
    venue.env.EG_SIM_SECRETS = path
    const args = ['--evening', '5', '--speed', '60', '--slots', '2']
    await expect(play(venue, args)).rejects.toThrow(/status 1:\nsimulator: .* this login is not let in: give .*--login/)
    const { status, report } = await play(venue, [...args, '--login', 'Nadia:a long password'])
    expect([status, report.differences]).toEqual([0, []])
    expect(report.counts.votes).toBeGreaterThan(0)
  }, 180_000)
})

describe('the report is red against a core that', () => {
  /** By day for long enough to win. */
  const LONG_DAY = { speed: '100', plan: { ends_at: 700, steps: [] } }
  /**
   * A question that stays open long after everybody has voted and changed their mind, in little hurry: who changes it before the
   * first choice was answered sends one vote.
   */
  const LONG_QUESTION = {
    speed: '5',
    plan: {
      ends_at: 45,
      steps: [
        { at: 1, command: 'opModeSet', payload: { mode: 'night' } },
        {
          at: 2,
          command: 'opNightOpen',
          payload: {
            step: 1,
            question: 'Q',
            // Six of them, and many slots below: changes of mind that cancel each other out leave the tally as it was.
            options: ['A', 'B', 'C', 'D', 'E', 'F'],
            expected: 99,
            duration_s: 30,
            reveal: 'operator',
          },
        },
        { at: 3, command: 'opNightReveal', payload: { run: '$run' }, wait_for: 'closed' },
      ],
    },
  }
  const broken: [
    string,
    { file: string; from: string; to: string }[],
    RegExp,
    typeof LONG_DAY | typeof LONG_QUESTION,
  ][] = [
    [
      'credits every win twice',
      [
        {
          file: 'dist/money/round-rules.js',
          from: `transfers.push({ kind: 'win', debit: slot, credit: player, amount: win, player: card.player });`,
          to: `for (let i = 0; i < 2; i++) transfers.push({ kind: 'win', debit: slot, credit: player, amount: win, player: card.player });`,
        },
      ],
      /moved stake \d+ and win \d+; the books say stake \d+ and win \d+ and win/,
      LONG_DAY,
    ],
    [
      'keeps the first choice of a slot and says that it counted the last',
      [
        {
          file: 'dist/store/sqlite/statements.js',
          from: 'UPDATE votes SET choice = ?, at = ?',
          to: 'UPDATE votes SET choice = coalesce(choice, ?), at = ?',
        },
      ],
      /votes for ".*"; the slots were told/,
      LONG_QUESTION,
    ],
  ]

  it.each(broken)(
    'E46 %s',
    async (_, patches, sentence, { speed, plan: evening }) => {
      const venue = await stand(patchedCore(patches))
      const plan = join(venue.folder, 'plan.json')
      writeFileSync(plan, JSON.stringify(evening))
      const { status, report } = await play(venue, ['--plan', plan, '--speed', speed, '--slots', '24', '--seed', '2'])
      const changed = Object.keys(report.decisions).filter((about) => about.endsWith(' changed'))
      if (evening === LONG_QUESTION.plan) expect(changed.length).toBeGreaterThan(2)
      expect([status, report.balanced]).toEqual([2, false])
      expect(report.differences.join('\n')).toMatch(sentence)
    },
    180_000,
  )
})

describe('the simulator as a program', () => {
  const run = async (args: string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [SIMULATOR, ...args], { env: { PATH: process.env.PATH, ...env } })
    let output = ''
    child.stdout.on('data', (text) => (output += String(text)))
    child.stderr.on('data', (text) => (output += String(text)))
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { status, output }
  }

  it('E52 explains itself, and says in one line what it cannot do', async () => {
    const help = await run(['--help'])
    expect([help.status, help.output]).toEqual([0, expect.stringContaining('--evening MINUTES')])
    expect(await run(['--speed', 'fast'])).toEqual({
      status: 1,
      output: expect.stringMatching(/^simulator: --speed "fast" is not a speed.*\n$/),
    })
    const [free] = await freePorts(1)
    const gone = await run([
      '--evening',
      '1',
      '--speed',
      '60',
      '--api-port',
      String(free),
      '--db',
      join(tmpdir(), `eg-none-${free}.db`),
    ])
    expect(gone.status).toBe(1)
    expect(gone.output).toMatch(/the core's API does not answer at .*start the core/)
    rmSync(join(tmpdir(), `eg-none-${free}.db`), { force: true })
  })
})
