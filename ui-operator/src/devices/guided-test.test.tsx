// @vitest-environment happy-dom
import { contracts, type OpCommands, type OpSwaps } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk, settle } from '../testing/desk'
import { aDevice, START_MS } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(() => desk.close())

const own = { device_id: 'slot-04' }
async function open(fetched: () => Response = () => new Response(null, { status: 404 })) {
  desk = await openDesk([], { access: { ...createOpenAccess(), fetch: async () => fetched() } })
  for (const contract of [contracts.opLightsSeen, contracts.opSwapCancel])
    desk.core.subscribe(contract, {}, ({ payload }) => {
      if (!payload) return
      desk.given.push({ name: contract.name, payload: { ...payload } })
      void desk.core.publish(
        contracts.opAnswer,
        { client_id: 'op-0123abcd' },
        { req_id: payload.req_id, type: contract.name, status: 'ok' },
      )
    })
  await desk.say(contracts.opDevice, aDevice('slot-04'), own)
  await desk.press('tab-devices')
  await desk.press('device-more-slot-04')
}
const words = (id: string) => desk.get(id).textContent?.replaceAll(/\s+/g, ' ') ?? ''
const order = (more: Partial<OpCommands['items'][number]>) =>
  desk.say(
    contracts.opCommands,
    {
      device_id: 'slot-04',
      items: [
        {
          cmd_id: 'c1',
          action: 'press_test',
          status: 'accepted',
          reason: null,
          detail: null,
          result: null,
          asked_at: START_MS,
          changed_at: START_MS,
          ...more,
        },
      ],
    },
    own,
  )

describe('the guided test of a slot', () => {
  it('D59 asks for the buttons one after the other and ticks each that is heard', async () => {
    await open()
    await desk.press('buttons-start-slot-04')
    expect(desk.given.at(-1)?.payload).toMatchObject({ action: 'press_test', target_id: 'slot-04', seconds: 60 })
    await order({})
    expect(words('buttons-say-slot-04')).toBe('Pressez le bouton 1')
    await order({ result: { pressed: [true, true, false, true, false, false] } })
    expect(words('buttons-say-slot-04')).toBe('Pressez le bouton 3')
    const ticks = [1, 2, 3, 4, 5, 6].map((n) => desk.get(`pressed-${n}-slot-04`).dataset['pressed'] ?? '')
    expect(ticks).toEqual(['true', 'true', '', 'true', '', ''])
    await order({
      status: 'failed',
      reason: 'not_all_pressed',
      result: { pressed: [true, true, false, true, true, false] },
    })
    expect(words('buttons-say-slot-04')).toBe('Pas entendus : 3, 6')
    await order({ status: 'done', result: { pressed: [true, true, true, true, true, true] } })
    expect(words('buttons-say-slot-04')).toBe('Les six sont entendus')
  })

  it('D60 runs the lights, and tells the core which somebody has seen', async () => {
    await open()
    expect(desk.find('lights-seen-slot-04')).toBeNull()
    await desk.press('lights-start-slot-04')
    await desk.press('light-5-slot-04')
    expect(words('lights-seen-slot-04')).toBe('Vu : 5 sur 6')
    await desk.press('lights-seen-slot-04')
    expect(desk.given.at(-1)).toMatchObject({
      name: 'opLightsSeen',
      payload: { target_id: 'slot-04', lights: [0, 1, 2, 3, 5] },
    })
    await desk.press('light-5-slot-04')
    await desk.press('lights-seen-slot-04')
    expect(desk.given.at(-1)?.payload).not.toHaveProperty('lights')
  })

  it('D61 waits a minute for any card, and says which was heard or what to do', async () => {
    await open()
    await desk.press('card-start-slot-04')
    expect(words('card-say-slot-04')).toBe('Posez une carte sur le lecteur')
    await desk.say(contracts.inputRfid, { tag_uid: '04A37C91' }, own)
    expect(words('card-say-slot-04')).toBe('Carte entendue : 04A37C91')
    await desk.press('card-start-slot-04')
    await act(async () => {
      for (let s = 0; s < 61; s += 1) {
        await desk.core.publish(contracts.clockState, {}, { now_ms: desk.clock.now() })
        await settle()
        desk.clock.advance(1000)
      }
    })
    expect(words('card-say-slot-04')).toContain('Aucune carte entendue')
  })

  it('D62 reads the log when asked, and says why there is none', async () => {
    const json = (body: object, status = 200) =>
      new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
    let answer = json({ detail: 'The slot did not answer.' }, 504)
    await open(() => answer.clone())
    await desk.press('log-read-slot-04')
    expect(words('log-failed-slot-04')).toContain('n’a pas répondu à temps')
    expect(words('log-failed-slot-04')).toContain('The slot did not answer.')
    answer = json({ device_id: 'slot-04', at: START_MS, lines: ['{"msg":"slot ready"}', 'second'] })
    await desk.press('log-read-slot-04')
    expect(desk.find('log-failed-slot-04')).toBeNull()
    expect(desk.get('log-slot-04').querySelector('pre')?.textContent).toBe('{"msg":"slot ready"}\nsecond')
  })
})

describe('swaps on the devices screen', () => {
  const aSwap = (more: Partial<OpSwaps['items'][number]> = {}): OpSwaps['items'][number] => ({
    swap: 3,
    slot_id: 'slot-04',
    spare_id: 'spare-01',
    status: 'sent',
    fenced: true,
    reason: 'écran noir',
    by: 'Nadia',
    at: START_MS,
    ended_at: null,
    problem: null,
    returned_at: null,
    returned_from: null,
    ...more,
  })

  it('D64 a slot’s details offer the swap for that slot', async () => {
    await open()
    await desk.press('swap-slot-04')
    expect(desk.session.fleet.view.getState().swapping).toBe('slot-04')
  })

  it('D64 a swap that is not through stands above the table until it is, and is taken back with a reason', async () => {
    await open()
    await desk.say(contracts.opSwaps, { items: [aSwap({ problem: 'storage' })] })
    expect(words('swaps')).toContain('slot-04 : la réserve spare-01 prend sa place')
    expect(words('swaps')).toContain('storage')
    await act(async () => {
      desk.get('swaps').querySelector<HTMLElement>('[data-testid="swap-cancel-3"]')?.click()
      await settle()
    })
    const dialog = document.querySelector<HTMLElement>('[data-testid="reason-dialog"]')
    const reason = dialog?.querySelector('input') as HTMLInputElement
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(reason, 'revenue')
      reason.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await act(async () => {
      dialog?.querySelector<HTMLElement>('[data-testid="reason-confirm"]')?.click()
      await settle()
    })
    expect(desk.given.at(-1)).toMatchObject({ name: 'opSwapCancel', payload: { swap: 3, reason: 'revenue' } })
    await desk.say(contracts.opSwaps, { items: [aSwap({ status: 'done', ended_at: START_MS })] })
    expect(desk.find('swaps')).toBeNull()
    await desk.say(contracts.opSwaps, {
      items: [aSwap({ status: 'done', returned_at: START_MS, returned_from: '10.0.0.7' })],
    })
    expect(words('swaps')).toContain('a tenté de revenir depuis 10.0.0.7')
  })
})
