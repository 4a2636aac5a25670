import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Contract, type Params, type Payload, buildTopic, contracts, encodePayload } from '@eg/shared'
import { Aedes } from 'aedes'
import { chromium } from 'playwright-core'
import { createServer as createWebSocketServer } from 'websocket-stream'

export const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const CHROMIUM = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' }
const QUIET = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** The built page in a real browser, before a real broker, with us in the place of the core and the agent. */
export async function startStand() {
  const broker = await Aedes.createBroker({ concurrency: 0 })
  const sockets = createServer()
  createWebSocketServer({ server: sockets }).on('stream', (stream) => broker.handle(stream))
  const brokerPort = await listen(sockets)
  const files = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://kiosk').pathname
    if (path === '/config.json') return response.end(JSON.stringify({ mqtt_port: brokerPort, device_id: 'slot-01' }))
    // As an agent of a release before there was enrolment.
    if (path === '/link') return response.writeHead(404).end()
    response.setHeader('content-type', TYPES[extname(path) || '.html'] ?? 'application/octet-stream')
    return response.end(readFileSync(join(DIST, path === '/' ? 'index.html' : path)))
  })
  const pagePort = await listen(files)
  const browser = await chromium.launch({ ...CHROMIUM, args: ['--no-sandbox', ...QUIET] })

  const publish = <C extends Contract>(contract: C, params: Params<C>, payload: Payload<C>) =>
    new Promise<void>((resolve, reject) => {
      const topic = buildTopic(contract.topic, params as never)
      const packet = { cmd: 'publish', dup: false, qos: contract.qos, retain: contract.retain } as const
      const sent = (error?: Error) => (error ? reject(error) : resolve())
      broker.publish({ ...packet, topic, payload: Buffer.from(encodePayload(contract, payload)) }, sent)
    })
  const beat = setInterval(() => void publish(contracts.clockState, {}, { now_ms: Date.now() }), 500)

  return {
    publish,
    browser,
    origin: `http://127.0.0.1:${pagePort}`,
    async stop() {
      clearInterval(beat)
      await browser.close()
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      for (const server of [files, sockets]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
