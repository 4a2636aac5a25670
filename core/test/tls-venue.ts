import { mkdtempSync, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, type TLSSocket, connect } from 'node:tls'
import mqtt, { type MqttClient } from 'mqtt'
import { type Wanted, makeCoreCertificate } from '../dist/tls/make-certificates.js'

export const DAY_MS = 86_400_000

/** A folder with a CA and a certificate for this machine's loopback names and addresses, made as `npm run certs` does. */
export async function makeTlsFolder(wanted: Partial<Wanted> = {}): Promise<string> {
  const dir = wanted.dir ?? join(mkdtempSync(join(tmpdir(), 'eg-tls-')), 'tls')
  const names = ['localhost', 'eg-core.local']
  const addresses = ['127.0.0.1', '127.0.0.2']
  await makeCoreCertificate({ names, addresses, newCa: false, now: new Date(), ...wanted, dir })
  return dir
}

export const tlsEnv = (dir: string) => ({ EG_TLS_DIR: dir, MQTT_TLS_PORT: '0', MQTT_WSS_PORT: '0' })

export const file = (dir: string, name: string) => readFileSync(join(dir, name), 'utf8')

/** An MQTT client that trusts the folder's CA and does not connect again by itself. */
export function connectTls(dir: string, url: string, options: mqtt.IClientOptions = {}): Promise<MqttClient> {
  return mqtt.connectAsync(url, { ca: file(dir, 'ca.pem'), reconnectPeriod: 0, protocolVersion: 5, ...options })
}

/** The payload of the next message that a client gets. */
export function nextMessage(client: MqttClient): Promise<string> {
  return new Promise((resolve) => client.once('message', (_, payload) => resolve(String(payload))))
}

/** Whether an MQTT client is let in; `from` is the folder whose CA it trusts. */
export async function comesIn(from: string, url: string, options: mqtt.IClientOptions = {}): Promise<boolean> {
  const client = mqtt.connect(url, { ca: file(from, 'ca.pem'), reconnectPeriod: 0, protocolVersion: 5, ...options })
  const connected = await new Promise<boolean>((resolve) => {
    client.once('connect', () => resolve(true))
    client.once('error', () => resolve(false))
    client.once('close', () => resolve(false))
  })
  client.end(true)
  return connected
}

/** A TLS connection that says nothing yet; rejects when it does not come about. */
export async function shake(port: number, options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connect({ port, host: '127.0.0.2', ...options })
  await once(socket, 'secureConnect')
  return socket
}

/** Whether the other side ends the connection instead of going on. */
export function ends(socket: TLSSocket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.on('error', () => resolve(true))
    socket.once('close', () => resolve(true))
    socket.resume()
  })
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** GET by https, trusting the folder's CA. */
export function getTls(dir: string, url: string, options: object = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: file(dir, 'ca.pem'), agent: false, ...options }, (response) => {
      let body = ''
      response.on('data', (text) => (body += String(text)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}
