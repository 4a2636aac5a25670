import { isIP } from 'node:net'
import { isLoopback } from '../addresses.js'
import { bare, isLocalName, isPrivateAddress } from './venue-names.js'

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
  pagePorts: () => { operator: number; kiosk: number }
  /** Further pages that may call (EG_ORIGINS), as a browser names them: `https://board.venue.example`. */
  origins: readonly string[]
  /**
   * With enrolment: this machine's names, and the addresses of enrolled slots; no others then. Null in open mode, where a
   * local name or private address stands for them.
   */
  enrolled: { names: () => readonly string[]; slotAddresses: () => ReadonlySet<string> } | null
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
  if (page && (own.origins.includes(page.origin) || isOwnPage(page, host, own) || isKiosk(page, own))) return null
  return `A page of ${origin} asked for this, which is not a page of this venue. If it is, add it to EG_ORIGINS.`
}

/** Names that no stranger's DNS can point at this machine. With enrolment not even the venue's own network can. */
function isOwnName(hostname: string, own: OwnPages): boolean {
  if (isIP(bare(hostname)) !== 0 || hostname === 'localhost' || own.hosts.includes(hostname)) return true
  return own.enrolled ? isOneOf(hostname, own.enrolled.names()) : isLocalName(hostname)
}

/** Its own name, also under a local domain: `casino`, `casino.local` and `casino.lan` are one machine. */
function isOneOf(hostname: string, names: readonly string[]): boolean {
  return names.some((name) => machineOf(name) === machineOf(hostname))
}

function machineOf(name: string): string | undefined {
  return isLocalName(name) ? name.split('.', 1)[0] : name
}

/** The operator's page, or one of the same origin. In open mode any of this host: a kiosk that was given another port. */
function isOwnPage(page: URL, host: URL | null, own: OwnPages): boolean {
  if (!host || !sameHost(page.hostname, host.hostname)) return false
  return !own.enrolled || page.host === host.host || portOf(page) === own.pagePorts().operator
}

/** The kiosk's page: on the machine that shows it, or at a slot's address. */
function isKiosk(page: URL, { enrolled, hosts, pagePorts }: OwnPages): boolean {
  const { operator, kiosk } = pagePorts()
  const port = portOf(page)
  const address = bare(page.hostname)
  if (enrolled) return port === kiosk && (isLoopback(address) || enrolled.slotAddresses().has(address))
  const isVenue = isPrivateAddress(address) || isLocalName(page.hostname) || hosts.includes(page.hostname)
  return isVenue && (port === kiosk || port === operator)
}

function sameHost(a: string, b: string): boolean {
  return a === b || (isLoopback(bare(a)) && isLoopback(bare(b)))
}

/** The URL in lower case and without its default port; null for what is none (`null`, as a sandboxed page says). */
function parse(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : null
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80))
}
