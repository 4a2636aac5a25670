import { isLoopback } from './config.js'

/** Whether an address, as a socket tells it, is this machine's own (`::ffff:127.0.0.1` where one socket hears IPv4 and 6). */
export function isOwnMachine(address: string | undefined): boolean {
  return address !== undefined && isLoopback(address.replace(/^::ffff:/, ''))
}
