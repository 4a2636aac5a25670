import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// What ships, with the machine's own `date`, as a user who may not set the clock. The time it is given is the present one: were
// the user allowed to after all, nothing would move.

const SHIPPED = readFileSync(fileURLToPath(new URL('../dist/agent/host-clock.js', import.meta.url)), 'utf8')
const CALL = `
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
console.log(JSON.stringify(await setHostClock(Date.now(), clock)))`
/** Root may set the clock, so the test is somebody else then. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

const run = (words: string[]) =>
  spawnSync(process.execPath, words, { ...NOBODY, env: { PATH: process.env.PATH, LC_ALL: 'C' }, encoding: 'utf8' })
const cannot = run(['--version']).error
if (cannot)
  console.log(`set clock without the right to: skipped, Node cannot be started as another user (${cannot.message})`)

describe.skipIf(cannot)('set clock by a user who may not', () => {
  it('S74 fails with the words of the system, and the clock stays as it is', () => {
    const before = { wall: Date.now(), since: performance.now() }
    const { stdout, stderr } = run(['--input-type=module', '-e', SHIPPED + CALL])
    expect(JSON.parse(stdout || `"${stderr}"`)).toEqual({
      status: 'failed',
      reason: 'not_permitted',
      detail: expect.stringMatching(/^date: cannot set date: /),
    })
    const moved = Date.now() - before.wall - (performance.now() - before.since)
    expect(Math.abs(moved)).toBeLessThan(1000)
  })
})
