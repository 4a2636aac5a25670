import type { Clock, Mode } from '@eg/shared'
import type { Logger } from 'pino'
import { isLoopback } from './addresses.js'
import type { Connections } from './broker/connections.js'
import { createOffenders } from './broker/wire/offenders.js'
import type { Pipeline } from './commit/pipeline.js'
import type { CoreConfig } from './config.js'
import { type HttpOptions, createApi, createOperatorSite } from './http/app.js'
import { type HttpListener, serveHttp } from './http/serve.js'
import type { IdentityService } from './identity/start-identity.js'
import type { BackupWatch } from './ops/backup-watch.js'
import type { BooksWatch } from './ops/books-watch.js'
import type { Counters } from './ops/counters.js'
import type { DeviceBoard } from './ops/device-board.js'
import type { DeviceLogs } from './ops/device-logs.js'
import { healthOf } from './ops/health.js'
import { createMetrics } from './ops/metrics.js'
import type { PanicWatch } from './ops/panic-watch.js'
import type { ReadyWatch } from './ops/ready-watch.js'
import type { Reader } from './store/store.js'
import type { TlsKeeper } from './tls/tls-keeper.js'

/** The parts that HTTP looks at. */
export interface HttpParts {
  log: Logger
  clock: Clock
  startedAt: number
  counters: Counters
  pipeline: Pipeline
  reader: Reader
  identity: IdentityService
  connections: Connections
  board: DeviceBoard
  logs: DeviceLogs
  books: BooksWatch
  backups: BackupWatch | null
  ready: ReadyWatch
  panic: PanicWatch
  tls: TlsKeeper | null
  foreign: HttpOptions['foreign']
  failing: () => string | null
  mode: () => Mode
  /** Where the broker listens for pages. */
  brokerPorts: { ws: number; wss: number | null }
}

export type CoreMetrics = ReturnType<typeof createMetrics>

/** The figures of `/metrics`. */
export function coreMetrics(
  parts: Pick<HttpParts, 'counters' | 'pipeline' | 'connections' | 'board' | 'backups'> & {
    booksOk: () => boolean | null
  },
): CoreMetrics {
  const { connections, backups } = parts
  return createMetrics({
    counters: parts.counters,
    queue: () => parts.pipeline.depth,
    clients: () => connections.size,
    unsentBytes: connections.unsentBytes,
    booksOk: parts.booksOk,
    // Before the first one too: where none can be taken it goes on growing.
    backupAgeS: () => (backups ? backups.behindMs() / 1000 : null),
    devices: parts.board.devices,
  })
}

/** Opens the API's port, then the operator's page's; `sites` has each from when it is open. */
export async function startHttp(
  config: CoreConfig,
  parts: HttpParts & { metrics: CoreMetrics },
  sites: HttpListener[],
): Promise<void> {
  const { clock, pipeline, connections, board, books, backups, tls, identity, reader, metrics, log, foreign } = parts
  const health = () =>
    healthOf({
      auth: config.auth,
      ...(config.rehearsal && { rehearsal: true as const }),
      failing: parts.failing(),
      mode: parts.mode(),
      books: books.state(),
      backup: backups?.state() ?? null,
      tls: tls?.state() ?? null,
      uptimeMs: clock.now() - parts.startedAt,
      clients: connections.size,
      queue: pipeline.depth,
      counters: parts.counters,
    })
  const api = createApi({
    auth: config.auth,
    identity,
    pipeline,
    metrics,
    reader,
    devices: board.devices,
    latency: board.latency,
    logs: parts.logs.ask,
    health,
    foreign,
    log,
    books: books.state,
    checkBooks: books.checkAll,
    ready: parts.ready.all,
    panic: parts.panic.state,
    now: clock.now,
    undoMs: config.undoMs,
    currency: config.money.currency,
  })
  const { ws, wss } = parts.brokerPorts
  const pageConfig = (secure: boolean) => ({
    mqtt_port: config.page.mqttPort ?? (secure ? wss : null) ?? ws,
    ...(config.page.mqttHost === undefined ? {} : { mqtt_host: config.page.mqttHost }),
  })
  const { limits } = config
  const { note } = createOffenders(parts.counters, log, () => performance.now())
  const web = { limits, exempt: (address: string) => !limits.countLoopback && isLoopback(address), note }
  sites.push(await serveHttp(api, config.bind, config.apiPort, tls, web))
  sites.push(await serveHttp(createOperatorSite(api, pageConfig), config.bind, config.operatorPort, tls, web))
}
