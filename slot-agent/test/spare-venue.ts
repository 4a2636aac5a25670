import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildTopic, contracts, type SlotState } from '@eg/shared'
import { type EnrolledCore, createEnrolledCore, listen } from '../../core/test/enrolled-core.js'
import { AGENT, endAll, freePorts, type Program, startProgram, until } from '../../scripts/test/processes.js'

export interface Link {
  state: string
  code?: string
  device_id?: string
  replaced?: boolean
}

/** One machine: its own folder and port, whatever device it is. */
export interface Machine {
  /** Its program, with the parts simulated. */
  start(ready?: string): Promise<Program>
  program(): Program
  kill(): Promise<void>
  link(): Promise<Link>
  linkIs(state: string, deviceId?: string): Promise<Link>
  file(name: string): string
}

/** A core that asks everybody who he is, and machines that are slots or spares. */
export async function openSpareVenue(env: Record<string, string> = {}) {
  const core: EnrolledCore = await createEnrolledCore(env)
  const folders: string[] = []
  await core.start()

  const call = async (path: string, body?: object) =>
    (await core.call(body === undefined ? 'GET' : 'POST', path, body, core.admin())).body

  const machine = async (more: Record<string, string> = {}): Promise<Machine> => {
    const folder = mkdtempSync(join(tmpdir(), 'eg-spare-'))
    folders.push(folder)
    const [uiPort = 0] = await freePorts(1)
    let running: Program | null = null
    const own = {
      CORE_HOST: '127.0.0.1',
      MQTT_PORT: String(core.ports.mqtt),
      SLOT_UI_PORT: String(uiPort),
      DB_PATH: join(folder, 'slot.db'),
      EG_DRIVERS: 'simulated',
      ...more,
    }
    const link = async () => (await (await fetch(`http://127.0.0.1:${uiPort}/link`)).json()) as Link
    return {
      async start(ready = 'slot ') {
        running = await startProgram(AGENT, own, ready)
        return running
      },
      program() {
        if (!running) throw new Error('this machine is off')
        return running
      },
      async kill() {
        await running?.end('SIGKILL')
      },
      link,
      linkIs: (state, deviceId) =>
        until(
          `a machine to be ${state} ${deviceId ?? ''}`,
          async () => {
            const told = await link()
            return told.state === state && (deviceId === undefined || told.device_id === deviceId) && told
          },
          90_000,
        ),
      file: (name) => readFileSync(join(folder, name), 'utf8'),
    }
  }
  const waiting = async (code: string | undefined) => {
    const password = await core.operator('Grace', 'gamemaster')
    const page = await core.connect({ username: 'Grace', password })
    const heard = listen(page)
    await page.subscribeAsync('eg/op/pending', { qos: 1 })
    const found = await until(
      'the device in the list',
      () =>
        heard
          .on<{ items: { key: string; code: string }[] }>('eg/op/pending')
          .at(-1)
          ?.items.find((item) => item.code === code),
      90_000,
    )
    await page.endAsync()
    return found.key
  }
  const online = (deviceId: string, is = true) =>
    until(
      `${deviceId} to be ${is ? 'online' : 'offline'}`,
      async () => {
        const items = (await call('/api/devices')).items as { device_id: string; online: boolean }[]
        return (items.find((d) => d.device_id === deviceId)?.online ?? false) === is
      },
      90_000,
    )
  return {
    core,
    call,
    machine,
    online,
    waiting,
    /** Lets in a machine that waits. */
    async enrol(device: Machine, name: string) {
      const { code } = await until('its code', async () => {
        const told = await device.link()
        return (told.state === 'pending' || told.state === 'revoked') && told
      })
      await call('/api/op/devices/enrol', { key: await waiting(code), device_id: name, role: 'slot' })
      await device.linkIs('ready', name)
      await online(name)
    },
    swap: (slot: string, spare: string, more: object = {}) =>
      call('/api/op/swap', { slot_id: slot, spare_id: spare, reason: 'dead', ...more }),
    async swaps() {
      const lines = (await call('/api/timeline?limit=500')).items as { kind: string; data: Record<string, unknown> }[]
      return lines.filter(({ kind }) => kind === 'swapDone')
    },
    /** What a slot last said that it shows, where the core asks nobody who he is. */
    async shown(deviceId: string): Promise<SlotState> {
      const page = await core.connect({})
      const heard = listen(page)
      const topic = buildTopic(contracts.slotState.topic, { device_id: deviceId })
      await page.subscribeAsync(topic, { qos: 1 })
      const state = await heard.last<SlotState>(topic)
      await page.endAsync()
      return state
    },
    async votes(run: number) {
      const { items = [] } = await call('/api/night/runs')
      return (items as { run: number; voted: number; tally: Record<string, number> | null }[]).find(
        (r) => r.run === run,
      )
    },
    async close() {
      await core.end()
      await endAll()
      await core.kill()
      for (const folder of folders) rmSync(folder, { recursive: true })
    },
  }
}
export type SpareVenue = Awaited<ReturnType<typeof openSpareVenue>>
