import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { type TunnelTarget, openTunnels } from './broker-tunnel.js'
import { createKioskApp, type KioskOptions } from './kiosk-app.js'
import { StartFailure } from './start-failure.js'

export interface KioskServer {
  /** `http://127.0.0.1:5173` */
  address: string
  close(): Promise<void>
}

/**
 * Serves the kiosk page on `bind`:`port` (0: any free one), and with `tunnel` its way to the core. Throws a StartFailure if
 * it cannot listen there.
 */
export async function startKioskServer(
  bind: string,
  port: number,
  options: KioskOptions,
  tunnel: TunnelTarget | null = null,
): Promise<KioskServer> {
  const server = createAdaptorServer({ fetch: createKioskApp(options).fetch }) as Server
  if (tunnel) openTunnels(server, tunnel)
  const bound = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, bind, port)))
    server.listen(port, bind, () => resolve(server.address() as AddressInfo))
  })
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address
  return {
    address: `http://${host}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listenFailure(error: NodeJS.ErrnoException, bind: string, port: number): StartFailure {
  const what = `the kiosk page cannot listen on ${bind} port ${port}`
  const options = { cause: error }
  if (error.code === 'EADDRINUSE') {
    return new StartFailure(
      `${what}, another program uses it: end that one, or set SLOT_UI_PORT to a free port`,
      options,
    )
  }
  if (error.code === 'EACCES') {
    return new StartFailure(`${what}, which needs more rights: set SLOT_UI_PORT to 1024 or more`, options)
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StartFailure(
      `${what}, no address of this machine: set BIND to one, such as 127.0.0.1 or 0.0.0.0`,
      options,
    )
  }
  return new StartFailure(`${what} (${error.message})`, options)
}
