import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** An address as it is compared and shown: an IPv4 address that came over IPv6 as IPv4, IPv6 in lower case without zone. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  return mapped?.[1] ?? address.toLowerCase().replace(/%.*$/, '')
}

/** Whether an address or host is this machine's own; also as a socket tells it that hears IPv4 and 6 (`::ffff:127.0.0.1`). */
export function isLoopback(host: string | undefined): boolean {
  const address = plainAddress(host)
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
}

/** How others on the network reach this machine, for what is told to people; `localhost` where it is on none. */
export function ownAddress(bind: string): string {
  if (bind !== '0.0.0.0' && bind !== '::') return bind
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? 'localhost'
}

/** The address of `--from`; undefined for what is none. */
export function readAddress(text: string): string | undefined {
  const address = plainAddress(text.trim())
  return isIP(address) === 0 ? undefined : address
}
