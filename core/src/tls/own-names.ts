import { hostname, networkInterfaces } from 'node:os'

/** How a venue may call its core without asking anybody. */
export const USUAL_NAME = 'eg-core'

/** This machine's names on the venue's network, and `localhost`. */
export function ownNames(): string[] {
  const name = hostname().toLowerCase()
  const first = name.split('.', 1)[0] ?? name
  return [...new Set([name, `${first}.local`, `${USUAL_NAME}.local`, 'localhost'])].filter((item) => item !== '')
}

/** This machine's addresses now; those of a link alone (fe80::…) are nobody's to type. */
export function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const addresses = all.filter(({ address }) => !/^fe[89ab]/i.test(address)).map(({ address }) => address)
  return [...new Set(['127.0.0.1', '::1', ...addresses])]
}

/** Addresses of the network that a certificate does not name. IPv6 ones come and go by the day and are not asked for. */
export function addressesMissing(names: readonly string[]): string[] {
  return ownAddresses().filter((address) => !address.includes(':') && !names.includes(address))
}
