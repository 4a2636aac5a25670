import { isIP } from 'node:net'
import { LOCAL_DOMAINS, PRIVATE_NETWORKS, isPrivateAddress } from '../http/venue-names.js'

/**
 * What the CA may sign (RFC 5280 4.2.1.10), in OpenSSL's words: names and addresses that only a venue's own network gives
 * out, and those asked for. Whoever trusts this CA in a browser does not trust it for a bank, also when its key is stolen.
 */
export function nameConstraints(names: readonly string[], addresses: readonly string[]): string[] {
  const domains = new Set([...LOCAL_DOMAINS, ...names.map((name) => name.toLowerCase())])
  const single = addresses
    .filter((address) => !isPrivateAddress(address))
    .map((address) => (isIP(address) === 6 ? `${address}/${ones(8)}` : `${address}/255.255.255.255`))
  return [
    ...[...domains].map((domain, i) => `permitted;DNS.${i + 1} = ${domain}`),
    ...[...PRIVATE_NETWORKS, ...single].map((network, i) => `permitted;IP.${i + 1} = ${network}`),
  ]
}

function ones(groups: number): string {
  return Array.from({ length: groups }, () => 'ffff').join(':')
}
