import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Contract, type Params, type Payload, buildTopic, contracts, encodePayload } from '@eg/shared'
import { createAdaptorServer } from '@hono/node-server'
import { Aedes } from 'aedes'
import { chromium } from 'playwright-core'
import { createServer as createWebSocketServer } from 'websocket-stream'
import { createKioskApp } from '../../slot-agent/src/kiosk-app.js'
import { createThemeKeeper } from '../../slot-agent/src/kiosk-theme/theme-keeper.js'

export const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const CHROMIUM = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' }
const QUIET = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/**
 * The built page in a real browser, before a real broker, with us in the place of the core and the agent. `themeDir` is a theme's
 * folder; whatever is put into `answers` is given in the place of a file.
 */
export async function startStand({ themeDir = '' } = {}) {
  const answers = new Map<string, unknown>()
  const broker = await Aedes.createBroker({ concurrency: 0 })
  const sockets = createServer()
  createWebSocketServer({ server: sockets }).on('stream', (stream) => broker.handle(stream))
  const brokerPort = await listen(sockets)
  // The agent's own server, with the policies that it sends. Without `/link`, as an agent of a release before there was enrolment.
  const quiet = { info: () => undefined, warn: () => undefined }
  const app = createKioskApp({
    pageDir: DIST,
    page: { mqtt_port: brokerPort, device_id: 'slot-01' },
    health: () => ({}),
    ...(themeDir !== '' && { theme: createThemeKeeper(themeDir, quiet) }),
  })
  const answered = (request: Request) => {
    const path = new URL(request.url).pathname
    return answers.has(path) ? Response.json(answers.get(path)) : app.fetch(request)
  }
  const files = createAdaptorServer({ fetch: answered }) as Server
  const pagePort = await listen(files)
  const browser = await chromium.launch({ ...CHROMIUM, args: ['--no-sandbox', ...QUIET] })

  const publish = <C extends Contract>(contract: C, params: Params<C>, payload: Payload<C>) =>
    new Promise<void>((resolve, reject) => {
      const topic = buildTopic(contract.topic, params as never)
      const packet = { cmd: 'publish', dup: false, qos: contract.qos, retain: contract.retain } as const
      const sent = (error?: Error) => (error ? reject(error) : resolve())
      broker.publish({ ...packet, topic, payload: Buffer.from(encodePayload(contract, payload)) }, sent)
    })
  let ticking = true
  const beat = setInterval(() => ticking && void publish(contracts.clockState, {}, { now_ms: Date.now() }), 500)

  return {
    publish,
    answers,
    /** Whether the core's clock is heard. */
    setClock: (on: boolean) => void (ticking = on),
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
