import { type Clock, type OpScript, isDeviceId, systemClock } from '@eg/shared'
import type { Logger } from 'pino'
import { createConnections } from './broker/connections.js'
import { startBroker } from './broker/start-broker.js'
import type { BatchResult } from './commit/command.js'
import { Pipeline } from './commit/pipeline.js'
import type { CoreConfig } from './config.js'
import { kindOf } from './game/roster.js'
import type { CallerHeaders } from './http/foreign-caller.js'
import type { HttpListener } from './http/serve.js'
import { NOBODY_YET, type IdentityService, startIdentity } from './identity/start-identity.js'
import { createBackupLog } from './ops/backup-log.js'
import { createBackupWatch } from './ops/backup-watch.js'
import { type BooksWatch, createBooksWatch } from './ops/books-watch.js'
import { createCardsWorker } from './ops/cards-worker.js'
import { createCoreStatus } from './ops/core-status.js'
import { createCounters } from './ops/counters.js'
import { createCoreReport } from './ops/core-report.js'
import { startDiskWatch } from './ops/disk-watch.js'
import { createNightTimer } from './ops/night-timer.js'
import { createPanicWatch } from './ops/panic-watch.js'
import { createReadyWatch } from './ops/ready-watch.js'
import { createStallWatch } from './ops/stall-watch.js'
import { hearEvents } from './hear-events.js'
import { createForeign } from './own-pages.js'
import { createPrepare } from './prepare-work.js'
import { publishBoot } from './publish-boot.js'
import { publishCommit } from './publish-commit.js'
import { startFleet } from './start-fleet.js'
import { coreMetrics, startHttp } from './start-http.js'
import { createTapNotes } from './dispute/tap-notes.js'
import { type LoadedScript, loadedScript, scriptCheck } from './ready/script-check.js'
import { readPaytable } from './read-paytable.js'
import { createSqliteReader, createSqliteStore, takeBackupApart } from './store/sqlite/sqlite-store.js'
import { createTlsKeeper } from './tls/tls-keeper.js'

const CLOCK_EVERY_MS = 1000
/** How often bets and payouts are looked through for what time has ended. */
const SWEEP_EVERY_MS = 15_000

export interface Core {
  /** EG_AUTH=enrolled without any game master: the code that makes the first one; null otherwise. */
  firstStartCode: string | null
  /** `mqtts` and `wss` are null without TLS. */
  ports: { mqtt: number; ws: number; mqtts: number | null; wss: number | null; api: number; operator: number }
  /** Takes nothing more, commits what is queued, says goodbye, closes. */
  stop(): Promise<void>
}

export interface CoreOptions {
  log: Logger
  clock?: Clock
  /** Hears of a fault that must end the process: a dead store thread. */
  onFatal: (error: Error) => void
}

/**
 * The composition root: makes every part of the core and wires them. Retained state is rebuilt from the store before the
 * first port opens, so that nobody can see the evening without its question.
 * @throws CertificateError for certificates that cannot be used; PaytableError for a paytable that cannot be played; StoreRefusedError for a database that must not be opened; a listen error (`EADDRINUSE`) for a taken port
 */
export async function startCore(config: CoreConfig, options: CoreOptions): Promise<Core> {
  const { log, onFatal, clock = systemClock } = options
  const startedAt = clock.now()
  // NTP may set a Pi's clock while the store is opened, after what waits was moved to the one it came up with.
  const clockOffset = startedAt - clock.monotonic()
  const counters = createCounters()
  const tls =
    config.tls && (await createTlsKeeper({ config: config.tls, clock, log, count: () => counters.count('tls_errors') }))
  const { paytable, ...money } = config.money
  const game = readPaytable(paytable)
  const settings = {
    expectedVotes: config.expectedVotes,
    money: { ...money, game, paytableFile: paytable },
    restore: { folder: config.backup.folder, policy: config.backup.restore },
    coreDeviceId: config.coreDeviceId,
    ...(config.rehearsal && { rehearsal: config.rehearsal }),
    undoMs: config.undoMs,
  }
  const store = createSqliteStore(config.dbPath, settings, onFatal)
  const booted = await store.boot(startedAt)
  if (booted.mended !== undefined) log.warn(booted.mended)
  const reader = createSqliteReader(config.dbPath, settings, onFatal)
  let mode = booted.mode
  /** The script of the night, for the ready gate; one with faults is never loaded. */
  let script: LoadedScript | null = null
  /** The API's and the operator's page's. */
  const sites: HttpListener[] = []
  let booksWatch: BooksWatch | null = null

  const status = createCoreStatus({
    auth: config.auth,
    startedAt,
    backup: () => backups?.state() ?? null,
    publish: (publication) => broker.publish(publication),
    log,
  })
  const logBackup = createBackupLog(config.backup.folder, log)
  const backups =
    config.backup.everyMs === null
      ? null
      : createBackupWatch({
          clock,
          everyMs: config.backup.everyMs,
          take: (at) => takeBackupApart(config.dbPath, config.backup.folder, settings, at),
          onState(state) {
            logBackup(state)
            status.publish()
          },
        })
  const disks = await startDiskWatch({
    config,
    clock,
    backup: () => backups?.state() ?? null,
    backupGone: () => backups?.stored(),
  })

  // From here to the retained state nothing waits for a file or the network: what falls due in the parts finds all of them.
  const pipeline = new Pipeline({
    store,
    clock,
    clockOffset,
    onCommit: (result) => applyCommit(result),
    onHealth: status.setHealth,
    onCommitted: (commands, ms) => metrics.committed(commands, ms),
    onSettled: (ms, refusal) => metrics.settled(ms, refusal),
    prepare: createPrepare({
      auth: config.auth,
      expectedVotes: config.expectedVotes,
      timer: () => timer,
      identity: () => identity,
      ready: () => ready,
      isOnline: (deviceId) => board.isOnline(deviceId),
    }),
    latestConnection: () => connections.latest(),
    left: (work) =>
      work.kind === 'opNightExtend' || work.kind === 'opNightClose' || work.kind === 'opNightVoid'
        ? (timer.left() ?? undefined)
        : undefined,
    onFault: (work, fault) => {
      counters.count('faults')
      log.error({ command: work.kind, fault }, 'a command failed and was taken back; the others of its batch went on')
    },
  })
  const timer = createNightTimer(pipeline, clock)
  const stall = createStallWatch(pipeline, clock, config.stallMs)
  const panic = createPanicWatch(pipeline, clock)
  const cardsWorker = createCardsWorker(pipeline, clock)
  const fleet = startFleet({
    clock,
    pipeline,
    here: booted.here ?? [],
    connections: () => connections,
    identity: () => identity,
    publish: (publication) => broker.publish(publication),
  })
  const { board, logs, presence } = fleet
  const coreReport = createCoreReport({
    config,
    disks,
    storeFailing: status.failing,
    backup: () => backups?.state() ?? null,
    backupNoRoom: () => backups?.noRoom() ?? false,
    behindMs: () => backups?.behindMs() ?? 0,
    books: () => booksWatch?.state() ?? null,
    devices: board.devices,
    certificateDays: () => tls?.state().days_left ?? null,
  })
  const ready = createReadyWatch({
    clock,
    pipeline,
    devices: board.devices,
    core: coreReport,
    providers: [() => scriptCheck(script)],
    publish: (publication) => broker.publish(publication),
  })
  const identity: IdentityService = startIdentity({
    auth: config.auth,
    dbPath: config.dbPath,
    clock,
    log,
    pipeline,
    booted: booted.identity ?? NOBODY_YET,
    holderOf: (clientId) => connections.holderOf(clientId),
    publish: (publication) => broker.publish(publication),
    end: (matches) => connections.end(matches),
    onDevice: (deviceId) => board.refresh(deviceId),
  })
  const connections = createConnections({
    auth: config.auth,
    stillIn: identity.stillIn,
    kindOf: board.kindOf,
    hasLights: board.hasLights,
    openTopics: config.openTopics,
    onGone: presence.gone,
    onChange(deviceId) {
      board.refresh(deviceId)
      // A change desk listens for its payouts and has no reason to speak first (L17).
      if (
        board.kindOf(deviceId) === undefined &&
        isDeviceId(deviceId) &&
        kindOf(deviceId, undefined, 'other') === 'change'
      ) {
        pipeline.submit({ kind: 'deskSeen', deviceId }, { key: 'core', via: 'core' }, null)
      }
    },
  })
  const taps = createTapNotes(pipeline, clock)
  const foreign = createForeign(config, { sites, tls, connections })
  const broker = await startBroker({
    admits: (headers) => foreign(headers as CallerHeaders, false) === null,
    pipeline,
    connections,
    counters,
    log,
    openTopics: config.openTopics,
    coreDeviceId: config.coreDeviceId,
    rehearses: config.rehearsal !== null,
    limits: config.limits,
    authenticate: identity.authenticate,
    onTakeover: (client) => identity.takenOver(client.id, connections.deviceOf(client)?.deviceId),
    ...hearEvents({ connections, identity, taps, board, ready, presence, logs }),
  })

  function applyCommit(result: BatchResult): void {
    mode = result.mode
    if (result.identity && result !== booted) identity.learn(result.identity)
    if (result.stall) stall.set(result.stall)
    for (const { contract, payload } of result.publications) {
      if (contract === 'opScript') script = loadedScript(payload as OpScript)
    }
    if (result.publications.length > 0 || result.timeline !== '') backups?.stored()
    publishCommit(result, { broker, timer, cardsWorker, ready, panic, ...fleet })
  }

  // Before the first port opens: whoever comes in by it may have committed something before the last one is open.
  const watched = { clock, counters, pipeline, connections, board, backups }
  const metrics = coreMetrics({ ...watched, booksOk: () => booksWatch?.state()?.ok ?? null })
  applyCommit(booted)
  publishBoot(broker, board, config.coreDeviceId)
  status.publish()
  const places = { host: config.bind, tcpPort: config.mqttPort, wsPort: config.wsPort, tls }
  const { tcpPort, wsPort, tlsPort, wssPort } = await broker.listen(places)

  const books = createBooksWatch({
    reader,
    clock,
    publish: (payload) => broker.publish({ contract: 'opBooks', params: {}, payload }),
    onChange({ ok, problems }) {
      if (ok) log.info('the books balance')
      else log.error({ problems }, 'the books do not balance or cannot be added up: stop playing, keep the database')
    },
  })
  booksWatch = books
  const stopSweep = clock.every(SWEEP_EVERY_MS, () => {
    pipeline.submit({ kind: 'moneySweep' }, { key: 'timer', via: 'timer' }, null)
  })

  const seen = { log, startedAt, reader, identity, ready, panic, tls, foreign, books, metrics, logs }
  const brokerPorts = { ws: wsPort, wss: wssPort }
  await startHttp(config, { ...watched, ...seen, failing: status.failing, mode: () => mode, brokerPorts }, sites)
  const stopClock = clock.every(CLOCK_EVERY_MS, () => {
    broker.publish({ contract: 'clockState', params: {}, payload: { now_ms: clock.now() } })
  })
  pipeline.submit({ kind: 'coreStart' }, { key: 'core', via: 'core' }, null)

  return {
    firstStartCode: identity.firstStartCode,
    ports: {
      mqtt: tcpPort,
      ws: wsPort,
      mqtts: tlsPort,
      wss: wssPort,
      api: sites[0]?.port ?? 0,
      operator: sites[1]?.port ?? 0,
    },
    async stop() {
      stopClock()
      stopSweep()
      books.stop()
      await backups?.stop()
      timer.stop()
      stall.stop()
      panic.stop()
      ready.stop()
      disks.stop()
      cardsWorker.stop()
      fleet.stop()
      tls?.stop()
      identity.stop()
      await Promise.all(sites.map((site) => site.close()))
      broker.publish({ contract: 'deviceStatus', params: { device_id: config.coreDeviceId }, payload: 'offline' })
      await pipeline.stop()
      await broker.close()
      await reader.close()
      await store.close()
    },
  }
}
