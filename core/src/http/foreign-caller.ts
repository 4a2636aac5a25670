import { isIP } from 'node:net'
import { isLoopback } from '../config.js'

/** What a browser says about a request, over HTTP and when it opens a WebSocket. */
export interface CallerHeaders {
  host?: string | undefined
  origin?: string | undefined
  'sec-fetch-site'?: string | undefined
}

/** What the core knows of its own house. */
export interface OwnPages {
  /** Further names of the core (EG_HOSTS), lower case. */
  hosts: readonly string[]
  /** The ports that pages of the venue are served on: the operator's, and the kiosk's on each slot. */
  pagePorts: readonly number[]
}

/**
 * Why a request must be refused because a browser made it for a page that is not the venue's (H2); null for one that may
 * go on. Scripts and devices send no Origin and pass. docs/decisions/0010 says why each step is there.
 */
export function foreignCaller(headers: CallerHeaders, own: OwnPages, safe: boolean): string | null {
  const host = headers.host === undefined ? null : parse(`http://${headers.host}`)
  if (headers.host !== undefined && (!host || !isOwnName(host.hostname, own)))
    return `"${headers.host}" is not a name of this core. Use its address, or add the name to EG_HOSTS.`
  const { origin } = headers
  if (origin === undefined) {
    return headers['sec-fetch-site'] === 'cross-site' && !safe ? 'A page of another site asked for this.' : null
  }
  const page = parse(origin)
  if (page && host && sameHost(page.hostname, host.hostname)) return null
  if (page && isVenueHost(page.hostname, own) && own.pagePorts.includes(portOf(page))) return null
  return `A page of ${origin} asked for this, which is not a page of this venue.`
}

/** Domains that nobody can register: what ends so is named by the venue's own network. */
const LOCAL_DOMAINS = ['localhost', 'local', 'lan', 'home', 'internal', 'home.arpa', 'fritz.box']

/** Names that no stranger's DNS can point at this machine: addresses, names without a dot or of a local domain, EG_HOSTS. */
function isOwnName(hostname: string, own: OwnPages): boolean {
  return isIP(bare(hostname)) !== 0 || isLocalName(hostname) || own.hosts.includes(hostname)
}

/** Where a page of the venue may come from: such a name, or an address of a private network. */
function isVenueHost(hostname: string, own: OwnPages): boolean {
  return isPrivateAddress(bare(hostname)) || isLocalName(hostname) || own.hosts.includes(hostname)
}

function isLocalName(hostname: string): boolean {
  if (isIP(bare(hostname)) !== 0) return false
  return !hostname.includes('.') || LOCAL_DOMAINS.some((domain) => hostname.endsWith(`.${domain}`))
}

const PRIVATE_4 = /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
const PRIVATE_6 = /^(::1$|f[cd]|fe[89ab])/

function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  return family === 4 ? PRIVATE_4.test(address) : family === 6 && PRIVATE_6.test(address)
}

function sameHost(a: string, b: string): boolean {
  return a === b || (isLoopback(bare(a)) && isLoopback(bare(b)))
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** The URL in lower case and without its default port; null for what is none (`null`, as a sandboxed page says). */
function parse(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : null
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80))
}
