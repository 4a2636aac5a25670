import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Program, until } from '../../scripts/test/processes.js'
import { plugPtyReader } from '../src/drivers/pty-reader.fixture.js'
import { openVenue, type Venue } from './venue.js'

// What a process is resident with moves with machine and kernel; the heap's limits and what is loaded are what is held here.

/**
 * Above a Node that does nothing, which is 41 MB with Node 20 (80 MB together), 44 with Node 22 and 46 with Node 24, whose V8 keeps
 * some 3 MB more for the same agent (41 to 42.5 above it, on a busy machine).
 */
const ABOVE_NODE_MB = Number(process.versions.node.split('.')[0]) >= 24 ? 44 : 39

let venue: Venue
let limitMb: number
beforeAll(async () => {
  const idle = 'process.stdout.write(`ready`); setInterval(() => {}, 1000)'
  const bare = spawn(process.execPath, ['-e', idle], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(bare.stdout, 'data')
  limitMb = residentMb(bare) + ABOVE_NODE_MB
  bare.kill()
})
beforeEach(async () => {
  venue = await openVenue()
  await venue.startCore()
})
afterEach(() => venue.close())

function residentMb({ pid }: Pick<Program, 'pid'>): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kb) * 1024) / 1e6
}
const isConnected = (agent: Program) => until('the link', () => agent.output().includes('connected to the core'))

describe('memory of the agent', () => {
  it('G13 is little above a bare Node with simulated parts', async () => {
    const agent = await venue.startAgent()
    await isConnected(agent)
    expect(residentMb(agent)).toBeLessThan(limitMb)
  })

  it('G13 is little above a bare Node with a serial reader and keys, and after cards', async () => {
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
    expect(residentMb(agent)).toBeLessThan(limitMb)
    await reader.unplug()
    rmSync(folder, { recursive: true })
  })
})
