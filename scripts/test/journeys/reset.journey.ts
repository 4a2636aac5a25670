import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Console, openConsole } from './console.js'
import { type Kiosk, openKiosk } from './kiosk.js'
import { raiseStage, type Stage, until } from './stage.js'

// Between two groups: the evening of the first is closed, its slots forget it, its cards are decided upon, and the next begins.

const CARD = '04A37C91'
interface Evening {
  current: { session: number } | null
  last: { session: number; name: string }[]
  reset: { ready: boolean; missing: string[]; devices: { device_id: string; status: string }[] }
}

let stage: Stage
let lea: Console
let kiosk: Kiosk

beforeAll(async () => {
  stage = await raiseStage({ machines: ['slot-01'], sims: ['slot-02'], people: { Léa: 'gamemaster' } })
  ;[lea, kiosk] = await Promise.all([openConsole(stage, 'Léa'), openKiosk(stage, 'slot-01', 'fr')])
})
afterAll(() => stage.end())

const evening = () => stage.state<Evening>('eg/op/session')

describe('between two groups', () => {
  it('H16 the first group plays and leaves a card in a slot; its session is closed', async () => {
    await lea.startSession('Les Martin', 6)
    await stage.give('shifts/open', { desk_id: 'change-01', count_cents: 10_000, by: 'Léa' })
    await stage.give('cards/issue', { tag_uid: CARD, name: 'Ada' })
    await stage.give('desk/top_up', { desk_id: 'change-01', tag_uid: CARD, amount_cents: 2000 })
    stage.machines.get('slot-01')?.type(`card ${CARD}`)
    await kiosk.phase('ready')
    await lea.closeSession()
    await until('it to be closed', async () => (await evening()).last[0]?.name === 'Les Martin')
    expect((await evening()).reset).toMatchObject({ ready: false })
  })

  it('H16 the slots forget it, each says so, and the cards are decided upon; then the next group may begin', async () => {
    await lea.resetDevices()
    await kiosk.phase('attract')
    const slots = async () => (await evening()).reset.devices.filter(({ device_id }) => device_id.startsWith('slot-'))
    await until('both slots', async () => {
      const all = await slots()
      return all.length === 2 && all.every(({ status }) => status === 'ready')
    })
    if ((await evening()).reset.missing.includes('cards_undecided')) await lea.keepCards()
    for (const { device_id, status } of (await evening()).reset.devices)
      if (status === 'manual') await lea.confirmDevice(device_id)
    await until('the house to be ready', async () => (await evening()).reset.ready)
    await lea.startSession('Les Dupont', 5)
    await until('the next group', async () => (await evening()).current?.session === 2)
  })

  it('H16 the first group’s report stands, with who gave it', async () => {
    const report = await stage.read<{ session?: { name?: string; closed_by?: string } }>('/api/sessions/report/1')
    expect(JSON.stringify(report)).toContain('Les Martin')
    expect(JSON.stringify(report)).toContain('Léa')
  })

  it('H19 no page had a fault', () => {
    expect(stage.faults()).toEqual([])
  })
})
