import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import { type PageConfig, pagePolicy } from '@eg/shared'
import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { answerLink } from './enrolment/link-route.js'
import type { PageLink } from './enrolment/page-link.js'
import type { ThemeKeeper } from './kiosk-theme/theme-keeper.js'

/** Where `npm run build` puts the kiosk page: beside this package, seen from `src` and from `dist`. */
export const PAGE_DIR = fileURLToPath(new URL('../../ui-slot/dist', import.meta.url))

export const PAGE_MISSING = 'the kiosk page is not built: run "npm run build" in the project\'s folder'

/** Names with a hash of their content never change what they are. */
const FOR_EVER = 'public, max-age=31536000, immutable'

export interface KioskOptions {
  pageDir: string
  page: PageConfig
  /** What `GET /health` tells beside `ok`. */
  health: () => Record<string, unknown>
  /** What `GET /link` tells the page before it connects. Default: there is no such thing. */
  link?: PageLink
  /** The venue's look, words and sounds (`GET /theme.json`, `/theme/…`). Default: the page has its own. */
  theme?: ThemeKeeper
}

export function isPageBuilt(pageDir: string): boolean {
  return existsSync(join(pageDir, 'index.html'))
}

/** The slot's own web pages: the kiosk, its `config.json`, and `health`. */
export function createKioskApp({ pageDir, page, health, link, theme }: KioskOptions): Hono {
  const app = new Hono()
  let files: MiddlewareHandler | null = null
  let headers = headersFor([])
  app.use(async (c, next) => {
    await next()
    // Afterwards: the request that finds the page has made its headers.
    await headers(c, async () => undefined)
  })
  app.use(async (c, next) => {
    await next()
    const isAsset = c.res.status === 200 && c.req.path.startsWith('/assets/')
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', isAsset ? FOR_EVER : 'no-cache')
  })
  app.get('/health', (c) => c.json({ ok: true, ...health() }, 200, { 'Cache-Control': 'no-store' }))
  app.get('/config.json', (c) => c.json(page, 200, { 'Cache-Control': 'no-store' }))
  if (link) app.get('/link', answerLink(link))
  app.get('/theme.json', (c) => c.json(theme?.page() ?? {}, 200, { 'Cache-Control': 'no-store' }))
  app.get('/theme/*', (c) => {
    const found = theme?.file(c.req.path.slice('/theme/'.length))
    if (!found) return c.text('the theme has no such file\n', 404)
    // Its address names the version of the theme that it is of.
    return c.body(found.content, 200, { 'Content-Type': found.type, 'Cache-Control': FOR_EVER })
  })
  const pageFiles: MiddlewareHandler = async (c, next) => {
    if (!isPageBuilt(pageDir)) return c.text(`${PAGE_MISSING}\n`, 503)
    // Made when there is something to serve: it looks at the folder once, and complains by itself.
    if (files === null) {
      files = serveStatic({ root: pageDir })
      headers = headersFor(styleHashes(join(pageDir, 'index.html')))
    }
    return files(c, next)
  }
  app.get('*', pageFiles)
  return app
}

/** The page may speak to any broker: which one, its address may say where no pass is needed (`?mqtt_host=…`, V70). */
function headersFor(styles: string[]): MiddlewareHandler {
  const policy = pagePolicy(['ws:', 'wss:'], styles)
  // The theme's sounds, from here and from nowhere else.
  return secureHeaders({ ...policy, contentSecurityPolicy: { ...policy.contentSecurityPolicy, mediaSrc: ["'self'"] } })
}

/** The style that makes the page dark from the start stands in it; a policy lets it in by its hash. */
function styleHashes(indexFile: string): string[] {
  const styles = readFileSync(indexFile, 'utf8').matchAll(/<style>([^<]*)<\/style>/g)
  return Array.from(styles, ([, css = '']) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`)
}
