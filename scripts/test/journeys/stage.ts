import type { MqttClient } from 'mqtt'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { type EnrolledCore, createEnrolledCore, listen } from '../../../core/test/enrolled-core.js'
import { type Cable, layCable } from '../cable.js'
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.js'
import { endAll, freePorts, until } from '../processes.js'
import { type SimSlot, startSimSlot } from './sim-slot.js'
import { type SlotMachine, prepareSlotMachine } from './slot-machine.js'

/** The password of everybody on a stage. */
export const PASSWORD = 'night falls at nine'

export type Role = 'gamemaster' | 'cashier' | 'technician' | 'viewer'

/** One evening for a file of journeys: a core that asks who somebody is, its slots, and a browser. */
export interface Stage {
  core: EnrolledCore
  browser: Browser
  machines: ReadonlyMap<string, SlotMachine>
  sims: ReadonlyMap<string, SimSlot>
  /** The way of the slots in `cabled` to the core. */
  cable: Cable
  /** Gives an operator's command over HTTP (`night/open`), as one of the people or whoever administers the core; throws what is refused. */
  give(command: string, fields?: object, as?: string): Promise<Record<string, unknown>>
  read<T = Record<string, unknown>>(path: string): Promise<T>
  /** The retained state of a topic, as a game master hears it. */
  state<T>(topic: string): Promise<T>
  /** A page of somebody with a browser of their own; its faults are noted. */
  page(url: string, options?: PageOptions): Promise<Page>
  /** What went wrong on any page: nothing, if all is well. */
  faults(): readonly string[]
  end(): Promise<void>
}

export interface PageOptions {
  viewport?: { width: number; height: number } | undefined
  prepare?: ((context: BrowserContext) => Promise<void>) | undefined
}

export interface StageOptions {
  /** Slots with a machine and a kiosk page; those in `off` are not switched on. */
  machines?: readonly string[]
  off?: readonly string[]
  /** Slots with a machine whose way to the core can be cut. */
  cabled?: readonly string[]
  /** Slots without a page. */
  sims?: readonly string[]
  people?: Readonly<Record<string, Role>>
  env?: Record<string, string>
}

export async function raiseStage(options: StageOptions): Promise<Stage> {
  const { machines: named = [], sims: simulated = [], off = [], cabled = [], people = {} } = options
  const pagePorts = await freePorts(named.length)
  const origins = pagePorts.map((port) => `http://127.0.0.1:${port}`).join(',')
  const votes = String(Math.max(1, [...named, ...simulated].filter((id) => id.startsWith('slot-')).length))
  const core = await createEnrolledCore({ EG_ORIGINS: origins, NIGHT_EXPECTED_VOTES: votes, ...options.env })
  await core.start()
  const launching = chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  const cable = await layCable([core.ports.mqtt, core.ports.ws])
  const [mqtt = 0, ws = 0] = cable.ports
  const prepared = await Promise.all(
    named.map((id, i) =>
      prepareSlotMachine(core, id, pagePorts[i] ?? 0, cabled.includes(id) ? { mqtt, ws } : core.ports),
    ),
  )
  const [browser, sims, tokens] = await Promise.all([
    launching,
    Promise.all(simulated.map((id) => startSimSlot(core, id))),
    Promise.all(
      // Without a game master a house is in its first start.
      Object.entries({ ...people, Ear: 'gamemaster' }).map(
        async ([name, role]) => [name, await core.operator(name, role, PASSWORD)] as const,
      ),
    ),
    ...prepared.filter(({ id }) => !off.includes(id)).map((machine) => machine.start()),
  ])
  const tokenOf = new Map(tokens)
  const faults: string[] = []
  const asked = new Set<string>()
  let ear: Promise<{ client: MqttClient; heard: ReturnType<typeof listen> }> | null = null
  const hear = async () => {
    const password = tokenOf.get('Ear') ?? ''
    const client = await core.connect({ username: 'Ear', password, clientId: 'op-ear' })
    return { client, heard: listen(client) }
  }
  return {
    core,
    browser,
    cable,
    machines: new Map(prepared.map((machine) => [machine.id, machine])),
    sims: new Map(sims.map((slot) => [slot.id, slot])),
    async give(command, fields = {}, as) {
      const token = as === undefined ? core.admin() : tokenOf.get(as)
      const { status, body } = await core.call('POST', `/api/op/${command}`, fields, token)
      if (status !== 200) throw new Error(`${command}: ${JSON.stringify(body)}`)
      return body
    },
    read: async <T>(path: string) => (await core.call('GET', path, undefined, core.admin())).body as T,
    async state<T>(topic: string) {
      ear ??= hear()
      const { client, heard } = await ear
      if (!asked.has(topic)) await client.subscribeAsync(topic, { qos: 1 })
      asked.add(topic)
      return heard.last<T & Record<string, unknown>>(topic)
    },
    async page(url, { viewport = { width: 1280, height: 800 }, prepare } = {}) {
      const context = await browser.newContext({ viewport })
      await prepare?.(context)
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      page.on('pageerror', (error) => faults.push(`${url}: ${error.message}`))
      page.on('console', (message) => {
        if (/Content Security Policy|Minified React error/.test(message.text()))
          faults.push(`${url}: ${message.text()}`)
      })
      await page.goto(url)
      return page
    },
    faults: () => faults,
    async end() {
      await browser.close()
      await Promise.all(sims.map((slot) => slot.stop()))
      await core.end()
      await endAll()
      for (const machine of prepared) machine.clear()
      cable.close()
      await core.kill()
    },
  }
}

export { until }
