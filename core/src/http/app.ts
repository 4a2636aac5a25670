import type { OpDevice, OpPanic, OpReady } from '@eg/shared'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import type { Pipeline } from '../commit/pipeline.js'
import type { Metrics } from '../ops/metrics.js'
import type { IdentityService } from '../identity/start-identity.js'
import { authorize } from './caller.js'
import { commandRoutes } from './commands.js'
import { type DeviceReadOptions, deviceReadRoutes } from './device-reads.js'
import { disputeRoutes } from './dispute.js'
import { eveningSessionRoutes } from './evening-sessions.js'
import { invalid, unreadable } from './error-answers.js'
import { StoreUnavailableError } from '../store/store.js'
import type { CallerHeaders } from './foreign-caller.js'
import { type MoneyRouteOptions, moneyRoutes } from './money.js'
import { type PageConfigOf, pageRoutes } from './pages.js'
import { readRoutes } from './reads.js'
import { apiHeaders } from './security-headers.js'
import { sessionRoutes } from './sessions.js'

const MAX_BODY = 64 * 1024

export interface HttpOptions extends MoneyRouteOptions {
  auth: 'open' | 'enrolled'
  identity: IdentityService
  pipeline: Pipeline
  devices: () => OpDevice[]
  latency: DeviceReadOptions['latency']
  logs: DeviceReadOptions['logs']
  /** Every check of the ready gate, and the doors. */
  ready: () => OpReady
  /** What is frozen, dark and said. */
  panic: () => OpPanic
  health: () => { ok: boolean; version: string } & Record<string, unknown>
  metrics: Pick<Metrics, 'text' | 'contentType'>
  /** Why a request comes from a page that is not the venue's; null if it does not. `safe`: it changes nothing. */
  foreign: (headers: CallerHeaders, safe: boolean) => string | null
  log: Logger
  /** EG_UNDO_S, in ms. */
  undoMs: number
}

/** The HTTP API of port 8000: `/health` and `/api/…`. */
export function createApi(options: HttpOptions): Hono {
  const app = new Hono()
  app.use('*', apiHeaders)
  app.use('*', refuseForeign(options.foreign))
  app.use(
    '*',
    bodyLimit({
      maxSize: MAX_BODY,
      onError: (c) => c.json(invalid(`The body is larger than ${MAX_BODY} bytes`), 413),
    }),
  )
  app.use('*', authorize(options.auth, options.identity))
  app.get('/health', (c) => {
    const all = options.health()
    // A stranger learns that the core is there, and nothing of the evening.
    const health = c.get('caller') ? all : { ok: all.ok, version: all.version, auth: options.auth }
    return c.json(health, health.ok ? 200 : 503)
  })
  app.get('/metrics', async (c) =>
    c.text(await options.metrics.text(), 200, { 'content-type': options.metrics.contentType }),
  )
  app.route('/api', sessionRoutes(options.auth, options.identity))
  app.route('/api', commandRoutes(options.pipeline))
  app.route('/api', readRoutes(options.reader))
  app.route('/api', deviceReadRoutes(options))
  app.get('/api/ready', (c) => c.json(options.ready()))
  app.get('/api/panic', (c) => c.json(options.panic()))
  app.route('/api', moneyRoutes(options))
  app.route('/api', disputeRoutes(options.reader, options.undoMs))
  app.route('/api', eveningSessionRoutes(options))
  app.notFound((c) =>
    c.json(
      {
        ok: false,
        status: 'not_found',
        reason: 'not_found',
        detail: `There is no ${c.req.method} ${c.req.path} here.`,
      },
      404,
    ),
  )
  app.onError((error, c) => {
    if (error instanceof StoreUnavailableError) {
      options.log.error({ path: c.req.path, why: error.message }, 'the store could not be read')
      return c.json(unreadable(error.message), 503)
    }
    options.log.error({ path: c.req.path, error: error.stack }, 'an HTTP request failed')
    return c.json(
      {
        ok: false,
        status: 'unavailable',
        reason: 'fault',
        detail:
          'The core has a fault; its log says which. Look whether the command was carried out before asking again.',
      },
      500,
    )
  })
  return app
}

/** The operator's page of port 3000, with the API on the same origin. */
export function createOperatorSite(api: Hono, config: PageConfigOf): Hono {
  const app = new Hono()
  app.all('/api/*', (c) => api.fetch(c.req.raw, c.env))
  app.get('/health', (c) => api.fetch(c.req.raw, c.env))
  app.route('/', pageRoutes(config))
  return app
}

/** A page of another site must neither command the core through a visitor's browser nor read it. */
function refuseForeign(foreign: HttpOptions['foreign']): MiddlewareHandler {
  return async (c, next) => {
    const why = foreign(c.req.header(), c.req.method === 'GET' || c.req.method === 'HEAD')
    if (why === null) return next()
    const detail = `${why} Nothing was changed.`
    return c.json({ ok: false, status: 'refused', reason: 'foreign_page', detail }, 403)
  }
}
