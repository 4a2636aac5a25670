import { isIP } from 'node:net'

/** Why a text is not a host name that a certificate can name; null if it is. `*.` is not: each name is said. */
export function nameProblem(name: string): string | null {
  const valid =
    name.length <= 253 && /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(name)
  return valid && isIP(name) === 0 ? null : `"${name}" is not a host name. Give names such as eg.venue.example.`
}

export function addressProblem(address: string): string | null {
  return isIP(address) !== 0 ? null : `"${address}" is not an address. Give addresses such as 192.168.1.10.`
}
