/** What a page's server tells it at run time (`GET /config.json`, written from the VITE_* variables). */
export interface PageConfig {
  mqtt_host?: string
  mqtt_port?: number
  mqtt_path?: string
  /** The broker speaks TLS, also where this page came without (a kiosk from its own slot). */
  mqtt_tls?: boolean
  device_id?: string
}

/** The parts of `window.location` that matter here. */
export interface PageLocation {
  protocol: string
  hostname: string
  search: string
}

export interface BrokerAddress {
  /** `ws://192.168.1.10:9001/mqtt` */
  url: string
  deviceId: string | undefined
}

const DEFAULT_PORTS = { ws: 9001, wss: 8884 }
const DEFAULT_PATH = '/mqtt'
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i

/**
 * Where a page finds its broker: URL parameters (`mqtt_host`, `mqtt_port`, `mqtt_path`, `id`), then `config.json`, then
 * the page's own host. `localhost` (or 127.0.0.1, ::1) means the host the page came from, because that is where its author
 * was sitting.
 */
export function resolveBroker(location: PageLocation, config: PageConfig): BrokerAddress {
  const query = new URLSearchParams(location.search)
  const asked = query.get('mqtt_host') || config.mqtt_host || location.hostname
  const host = LOOPBACK.test(asked) ? location.hostname : asked
  const path = query.get('mqtt_path') || config.mqtt_path || DEFAULT_PATH
  const scheme = location.protocol === 'https:' || config.mqtt_tls ? 'wss' : 'ws'
  const port = portOf(query.get('mqtt_port')) ?? portOf(config.mqtt_port) ?? DEFAULT_PORTS[scheme]
  const literal = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  return {
    url: `${scheme}://${literal}:${port}${path.startsWith('/') ? path : `/${path}`}`,
    deviceId: query.get('id') || config.device_id || undefined,
  }
}

/** A port that a WebSocket takes; anything else (`abc`, 70000) is as if it were not given, or the page would not start. */
function portOf(value: string | number | null | undefined): number | undefined {
  const port = Number(value)
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined
}
