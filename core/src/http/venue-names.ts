import { isIP } from 'node:net'

/** Domains that nobody can register: what ends so is named by the venue's own network. */
export const LOCAL_DOMAINS = ['localhost', 'local', 'lan', 'home', 'internal', 'home.arpa', 'fritz.box'] as const

/** Networks that are nobody's on the internet, as address/mask (RFC 1918, 3927, 6598, 1122; 4193, 4291). */
export const PRIVATE_NETWORKS = [
  '127.0.0.0/255.0.0.0',
  '10.0.0.0/255.0.0.0',
  '172.16.0.0/255.240.0.0',
  '192.168.0.0/255.255.0.0',
  '169.254.0.0/255.255.0.0',
  '100.64.0.0/255.192.0.0',
  '0:0:0:0:0:0:0:1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fc00:0:0:0:0:0:0:0/fe00:0:0:0:0:0:0:0',
  'fe80:0:0:0:0:0:0:0/ffc0:0:0:0:0:0:0:0',
] as const

const PRIVATE_4 = /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
const PRIVATE_6 = /^(::1$|f[cd]|fe[89ab])/

/** Whether an address belongs to such a network. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  return family === 4 ? PRIVATE_4.test(address) : family === 6 && PRIVATE_6.test(address)
}

/** A name without a dot or of a local domain: no stranger's DNS can give it out. */
export function isLocalName(hostname: string): boolean {
  if (isIP(bare(hostname)) !== 0) return false
  return !hostname.includes('.') || LOCAL_DOMAINS.some((domain) => hostname.endsWith(`.${domain}`))
}

/** `[::1]`, as a URL writes an address, → `::1` */
export function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
