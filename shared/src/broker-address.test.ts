import { describe, expect, it } from 'vitest'
import { type PageConfig, resolveBroker } from './broker-address.js'

const page = (search = '', hostname = '192.168.1.20', protocol = 'http:') => ({ protocol, hostname, search })
const url = (search: string, config: PageConfig = {}, hostname?: string, protocol?: string) =>
  resolveBroker(page(search, hostname, protocol), config).url

describe('where a page finds its broker', () => {
  it('C19 by URL parameter, then config.json, then the page’s own host', () => {
    const config = { mqtt_host: '10.0.0.2', mqtt_port: 9002, mqtt_path: '/ws', device_id: 'slot-07' }
    expect(url('')).toBe('ws://192.168.1.20:9001/mqtt')
    expect(url('', config)).toBe('ws://10.0.0.2:9002/ws')
    expect(url('?mqtt_host=core.lan&mqtt_port=8083&mqtt_path=/', config)).toBe('ws://core.lan:8083/')
    expect(url('?mqtt_port=8083', config)).toBe('ws://10.0.0.2:8083/ws')
    expect(resolveBroker(page('?id=slot-09'), config).deviceId).toBe('slot-09')
    expect(resolveBroker(page(), config).deviceId).toBe('slot-07')
    expect(resolveBroker(page(), {}).deviceId).toBeUndefined()
  })

  it('C19 localhost, 127.0.0.1 and ::1 mean the host the page came from', () => {
    expect(url('', { mqtt_host: 'localhost' })).toBe('ws://192.168.1.20:9001/mqtt')
    expect(url('?mqtt_host=localhost')).toBe('ws://192.168.1.20:9001/mqtt')
    for (const host of ['127.0.0.1', '127.0.1.1', '::1', '[::1]', 'LOCALHOST'])
      expect(url(`?mqtt_host=${host}`), host).toBe('ws://192.168.1.20:9001/mqtt')
    expect(url('?mqtt_host=127.example.org')).toBe('ws://127.example.org:9001/mqtt')
    expect(url('', {}, '127.0.0.1')).toBe('ws://127.0.0.1:9001/mqtt')
    expect(url('', {}, 'localhost')).toBe('ws://localhost:9001/mqtt')
  })

  it('C19 encrypted from an encrypted page, IPv6 in brackets, a path with or without its slash', () => {
    expect(url('', {}, 'eg.example', 'https:')).toBe('wss://eg.example:8884/mqtt')
    expect(url('', { mqtt_tls: true, mqtt_port: 8444 })).toBe('wss://192.168.1.20:8444/mqtt')
    expect(url('?mqtt_host=fd00::2')).toBe('ws://[fd00::2]:9001/mqtt')
    expect(url('', {}, '[fd00::3]')).toBe('ws://[fd00::3]:9001/mqtt')
    expect(url('?mqtt_path=mqtt')).toBe('ws://192.168.1.20:9001/mqtt')
  })

  it('C19 a port that is none is as if it were not given', () => {
    for (const port of ['', 'abc', '0', '-1', '70000', '1.5', 'NaN']) {
      expect(url(`?mqtt_port=${port}`, { mqtt_port: 9002 }), port).toBe('ws://192.168.1.20:9002/mqtt')
    }
    expect(url('', { mqtt_port: Number.NaN })).toBe('ws://192.168.1.20:9001/mqtt')
  })
})
