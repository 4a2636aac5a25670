import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Context } from 'hono'
import type { PageLink } from './page-link.js'

const ELSEWHERE =
  'This page works on the slot itself only: it gets its pass from the program beside it, and hands none to other machines. To watch a slot from elsewhere, use the operator’s page.'

/**
 * `GET /link`. What it tells is a pass, so it is for the browser of this very machine: the socket must come from loopback, and
 * the Host must be a loopback name, or a page of a stranger's domain that points here (DNS rebinding) could read it. Where no
 * secret is needed it is for whoever asks.
 */
export function answerLink(link: PageLink): (c: Context) => Promise<Response> {
  return async (c) => {
    c.header('Cache-Control', 'no-store')
    if (link.isPrivate() && !isOwnBrowser(c)) return c.json({ state: 'foreign', detail: ELSEWHERE }, 403)
    return c.json(await link.answer())
  }
}

function isOwnBrowser(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage }
  const host = c.req.header('host')
  // A page of another origin could not read the answer; it is not given the chance either.
  const site = c.req.header('sec-fetch-site')
  const isOwnPage = site === undefined || site === 'same-origin' || site === 'none'
  return isLoopbackAddress(incoming?.socket.remoteAddress) && host !== undefined && isLoopbackHost(host) && isOwnPage
}

function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false
  const bare = address.replace(/^::ffff:/i, '')
  return bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}

/** `localhost:5173`, `127.0.0.1:5173`, `[::1]:5173` */
function isLoopbackHost(host: string): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
  return name === 'localhost' || name === '[::1]' || (isIP(name) === 4 && name.startsWith('127.'))
}
