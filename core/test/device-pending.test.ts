import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { enrolmentCode } from '@eg/shared/enrol-seal'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { type EnrolledCore, createEnrolledCore, newcomer } from './enrolled-core.js'

let core: EnrolledCore
beforeAll(async () => {
  core = await createEnrolledCore()
  await core.start()
})
afterEach(() => core.end())
afterAll(() => core.stop())

const DEVICE = fileURLToPath(new URL('../dist/cli/device.js', import.meta.url))
const device = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { PATH: process.env.PATH, DB_PATH: core.dbPath, API_PORT: String(core.ports.api) }
    execFile(process.execPath, [DEVICE, ...words], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
/** One that waits, and its code. */
async function waits(wish?: string) {
  const one = await newcomer(core)
  await one.hello(wish === undefined ? {} : { wish })
  return { one, code: enrolmentCode(one.keys.publicKey) }
}

/** What a device that was let in is told it is. */
async function admittedAs({ one }: Awaited<ReturnType<typeof waits>>) {
  const told = () => one.heard.on(one.topic).find(({ status }) => status === 'enrolled')
  return (await until('the word', told))['device_id']
}

describe('at the core’s own machine', () => {
  it('I90 pending lists who waits, with code, wish and address', async () => {
    expect((await device('pending')).out).toBe('No device waits to be enrolled.\n')
    const { code } = await waits('slot-04')
    const list = (await device('pending')).out
    expect(list).toMatch(new RegExp(`${code.slice(0, 3)} ${code.slice(3)} +slot-04 +pi +Pi 4 +127\\.0\\.0\\.1`))
    const viewer = await core.operator('Vi', 'viewer')
    expect((await core.call('GET', '/api/pending', undefined, viewer)).status).toBe(403)
    expect((await core.call('GET', '/api/pending')).status).toBe(401)
  })

  it('I90 enrol lets in whom a code names, as what it wishes to be or as what is said', async () => {
    const four = await waits('slot-04')
    const spaced = `${four.code.slice(0, 3)} ${four.code.slice(3)}`
    expect((await device('enrol', spaced)).out).toBe('✓ slot-04 is let in: pi (Pi 4) at 127.0.0.1.\n')
    expect(await admittedAs(four)).toBe('slot-04')
    const five = await waits('slot-04')
    const taken = await device('enrol', five.code)
    expect(taken).toMatchObject({ code: 1, out: '', err: expect.stringContaining('slot-04 is enrolled already') })
    expect((await device('enrol', five.code, '--as', 'slot-05')).code).toBe(0)
    // A spare takes the place of a dead one.
    const spare = await waits()
    const unnamed = await device('enrol', spare.code)
    expect(unnamed).toMatchObject({ code: 1, err: expect.stringContaining('--as NAME') })
    expect((await device('enrol', spare.code, '--as', 'slot-04', '--replace')).code).toBe(0)
    expect(await admittedAs(spare)).toBe('slot-04')
  })

  it('I90 a code that nobody waits under changes nothing', async () => {
    const { code, out, err } = await device('enrol', '111111', '--as', 'slot-09')
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'No device waits under the code 111111. Who waits: pending\n',
    })
    expect(await device('enrol')).toMatchObject({ code: 1, err: expect.stringContaining('A code is missing') })
  })
})
