import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import type { PageConfig } from '@eg/shared'
import { Hono } from 'hono'
import { pageHeaders } from './security-headers.js'

/** Where `npm run build` puts the operator's page. */
const OPERATOR_PAGE = fileURLToPath(new URL('../../../ui-operator/dist', import.meta.url))

/** What the page must know at run time; another broker port where it came by https (`secure`). */
export type PageConfigOf = (secure: boolean) => PageConfig

/** The operator's page: built files, and what it must know at run time in `config.json`. */
export function pageRoutes(config: PageConfigOf): Hono {
  const app = new Hono()
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
  app.use('*', serveStatic({ root: OPERATOR_PAGE }))
  app.get('*', async (c, next) => {
    if (c.req.path.includes('.') || c.req.path.startsWith('/assets')) return next()
    return serveStatic({ root: OPERATOR_PAGE, path: 'index.html' })(c, next)
  })
  return app
}
