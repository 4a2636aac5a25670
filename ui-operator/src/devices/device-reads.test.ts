import { describe, expect, it } from 'vitest'
import { createDeviceReads } from './device-reads'

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const answering = (answer: Response | Error) => {
  const asked: string[] = []
  const reads = createDeviceReads(async (input) => {
    asked.push(String(input))
    if (answer instanceof Error) throw answer
    return answer
  })
  return { reads, asked }
}

describe('what the core reads from a device', () => {
  it('D62 gives the lines of a log, newest last', async () => {
    const { reads, asked } = answering(json({ device_id: 'slot-04', at: 5, lines: ['a', 'b'] }))
    expect(await reads.log('slot-04')).toEqual({ ok: true, value: { at: 5, lines: ['a', 'b'] } })
    expect(asked).toEqual(['/api/devices/slot-04/logs'])
  })

  it('D62 says why there is no log: not known, not now, no answer, no core', async () => {
    const why = async (answer: Response | Error) => {
      const read = await answering(answer).reads.log('slot-04')
      return read.ok ? 'ok' : [read.why, read.detail]
    }
    const said = { detail: 'The slot is offline.' }
    expect(await why(json(said, 404))).toEqual(['absent', 'The slot is offline.'])
    expect(await why(json(said, 409))).toEqual(['conflict', 'The slot is offline.'])
    expect(await why(json(said, 504))).toEqual(['no_answer', 'The slot is offline.'])
    expect(await why(json({}, 500))).toEqual(['unreachable', null])
    expect(await why(new TypeError('failed to fetch'))).toEqual(['unreachable', null])
    expect(await why(json({ at: 5 }))).toEqual(['unreachable', null])
    // A core that does not know the path answers with the page.
    const page = new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    expect(await why(page)).toEqual(['absent', null])
  })

  it('D63 gives the round trips that the core remembers, and none where it tells none', async () => {
    const items = [{ at: 1, ms: 2.5 }, { at: 2, ms: null }, { at: 'x' }, null]
    expect(await answering(json({ items })).reads.latency('slot-04')).toEqual([
      { at: 1, ms: 2.5 },
      { at: 2, ms: null },
    ])
    for (const answer of [json({}, 404), json({}), new TypeError('failed to fetch')])
      expect(await answering(answer).reads.latency('slot-04')).toEqual([])
  })
})
