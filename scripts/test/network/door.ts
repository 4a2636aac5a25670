import type { ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MqttClient } from 'mqtt'
import { until } from '../processes.js'
import { type HostName, hosts, runOn } from './hosts.js'

// The hosts have a network of their own, and one file system with us: a process on `ctl` passes on what comes to its sockets.
const SCRIPT = `
const net = require('node:net')
for (const [path, host, port] of JSON.parse(process.argv[1])) {
  net.createServer((here) => {
    const there = net.connect({ host, port, noDelay: true })
    here.pipe(there).pipe(here)
    here.on('error', () => there.destroy())
    there.on('error', () => here.destroy())
  }).listen(path, () => console.log('open ' + path))
}`

const SERVICES = { mqtt: 1883, api: 8000, kiosk: 5173 }
type Service = keyof typeof SERVICES

/** The way from this process to services on the hosts, as a client on the host `ctl` has it. */
export interface Door {
  get<T>(host: HostName, service: Service, path: string): Promise<T>
  post<T>(host: HostName, service: Service, path: string, body: object): Promise<T>
  /** An MQTT client on `ctl` that does not connect again by itself. */
  mqtt(clientId: string): Promise<MqttClient>
  close(): void
}

export async function openDoor(): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'eg-door-'))
  const socket = (host: HostName, service: Service) => join(folder, `${host}-${service}`)
  const ways = [
    [socket('core', 'mqtt'), 'core', SERVICES.mqtt],
    [socket('core', 'api'), 'core', SERVICES.api],
    [socket('slot-01', 'kiosk'), 'slot-01', SERVICES.kiosk],
    [socket('slot-02', 'kiosk'), 'slot-02', SERVICES.kiosk],
  ]
  const child: ChildProcess = runOn('ctl', ['-e', SCRIPT, JSON.stringify(ways)])
  let said = ''
  child.stdout?.on('data', (text) => (said += String(text)))
  await until('the door on ctl', () => said.split('open ').length > ways.length)

  const call = <T>(host: HostName, service: Service, path: string, body?: object) =>
    new Promise<T>((resolve, reject) => {
      const headers = { host: hosts('addr', host).trim(), connection: 'close' }
      const method = body ? 'POST' : 'GET'
      const asked = request({ socketPath: socket(host, service), path, method, headers, timeout: 4000 }, (answer) => {
        let text = ''
        answer.on('data', (part) => (text += String(part)))
        answer.on('end', () => resolve(JSON.parse(text) as T))
        answer.on('error', reject)
      })
      asked.on('timeout', () => asked.destroy(new Error(`${host} does not answer ${path}`)))
      asked.on('error', reject)
      asked.end(body && JSON.stringify(body))
    })

  return {
    get: (host, service, path) => call(host, service, path),
    post: (host, service, path, body) => call(host, service, path, body),
    async mqtt(clientId) {
      const options = { clientId, protocolVersion: 5 as const, reconnectPeriod: 0, keepalive: 0 }
      const client = new MqttClient(() => connect(socket('core', 'mqtt')), options)
      await until(`${clientId} to connect`, () => client.connected)
      return client
    },
    close: () => void child.kill('SIGKILL'),
  }
}
