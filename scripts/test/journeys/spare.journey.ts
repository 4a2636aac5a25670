import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Console, openConsole } from './console.js'
import { type Kiosk, openKiosk } from './kiosk.js'
import { raiseStage, type Stage, until } from './stage.js'

// A slot dies in the middle of a vote, and its spare takes its place: seen at the console, at the dead screen's place, and in the count.

let stage: Stage
let lea: Console
let player: Kiosk
let spare: Kiosk
let run: number

beforeAll(async () => {
  stage = await raiseStage({
    machines: ['slot-04', 'spare-01'],
    sims: ['slot-01', 'slot-02'],
    people: { Léa: 'gamemaster' },
  })
  ;[lea, player, spare] = await Promise.all([
    openConsole(stage, 'Léa'),
    openKiosk(stage, 'slot-04'),
    openKiosk(stage, 'spare-01'),
  ])
})
afterAll(() => stage.end())

const votes = async () => {
  const { items } = await stage.read<{ items: { run: number; voted: number; tally: Record<string, number> | null }[] }>(
    '/api/night/runs',
  )
  return items.find((each) => each.run === run)
}

describe('a slot that dies in the middle of a vote', () => {
  it('H12 its vote stands, its tile says that it is gone, and its spare shows its vote', async () => {
    await lea.beginNight()
    const step = { step: 1, question: 'Who stays?', options: ['The cook', 'The notary'], reveal: 'operator' }
    run = Number((await stage.give('night/open', step)).run)
    await player.vote(2)
    await lea.tileIs('slot-04', 'voted')
    await stage.machines.get('slot-04')?.kill()
    await until('the core to miss it', async () => {
      const { items } = await stage.read<{ items: { device_id: string; online: boolean }[] }>('/api/devices')
      return items.find(({ device_id }) => device_id === 'slot-04')?.online === false
    })
    await lea.swap('slot-04', 'spare-01', 'screen is dark')
    await spare.counted(2)
    await lea.tileIs('slot-04', 'voted')
  })

  it('H12 the player changes the vote there, the count is that of three people, and the dead one stays out', async () => {
    await spare.vote(1)
    await stage.sims.get('slot-01')?.vote(2)
    expect(await votes()).toMatchObject({ voted: 2 })
    await stage.sims.get('slot-02')?.vote(2)
    await lea.runIs('closed')
    await lea.press('reveal')
    expect(await lea.tally(2)).toEqual([1, 2])
    expect(await spare.winner()).toContain('The notary')
    const { items } = await stage.state<{ items: { status: string; fenced: boolean; by: string }[] }>('eg/op/swaps')
    expect(items[0]).toMatchObject({ status: 'done', fenced: true, by: 'Léa' })
  })

  it('H19 no page had a fault', () => {
    expect(stage.faults()).toEqual([])
  })
})
