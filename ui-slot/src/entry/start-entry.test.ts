import { createManualClock } from '@eg/shared'
import type { Credentials } from '@eg/shared/bus/mqtt'
import { describe, expect, it } from 'vitest'
import type { Kiosk } from '../kiosk/start-kiosk'
import type { Link } from './ask-link'
import { ASK_EVERY_MS, LOOK_AGAIN_MS, startEntry } from './start-entry'

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
const ready = (deviceId: string, token: string | null): Link => ({
  state: 'ready',
  deviceId,
  credentials: token === null ? null : { username: deviceId, password: token },
})

/** The page before a slot's program whose answers the test gives, and a broker that refuses when the test says so. */
function play(first: Link, named?: string, addressed?: string) {
  const clock = createManualClock()
  let link = first
  let asked = 0
  const opened: string[] = []
  const closed: string[] = []
  let refuse: () => Promise<void> = async () => undefined
  let credentials: () => Credentials | null = () => null
  let connection: (connected: boolean) => void = () => undefined
  const entry = startEntry({
    clock,
    addressed,
    named,
    ask: async () => {
      asked += 1
      return link
    },
    open(deviceId, given, refused) {
      opened.push(deviceId)
      credentials = given
      refuse = refused
      return {
        kiosk: { name: deviceId } as unknown as Kiosk,
        onConnection(listener) {
          connection = listener
          return () => undefined
        },
        close: () => closed.push(deviceId),
      }
    },
  })
  return {
    state: () => entry.store.getState(),
    asked: () => asked,
    opened,
    closed,
    token: () => credentials()?.password ?? null,
    refuse: () => refuse(),
    async loses() {
      connection(false)
      await settle()
    },
    async says(next: Link) {
      link = next
      clock.advance(ASK_EVERY_MS)
      await settle()
    },
    link: (next: Link) => void (link = next),
    stop: entry.stop,
    clock,
  }
}

describe('the kiosk’s way in', () => {
  it('A70 stands before the door with its code until the slot is let in, then connects with its pass', async () => {
    const page = play({ state: 'pending', code: '316254' })
    await settle()
    expect(page.state()).toEqual({ is: 'pending', code: '316254' })
    await page.says({ state: 'waiting' })
    expect([page.state().is, page.opened]).toEqual(['pending', []])
    await page.says(ready('slot-04', 'pt_1'))
    expect([page.state().is, page.opened, page.token()]).toEqual(['in', ['slot-04'], 'pt_1'])
  })

  it('A73 asks for another pass when the core does not take the one it has, and waits for it', async () => {
    const page = play(ready('slot-04', 'pt_1'))
    await settle()
    page.link({ state: 'waiting' })
    let goesOn = false
    void page.refuse().then(() => (goesOn = true))
    await settle()
    await page.says({ state: 'waiting' })
    expect([goesOn, page.state().is]).toEqual([false, 'in'])
    await page.says(ready('slot-04', 'pt_2'))
    expect([goesOn, page.token(), page.opened]).toEqual([true, 'pt_2', ['slot-04']])
  })

  it('A73 asks again whenever the connection is gone, so that the next attempt has a fresh pass', async () => {
    const page = play(ready('slot-04', 'pt_1'))
    await settle()
    page.link(ready('slot-04', 'pt_2'))
    await page.loses()
    expect([page.token(), page.opened, page.closed]).toEqual(['pt_2', ['slot-04'], []])
  })

  it('A71 leaves the stage when the slot is put out, and says so', async () => {
    const page = play(ready('slot-04', 'pt_1'))
    await settle()
    page.link({ state: 'revoked', code: '135312' })
    await page.loses()
    expect([page.state(), page.closed]).toEqual([{ is: 'revoked', code: '135312' }, ['slot-04']])
    await page.says(ready('slot-04', 'pt_9'))
    expect([page.state().is, page.opened]).toEqual(['in', ['slot-04', 'slot-04']])
  })

  it('A74 is another slot’s page when the operator says that it is another slot', async () => {
    const page = play(ready('slot-04', 'pt_1'), 'slot-01')
    await settle()
    page.link(ready('slot-05', 'pt_2'))
    await page.loses()
    expect([page.opened, page.closed]).toEqual([['slot-04', 'slot-05'], ['slot-04']])
  })

  it('A74 goes by its address where no secret is needed, and by an older program as it always did', async () => {
    const open = play(ready('slot-01', null), 'slot-01', 'slot-03')
    const old = play({ state: 'none' }, 'slot-02')
    const unnamed = play({ state: 'none' })
    await settle()
    expect([open.opened, open.token(), old.opened, unnamed.state().is]).toEqual([
      ['slot-03'],
      null,
      ['slot-02'],
      'unnamed',
    ])
  })

  it('A74 follows a spare that takes a dead slot’s place where no secret is needed: nobody cuts its connection there', async () => {
    const page = play(ready('spare-01', null), 'spare-01')
    await settle()
    page.link({ state: 'waiting' })
    page.clock.advance(LOOK_AGAIN_MS)
    await settle()
    page.link(ready('slot-04', null))
    page.clock.advance(LOOK_AGAIN_MS)
    await settle()
    expect([page.state().is, page.opened, page.closed]).toEqual(['in', ['spare-01', 'slot-04'], ['spare-01']])
  })

  it('A74 looks again without losing the attempt of one that was refused meanwhile', async () => {
    const page = play(ready('slot-04', 'pt_1'))
    await settle()
    // The look is on its way when the core refuses the pass.
    page.clock.advance(LOOK_AGAIN_MS)
    const anew = page.refuse()
    await settle()
    await page.says(ready('slot-04', 'pt_2'))
    await anew
    expect([page.token(), page.opened]).toEqual(['pt_2', ['slot-04']])
  })

  it('A74 believes its slot’s program more than what that was called when it was started', async () => {
    const page = play(ready('slot-04', null), 'spare-01')
    await settle()
    expect(page.opened).toEqual(['slot-04'])
  })

  it('V70 connects anew when it gets a pass or needs none any more: with one it goes to the broker of its slot’s program', async () => {
    const page = play(ready('slot-04', null))
    await settle()
    page.link(ready('slot-04', 'pt_1'))
    await page.loses()
    expect([page.opened, page.closed, page.token()]).toEqual([['slot-04', 'slot-04'], ['slot-04'], 'pt_1'])
    page.link(ready('slot-04', 'pt_2'))
    await page.loses()
    expect(page.opened).toHaveLength(2)
    page.link(ready('slot-04', null))
    await page.loses()
    expect([page.opened.length, page.token()]).toEqual([3, null])
  })

  it('A72 says that it works on the slot itself where it gets no pass', async () => {
    const page = play({ state: 'foreign' }, 'slot-01')
    await settle()
    expect([page.state(), page.opened]).toEqual([{ is: 'foreign' }, []])
  })

  it('A74 stays on the stage while the slot’s program does not answer', async () => {
    const page = play(ready('slot-04', 'pt_1'))
    await settle()
    page.link({ state: 'away' })
    await page.loses()
    await page.says({ state: 'away' })
    expect([page.state().is, page.closed]).toEqual(['in', []])
    page.stop()
    const before = page.asked()
    page.clock.advance(60_000)
    expect([page.asked(), page.closed]).toEqual([before, ['slot-04']])
  })
})
