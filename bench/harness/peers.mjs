// The peers, each started fresh, in a folder of its own, on a port of its own.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ANSWER, VOTE } from '../topics.mjs'
import { startOurs } from './load.mjs'
import { freePort, now, removeFolder, start, temporaryFolder } from './processes.mjs'

/** aedes without storage; with `database` one that stores in the broker's own thread. `port`: one to start again on. */
export async function startAedes({ database, port, env } = {}) {
  port ??= await freePort()
  const began = now()
  const aedes = await startOurs('peers', 'aedes', { port, database, topic: VOTE }, env)
  return { port, pid: aedes.pid, readyMs: now() - began, end: () => aedes.stop() }
}

const versionOfMosquitto = () => {
  const { error, stdout, stderr } = spawnSync('mosquitto', ['-h'], { encoding: 'utf8' })
  return error ? null : (/version (\S+)/.exec(stdout + stderr)?.[1] ?? 'unknown')
}

/** The peer is Debian's package: installed by root when it is missing, otherwise named. Its version. */
export function needMosquitto() {
  if (!versionOfMosquitto() && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { env })
    spawnSync('apt-get', ['install', '-y', '-qq', 'mosquitto'], { env })
  }
  const version = versionOfMosquitto()
  if (version) return version
  console.error("The bench compares with Debian's mosquitto. Run: sudo apt-get install -y mosquitto")
  process.exit(1)
}

/** Nothing waits for Nagle's algorithm, nobody is held back by a limit, so that the peer is at its best. */
const AT_ITS_BEST = 'set_tcp_nodelay true\nmax_inflight_messages 0\nmax_queued_messages 0\n'
/** Debian's defaults, without Nagle's algorithm: with limits, as for a client that does not read. */
export const WITH_LIMITS = 'set_tcp_nodelay true\n'

/** mosquitto alone. */
export async function startMosquitto({ port, settings = AT_ITS_BEST } = {}) {
  port ??= await freePort()
  const folder = temporaryFolder()
  const file = join(folder, 'mosquitto.conf')
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\n${settings}`)
  const broker = start('mosquitto', ['-c', file])
  const readyMs = await broker.ready('running')
  return {
    port,
    pid: broker.pid,
    readyMs,
    async end() {
      await broker.stop()
      removeFolder(folder)
    },
  }
}

/**
 * mosquitto, and beside it a subscriber that stores (`program`, of bench/peers). `mode` is `message`, `group` or
 * `answered`; `messages`: how many will come; `settings`: other ones of mosquitto.
 */
export async function startMosquittoWithStore({ mode, messages, program = 'subscriber', settings }) {
  const broker = await startMosquitto({ settings })
  const folder = temporaryFolder()
  const path = join(folder, 'store.db')
  const options = { port: broker.port, path, mode, messages, topic: VOTE, answer: ANSWER }
  const store = await startOurs('peers', program, options)
  return {
    port: broker.port,
    pids: { mosquitto: broker.pid, subscriber: store.pid },
    /** When the last message was on disk. */
    allStored: () => store.event('stored'),
    async storedAfterKill() {
      await store.stop()
      const db = new Database(path)
      try {
        return db.prepare('SELECT count(*) FROM journal').pluck().get()
      } finally {
        db.close()
      }
    },
    async end() {
      await store.stop()
      await broker.end()
      removeFolder(folder)
    },
  }
}
