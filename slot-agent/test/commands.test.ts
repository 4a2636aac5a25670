import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contracts, type OpCommands } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

const own = { device_id: 'slot-01' }

let venue: Venue
beforeEach(async () => {
  venue = await openVenue()
  await venue.startCore()
})
afterEach(() => venue.close())

const order = (body: object) => venue.post('/api/op/devices/command', { target_id: 'slot-01', ...body })
const newest = async () =>
  ((await venue.get('/api/devices/slot-01/commands')) as { items: OpCommands['items'] }).items[0]
const ends = (status: 'done' | 'failed', timeoutMs?: number) =>
  until(
    `the command to have ${status}`,
    async () => {
      const last = await newest()
      return last?.status === status && last
    },
    timeoutMs,
  )
const start = async (env: Record<string, string> = {}) => {
  const agent = await venue.startAgent(env)
  await venue.shows('the day', ({ phase }) => phase === 'attract')
  return agent
}

/**
 * A `date` program that writes down what it was told, and says that it did it, or that it may not. Never the real one: the clock
 * of this machine is everybody's, and root in a container may well be allowed to set it. What the real one says to a user who
 * may not is in `host-clock.test.ts`.
 */
function fakeDate(words: string): { PATH: string; told: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'eg-date-'))
  const script = join(folder, 'date')
  writeFileSync(script, `#!/bin/sh\necho "$@" >> ${folder}/told\n${words}\n`)
  chmodSync(script, 0o755)
  return { PATH: `${folder}:${process.env.PATH}`, told: () => readFileSync(join(folder, 'told'), 'utf8') }
}

describe('a slot that is told what to do', () => {
  it('S50 identify: all lights blink, the page is told, done when its time is over', async () => {
    await start()
    await order({ action: 'identify', seconds: 2 })
    await venue.shows('its name', ({ service }) => service?.do === 'identify')
    await venue.shows('all lights', ({ lights }) => lights.every(Boolean))
    await venue.shows('no light', ({ lights }) => !lights.some(Boolean))
    await ends('done')
    await venue.shows('nothing of it', ({ service, lights }) => service === null && !lights.some(Boolean))
  })

  it('S51 press-test: every button once, with what was pressed so far; in vain it names those', async () => {
    const agent = await start()
    await order({ action: 'press_test', seconds: 60 })
    await venue.shows('the test', ({ service }) => service?.do === 'press_test')
    agent.type('2')
    const soFar = [false, true, false, false, false, false]
    await until('one button', async () => (await newest())?.result?.pressed?.join() === soFar.join())
    expect(await newest()).toMatchObject({ status: 'accepted' })
    for (const key of ['1', '3', '4', '5', '6']) agent.type(key)
    expect(await ends('done')).toMatchObject({ result: { pressed: Array(6).fill(true) } })
    await order({ action: 'press_test', seconds: 1 })
    expect(await ends('failed')).toMatchObject({
      reason: 'not_all_pressed',
      result: { pressed: Array(6).fill(false) },
    })
  })

  it('S54 U84 simulate card: a visit as by a real one; its log says so, when somebody asks', async () => {
    await start()
    await order({ action: 'simulate_card', tag_uid: '04b7d1e2' })
    await ends('done')
    await venue.shows('the card', ({ card }) => card?.tag_uid === '04B7D1E2')
    const { lines } = (await venue.get('/api/devices/slot-01/logs')) as { lines: { level: string; text: string }[] }
    expect(lines.find(({ text }) => text.startsWith('command simulate_card: done'))).toMatchObject({ level: 'info' })
    expect(JSON.stringify(lines)).not.toContain('04B7D1E2')
  })

  it('S63 set clock: to the core’s time where it may, and says why where it may not', async () => {
    const obeys = fakeDate('exit 0')
    const agent = await start({ PATH: obeys.PATH })
    await order({ action: 'set_clock' })
    const { result } = await ends('done')
    expect(Math.abs(Number(result?.by_ms))).toBeLessThan(10_000)
    expect(obeys.told()).toMatch(/^-u -s @\d{10}\.\d{3}$/m)
    await agent.end()
    const refuses = fakeDate('echo "date: cannot set date: Operation not permitted" >&2; exit 1')
    await start({ PATH: refuses.PATH })
    await order({ action: 'set_clock' })
    expect(await ends('failed')).toMatchObject({
      reason: 'not_permitted',
      detail: 'date: cannot set date: Operation not permitted',
    })
  })

  it('S56 restart: the process ends with status 75, and the command is done once it is back', async () => {
    const agent = await start({ INVOCATION_ID: 'as under systemd' })
    await order({ action: 'restart_agent' })
    expect(await agent.ended).toBe(75)
    await until('slot-01 to say goodbye', () => venue.status() === 'offline')
    expect(await newest()).toMatchObject({ status: 'accepted' })
    await start()
    await ends('done')
  })

  it('S56 is not restarted where nobody would start it again', async () => {
    await start()
    await order({ action: 'restart_agent' })
    expect(await ends('failed')).toMatchObject({ reason: 'no_supervisor' })
    expect(venue.status()).toBe('online')
  })

  it('S57 what a restart interrupted has failed; a command carried out once is answered again, not carried out again', async () => {
    const agent = await start()
    const heard: { cmd_id: string; status: string }[] = []
    const { cmd_id } = (await order({ action: 'press_test', seconds: 60 })) as { cmd_id: string }
    await venue.shows('the test', ({ service }) => service?.do === 'press_test')
    await agent.end('SIGKILL')
    await start()
    expect(await ends('failed')).toMatchObject({ reason: 'restarted', cmd_id })
    // The core asks again by its id, as it does when an answer is lost.
    venue.bus.subscribe(contracts.slotState, own, ({ payload }) => {
      if (payload?.service) heard.push({ cmd_id, status: payload.service.do })
    })
    await order({ action: 'identify', seconds: 1 })
    await ends('done')
    expect(heard.map(({ status }) => status)).not.toContain('press_test')
  })

  it('S57 goes on over a restart of the core', async () => {
    const again = await openVenue()
    try {
      const core = await again.startCore()
      const agent = await again.startAgent()
      await again.shows('the day', ({ phase }) => phase === 'attract')
      await again.post('/api/op/devices/command', { target_id: 'slot-01', action: 'press_test', seconds: 60 })
      await again.shows('the test', ({ service }) => service?.do === 'press_test')
      await core.end('SIGKILL')
      for (const key of ['1', '2', '3', '4', '5', '6']) agent.type(key)
      await until('the agent to be done', () => agent.output().includes('command press_test: done'))
      await again.startCore()
      const last = async () =>
        ((await again.get('/api/devices/slot-01/commands')) as { items: OpCommands['items'] }).items[0]
      await until('the core to know', async () => (await last())?.status === 'done')
      expect(await last()).toMatchObject({ result: { pressed: Array(6).fill(true) } })
    } finally {
      await again.close()
    }
  })

  it('S58 reload screen: done when another load of the page reports, failed where there is none', async () => {
    await start()
    await order({ action: 'reload_screen' })
    expect(await ends('failed')).toMatchObject({ reason: 'no_screen' })
    const say = (load_id: string) =>
      venue.bus.publish(contracts.slotScreen, own, { version: '1', visible: true, load_id })
    const asked: string[] = []
    venue.bus.subscribe(contracts.slotReload, own, ({ payload }) => payload && asked.push(payload.load_id))
    await say('first')
    await order({ action: 'reload_screen' })
    await until('the page to be asked', () => asked.length > 0)
    expect(asked[0]).toBe('first')
    await say('first')
    expect(await newest()).toMatchObject({ status: 'accepted' })
    await say('second')
    await ends('done')
  })
})
