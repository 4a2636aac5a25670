import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { memoryOfUnit } from './processes.js'

/** Keeps much of what it makes for a while: V8 gives new objects all the room it may. Prints that room, in MB (2^20 bytes). */
const BUSY = `
  const kept = []
  for (let n = 0; n < 2e6; n++) kept[n % 1e5] = { n, text: 'a' + n }
  const room = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  console.log(room.space_size / 2 ** 20)`

/** Prints how many threads Node starts with. */
const THREADS = `console.log(require('node:fs').readdirSync('/proc/self/task').length)`

describe('the memory settings of the core', () => {
  it('I127 are the same in its unit and in its image', () => {
    const image = readFileSync(new URL('../../core/Dockerfile', import.meta.url), 'utf8')
    const set = memoryOfUnit()
    expect(Object.keys(set).sort()).toEqual(['MALLOC_ARENA_MAX', 'NODE_OPTIONS'])
    // The last stage is what runs.
    const environment = image.slice(image.lastIndexOf('FROM ')).match(/\b[A-Z_]+=("[^"]*"|\S+)/g)
    for (const [name, value] of Object.entries(set))
      expect(environment).toContain(value.includes(' ') ? `${name}="${value}"` : `${name}=${value}`)
  })

  it('I127 give V8 one helper in this Node', () => {
    const helpers = (env: Record<string, string>) =>
      Number(
        execFileSync(process.execPath, ['-e', THREADS], { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' }),
      )
    expect(helpers({}) - helpers(memoryOfUnit())).toBe(3)
  })

  it('I127 keep the room for new objects small in this Node', () => {
    const room = (env: Record<string, string>) =>
      Number(
        execFileSync(process.execPath, ['-e', BUSY], { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' }),
      )
    // Two halves, of which one is in use at a time.
    expect(room(memoryOfUnit())).toBeLessThanOrEqual(2 * 2 + 0.5)
    expect(room({})).toBeGreaterThan(8)
  })
})
