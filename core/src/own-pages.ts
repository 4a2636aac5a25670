import type { CoreConfig } from './config.js'
import type { Connections } from './broker/connections.js'
import { type CallerHeaders, type OwnPages, foreignCaller } from './http/foreign-caller.js'
import type { HttpListener } from './http/serve.js'
import { ownNames } from './tls/own-names.js'
import type { TlsKeeper } from './tls/tls-keeper.js'

interface Parts {
  /** The API's and the operator's page's, as far as they are open. */
  sites: readonly HttpListener[]
  tls: TlsKeeper | null
  connections: Pick<Connections, 'slotAddresses'>
}

/** Tells why a request, or a WebSocket, comes from a page that is not the venue's; null if it does not. */
export function createForeign(
  config: CoreConfig,
  { sites, tls, connections }: Parts,
): (headers: CallerHeaders, safe: boolean) => string | null {
  const venue: OwnPages = {
    hosts: config.hosts,
    origins: config.origins,
    pagePorts: () => ({ operator: sites[1]?.port ?? config.operatorPort, kiosk: config.kioskPort }),
    enrolled:
      config.auth === 'open'
        ? null
        : {
            names: () => [...ownNames(), ...(tls?.state().names ?? [])],
            slotAddresses: connections.slotAddresses,
          },
  }
  return (headers, safe) => foreignCaller(headers, venue, safe)
}
