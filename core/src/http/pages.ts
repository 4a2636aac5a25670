import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import type { PageConfig } from '@eg/shared'
import { Hono } from 'hono'
import type { SecureHeadersVariables } from 'hono/secure-headers'
import { CORE_FOLDER } from '../place.js'
import { pageHeaders } from './security-headers.js'

/** Where `npm run build` puts the operator's page. */
const OPERATOR_PAGE = fileURLToPath(new URL('../ui-operator/dist', CORE_FOLDER))

/** Stands in the built page where its nonce belongs (`html.cspNonce` of ui-operator/vite.config.ts). */
const NONCE_PLACE = '__EG_NONCE__'

/** What the page must know at run time; another broker port where it came by https (`secure`). */
export type PageConfigOf = (secure: boolean) => PageConfig

/** The operator's page: built files, and what it must know at run time in `config.json`. */
export function pageRoutes(config: PageConfigOf): Hono<{ Variables: SecureHeadersVariables }> {
  const app = new Hono<{ Variables: SecureHeadersVariables }>()
  app.use('*', pageHeaders(config(false).mqtt_host))
  app.get('/config.json', (c) => c.json(config(c.req.url.startsWith('https:')), 200, { 'cache-control': 'no-store' }))
  if (!existsSync(`${OPERATOR_PAGE}/index.html`)) {
    app.get('*', (c) =>
      c.text('The operator page is not built. Run "npm run build", then start the core again.\n', 503),
    )
    return app
  }
  app.use('*', async (c, next) => {
    await next()
    // The names of assets carry a hash of their content; the page that names them must be asked for anew each time.
    const forEver = c.res.ok && c.req.path.startsWith('/assets/')
    c.res.headers.set('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  const page = readFileSync(`${OPERATOR_PAGE}/index.html`, 'utf8')
  app.get('*', (c, next) => {
    const named = c.req.path !== '/index.html' && (c.req.path.includes('.') || c.req.path.startsWith('/assets'))
    return named ? next() : Promise.resolve(c.html(page.replaceAll(NONCE_PLACE, c.get('secureHeadersNonce') ?? '')))
  })
  app.use('*', serveStatic({ root: OPERATOR_PAGE }))
  return app
}
