import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Program, until } from '../../scripts/test/processes.js'
import { plugPtyReader } from '../src/drivers/pty-reader.fixture.js'
import { openVenue, type Venue } from './venue.js'

// What a process is resident with moves with machine and kernel; the heap's limits and what is loaded are what is held here.

const LIMIT_MB = 80

let venue: Venue
beforeEach(async () => {
  venue = await openVenue()
  await venue.startCore()
})
afterEach(() => venue.close())

function residentMb({ pid }: Program): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kb) * 1024) / 1e6
}
const isConnected = (agent: Program) => until('the link', () => agent.output().includes('connected to the core'))

describe('memory of the agent', () => {
  it('G13 is at most 80 MB with simulated parts', async () => {
    const agent = await venue.startAgent()
    await isConnected(agent)
    expect(residentMb(agent)).toBeLessThan(LIMIT_MB)
  })

  it('G13 is at most 80 MB with a serial reader and keys, and after cards', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'eg-dev-'))
    const reader = await plugPtyReader(join(folder, 'ttyUSB0'))
    const drivers = { EG_DRIVERS: 'hardware', EG_GPIO: 'off', RFID_PORT: join(folder, 'ttyUSB0') }
    const agent = await venue.startAgent({ ...drivers, LOG_LEVEL: 'info' })
    await isConnected(agent)
    await venue.shows('attract', ({ phase }) => phase === 'attract')
    await until(
      'the core’s clock',
      async () => ((await (await venue.kiosk('/health')).json()) as { link: boolean }).link,
    )
    for (const uid of ['04A37C91', '04B11D02', '04A37C91', '04B11D02']) {
      reader.send(`${uid}\r\n`)
      await venue.shows(uid, ({ card }) => card?.tag_uid === uid)
    }
    expect(residentMb(agent)).toBeLessThan(LIMIT_MB)
    await reader.unplug()
    rmSync(folder, { recursive: true })
  })
})
