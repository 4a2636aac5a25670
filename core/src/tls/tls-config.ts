import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export type ClientCerts = 'off' | 'allow' | 'require'

/** How the core speaks TLS; made only where there are certificates. */
export interface TlsConfig {
  /** The folder of `cert.pem`, `key.pem` and `ca.pem`. */
  dir: string
  /** MQTT over TLS. */
  mqttPort: number
  /** MQTT over WebSocket over TLS. */
  wssPort: number
  /** Whether the network is also served without TLS; this machine itself always is. */
  plain: boolean
  clientCerts: ClientCerts
}

/** The variables of TLS, beside those of `config.ts`; `port` reads a port with a default. */
export function tlsVariables<P extends z.ZodType>(port: (fallback: number) => P) {
  return {
    EG_TLS_DIR: z.string().optional(),
    MQTT_TLS_PORT: port(8883),
    // Beside 8883, and the port of MQTT over wss at a well-known cloud broker: whoever guesses, guesses this.
    MQTT_WSS_PORT: port(8884),
    EG_PLAIN: z
      .enum(['yes', 'no'], { error: 'must be "yes" (the network is also served without TLS) or "no"' })
      .default('no'),
    EG_TLS_CLIENT_CERTS: z
      .enum(['off', 'allow', 'require'], { error: 'must be "off", "allow" or "require"' })
      .default('off'),
  }
}

interface Variables {
  EG_TLS_DIR?: string | undefined
  MQTT_TLS_PORT: number
  MQTT_WSS_PORT: number
  EG_PLAIN: 'yes' | 'no'
  EG_TLS_CLIENT_CERTS: ClientCerts
}

/** Certificates are used where they are: in EG_TLS_DIR, or in the folder `tls` beside the database. `off`: not at all. */
export function tlsConfigOf(variables: Variables, dataFolder: string): TlsConfig | null {
  const found = join(dataFolder, 'tls')
  const dir = variables.EG_TLS_DIR ?? (existsSync(found) ? found : 'off')
  if (dir === 'off') return null
  return {
    dir,
    mqttPort: variables.MQTT_TLS_PORT,
    wssPort: variables.MQTT_WSS_PORT,
    plain: variables.EG_PLAIN === 'yes',
    clientCerts: variables.EG_TLS_CLIENT_CERTS,
  }
}
