import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../config.js'

const data = () => mkdtempSync(join(tmpdir(), 'eg-tls-config-'))

describe('TLS in the environment', () => {
  it('V19 is off without certificates, and on where they are: in EG_TLS_DIR, or beside the database', () => {
    const folder = data()
    const DB_PATH = join(folder, 'core.db')
    expect(readConfig({ DB_PATH }).tls).toBe(null)
    expect(readConfig({ DB_PATH, EG_TLS_DIR: '/etc/eg/tls' }).tls?.dir).toBe('/etc/eg/tls')
    mkdirSync(join(folder, 'tls'))
    expect(readConfig({ DB_PATH }).tls).toEqual({
      dir: join(folder, 'tls'),
      mqttPort: 8883,
      wssPort: 8884,
      plain: false,
      clientCerts: 'off',
    })
    expect(readConfig({ DB_PATH, EG_TLS_DIR: 'off' }).tls).toBe(null)
    const chosen = { MQTT_TLS_PORT: '18883', MQTT_WSS_PORT: '18884', EG_PLAIN: 'yes', EG_TLS_CLIENT_CERTS: 'require' }
    expect(readConfig({ DB_PATH, ...chosen }).tls).toMatchObject({
      mqttPort: 18883,
      wssPort: 18884,
      plain: true,
      clientCerts: 'require',
    })
  })

  it.each([
    [{ EG_PLAIN: 'maybe' }, 'EG_PLAIN='],
    [{ EG_TLS_CLIENT_CERTS: 'yes' }, 'EG_TLS_CLIENT_CERTS='],
    [{ MQTT_TLS_PORT: '70000' }, 'MQTT_TLS_PORT='],
    [{ EG_TLS_DIR: '/etc/eg/tls', MQTT_WSS_PORT: '8883' }, 'MQTT_WSS_PORT='],
    [{ EG_TLS_DIR: '/etc/eg/tls', MQTT_TLS_PORT: '1883' }, 'MQTT_TLS_PORT='],
    [{ EG_ORIGINS: 'board.venue.example' }, 'EG_ORIGINS='],
    [{ EG_ORIGINS: 'https://board.venue.example/' }, 'EG_ORIGINS='],
    [{ EG_ORIGINS: 'https://a.example:443' }, 'EG_ORIGINS='],
    [{ EG_ORIGINS: '*' }, 'EG_ORIGINS='],
  ])('V19 V22 a wrong value is one line that names the variable: %j', (env, name) => {
    const wrong = () => readConfig(env as Record<string, string>)
    expect(wrong).toThrow(name)
    expect(wrong).toThrow(/^[^\n]+$/)
  })

  it('V22 EG_ORIGINS are origins as browsers write them', () => {
    const { origins } = readConfig({ EG_ORIGINS: 'https://Board.venue.example, http://192.168.1.40:8123' })
    expect(origins).toEqual(['https://board.venue.example', 'http://192.168.1.40:8123'])
  })
})
