// The core as it ships, in a folder of its own, on ports of its own.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { freePort, now, removeFolder, sleep, start, temporaryFolder } from './processes.mjs'

const CORE = fileURLToPath(new URL('../../core/dist/bundle/main.js', import.meta.url))
/** What a venue's unit says about its memory and V8's helpers. */
const MEMORY = Object.fromEntries(
  Array.from(
    readFileSync(new URL('../../deploy/systemd/eg-core.service', import.meta.url), 'utf8').matchAll(
      /^Environment="?(MALLOC_ARENA_MAX|NODE_OPTIONS)=([^"\n]+)"?$/gm,
    ),
    ([, name, value]) => [name, value],
  ),
)

/**
 * Starts the core. `enrolled`: it asks who somebody is, and so many slots, bench-0 and on, are let in (`secrets`). `night`: a
 * question is open. `wallets`: so many cards with money on them, BENCH-0 and on. `folder`: one
 * with a core.db in it, else a new one. `env`: further settings. `script`: another core than the one that ships.
 */
export async function startEg({
  night = false,
  enrolled = 0,
  wallets = 0,
  folder = temporaryFolder(),
  env = {},
  script = CORE,
} = {}) {
  if (!existsSync(CORE)) throw new Error('core/dist/bundle is missing: npm run bench builds it, or npm run compile')
  const [mqtt, ws, api, operator] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const database = join(folder, 'core.db')
  const settings = {
    ...MEMORY,
    MQTT_PORT: String(mqtt),
    MQTT_WS_PORT: String(ws),
    API_PORT: String(api),
    OPERATOR_UI_PORT: String(operator),
    DB_PATH: database,
    EG_CARDS: 'auto',
    ...(enrolled > 0 && { EG_AUTH: 'enrolled' }),
    ...env,
  }
  let core = start(process.execPath, [script], settings, { ipc: true })
  const readyMs = await core.ready('core ready')
  const token = enrolled > 0 ? readFileSync(join(folder, 'admin.token'), 'utf8').trim() : undefined
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const eg = {
    port: mqtt,
    database,
    readyMs,
    secrets: undefined,
    get pid() {
      return core.pid
    },
    post: (path, body) => call(api, path, { method: 'POST', headers, body: JSON.stringify(body) }),
    get: (path) => call(api, path, { headers }),
    openQuestion: () => openQuestion(eg),
    /** Stops it as its supervisor does: what is in the write-ahead log goes into the database. */
    stop: () => core.stop('SIGTERM'),
    /** As a power cut: kill -9, then started anew on what is on disk. When each happened, on the shared clock. */
    async killAndStart() {
      const killedAt = now()
      await core.stop()
      core = start(process.execPath, [script], settings, { ipc: true })
      await core.ready('core ready')
      return { killedAt, readyAt: now(), pid: core.pid }
    },
    /** Kills the core, then asks the database what is really in it. */
    async storedAfterKill(sql, ...values) {
      await core.stop()
      const db = new Database(database)
      try {
        return db
          .prepare(sql)
          .pluck()
          .get(...values)
      } finally {
        db.close()
      }
    },
    async end() {
      await core.stop()
      removeFolder(folder)
    },
  }
  if (enrolled > 0) eg.secrets = await enrolSlots(eg, enrolled)
  if (night) await openQuestion(eg)
  await fillWallets(eg, wallets)
  return eg
}

async function enrolSlots(eg, count) {
  const secrets = []
  for (let i = 0; i < count; i++) {
    const { secret } = await eg.post('/api/op/devices/add', { device_id: `bench-${i}`, role: 'slot' })
    secrets.push(secret)
  }
  return secrets
}

async function openQuestion(eg) {
  await eg.post('/api/mode', { mode: 'night' })
  await eg.post('/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], expected: 1000 })
}

/** Cards BENCH-0 and on, with money on them. */
export async function fillWallets(eg, wallets) {
  const money = { amount_cents: 10_000_000, direction: 'credit', reason: 'bench', by: 'bench' }
  for (let i = 0; i < wallets; i++) {
    const tag_uid = `BENCH-${i}`
    await eg.post('/api/op/cards/issue', { tag_uid })
    await eg.post('/api/op/cards/adjust', { tag_uid, ...money })
  }
}

/** Waits until the core has added its books up once, which it does when it starts; milliseconds waited. */
export async function booksChecked(eg) {
  const began = now()
  for (;;) {
    const { books } = await eg.get('/health')
    if (books === 'wrong') throw new Error('the books of the database that was filled do not balance')
    if (books === 'ok') return now() - began
    await sleep(20)
  }
}

async function call(port, path, options) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, options)
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return response.json()
}

/** Votes of the last run that were counted: the journal has a line for each. */
export const VOTES_STORED = `SELECT count(*) FROM journal
  WHERE kind = 'nightVote' AND outcome = 'counted' AND run = (SELECT max(run) FROM runs)`
/** Debits of this bench, whose requests begin with a b. */
export const DEBITS_STORED = `SELECT count(DISTINCT req_id) FROM transfers WHERE kind = 'bet' AND req_id LIKE 'b%'`
