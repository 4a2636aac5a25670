import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@eg/shared'
import mqtt, { type MqttClient } from 'mqtt'
import { pino } from 'pino'
import { readConfig } from '../dist/config.js'
import { type Core, startCore } from '../dist/start-core.js'

/** A core in this process, on free ports and a fresh database; `clock` is the machine's own if none is given. */
export async function runCore(env: Record<string, string> = {}, clock?: Clock): Promise<Core> {
  const config = readConfig({
    MQTT_PORT: '0',
    MQTT_WS_PORT: '0',
    API_PORT: '0',
    OPERATOR_UI_PORT: '0',
    DB_PATH: join(mkdtempSync(join(tmpdir(), 'eg-core-')), 'core.db'),
    ...env,
  })
  return startCore(config, {
    log: pino({ level: 'silent' }),
    ...(clock && { clock }),
    onFatal: (error) => {
      throw error
    },
  })
}

/** An MQTT client that does not connect again by itself. */
export function connect(
  port: number,
  options: mqtt.IClientOptions = {},
  scheme: 'mqtt' | 'ws' = 'mqtt',
  path = '/mqtt',
): Promise<MqttClient> {
  const url = scheme === 'ws' ? `ws://127.0.0.1:${port}${path}` : `mqtt://127.0.0.1:${port}`
  return mqtt.connectAsync(url, { reconnectPeriod: 0, protocolVersion: 5, ...options })
}
