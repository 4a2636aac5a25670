import { type Answer, contracts, request } from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import { afterEach, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, until } from './core-process.js'

const CLAIMS = 100

let core: CoreProcess
afterEach(() => core.kill())

it('C40 every request of a page is answered, one right after the other, while it hears what they change', async () => {
  core = await createCoreProcess({ EG_CARDS: 'auto' })
  await core.start()
  const url = `mqtt://127.0.0.1:${core.ports.mqtt}`
  const page = createMqttBus({ url, clientId: 'page-1' })
  const table = createMqttBus({ url, clientId: 'table-09' })
  await until('both connected', () => page.connected() && table.connected())
  const answers = { contract: contracts.opAnswer, params: { client_id: 'page-1' } }
  const shift = { req_id: 'shift', desk_id: 'change-09', count_cents: 1000, by: 'Nadia' }
  expect(await request(page, contracts.opShiftOpen, {}, shift, answers)).toMatchObject({ status: 'ok' })
  page.subscribe(contracts.opPayouts, {}, () => undefined)
  const told: Answer[] = []
  for (let i = 0; i < CLAIMS; i++) {
    await table.publish(contracts.payoutNew, {}, { payout_id: `p-${i}`, source: 'roulette', amount_cents: 100 })
    const claim = { req_id: `claim-${i}`, desk_id: 'change-09', payout_id: `p-${i}`, tag_uid: 'C9' }
    told.push(await request(page, contracts.opDeskClaim, {}, claim, answers, 2000))
  }
  expect(told.filter(({ status }) => status !== 'ok')).toEqual([])
  await page.close()
  await table.close()
}, 120_000)
