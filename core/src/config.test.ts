import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.js'

const fault = (env: Record<string, string>): string => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('the core’s environment', () => {
  it('T1 has the defaults of WIRE', () => {
    expect(readConfig({})).toMatchObject({
      bind: '127.0.0.1',
      mqttPort: 1883,
      wsPort: 9001,
      apiPort: 8000,
      operatorPort: 3000,
      coreDeviceId: 'core-01',
      expectedVotes: 9,
      openTopics: ['test', 'eg/test/#'],
    })
    expect(readConfig({ MQTT_PORT: '', BIND: '' })).toMatchObject({ mqttPort: 1883, bind: '127.0.0.1' })
  })

  it.each([
    [{ MQTT_PORT: 'abc' }, 'MQTT_PORT'],
    [{ MQTT_PORT: '70000' }, 'MQTT_PORT'],
    [{ API_PORT: '80.5' }, 'API_PORT'],
    [{ MQTT_WS_PORT: '1883' }, 'MQTT_WS_PORT'],
    [{ NIGHT_EXPECTED_VOTES: '0' }, 'NIGHT_EXPECTED_VOTES'],
    [{ NIGHT_EXPECTED_VOTES: '1001' }, 'NIGHT_EXPECTED_VOTES'],
    [{ NIGHT_EXPECTED_VOTES: 'slot' }, 'NIGHT_EXPECTED_VOTES'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ CORE_DEVICE_ID: '../core' }, 'CORE_DEVICE_ID'],
    [{ EG_AUTH: 'none' }, 'EG_AUTH'],
    [{ EG_OPEN_TOPICS: '#' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: 'a#,b' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: 'eg/night/#' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: 'props/#,eg/night/vote' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: '+/#' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: 'eg/+/vote' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: 'eg/dev/slot-01/#' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: 'eg/state/mode/#' }, 'EG_OPEN_TOPICS'],
    [{ EG_OPEN_TOPICS: '$SYS/#' }, 'EG_OPEN_TOPICS'],
    [{ EG_HOSTS: 'http://eg.example' }, 'EG_HOSTS'],
    [{ MQTT_PORT: ' ' }, 'MQTT_PORT'],
    [{ MQTT_PORT: '1e3' }, 'MQTT_PORT'],
    [{ NIGHT_EXPECTED_VOTES: ' ' }, 'NIGHT_EXPECTED_VOTES'],
    [{ MQTT_HOST: 'broker.example' }, 'MQTT_HOST'],
  ])('T2 a wrong value is one line that names the variable: %j', (env, name) => {
    const message = fault(env as Record<string, string>)
    expect(message).toContain(`${name}=`)
    expect(message.split('\n')).toHaveLength(1)
  })

  it('T15 a venue expects a number of votes, or every slot that is there', () => {
    expect(readConfig({ NIGHT_EXPECTED_VOTES: '12' }).expectedVotes).toBe(12)
    expect(readConfig({ NIGHT_EXPECTED_VOTES: 'slots' }).expectedVotes).toBe('slots')
    expect(fault({ NIGHT_EXPECTED_VOTES: 'all' })).toContain('"slots"')
  })

  it('T10 topics left free may be any filters that share no topic with EG', () => {
    const filters = ['props/+/x', 'props/#', 'eg/test/#', 'test', '/lamp', 'homeassistant/+/+/config']
    expect(readConfig({ EG_OPEN_TOPICS: filters.join(', ') }).openTopics).toEqual(filters)
  })

  it('T3 on another address than loopback only those who are enrolled are let in, unless EG_AUTH=open is said', () => {
    for (const bind of ['192.168.1.10', '0.0.0.0', '::']) {
      expect(readConfig({ BIND: bind }).auth, bind).toBe('enrolled')
      expect(readConfig({ BIND: bind, EG_AUTH: 'open' }).auth, bind).toBe('open')
    }
    for (const bind of ['127.0.0.1', '127.0.0.2', 'localhost', '::1']) {
      expect(readConfig({ BIND: bind }).auth, bind).toBe('open')
      expect(readConfig({ BIND: bind, EG_AUTH: 'enrolled' }).auth, bind).toBe('enrolled')
    }
  })
})
