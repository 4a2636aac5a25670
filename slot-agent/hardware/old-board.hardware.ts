import { contracts } from '@eg/shared'
import { expect, it } from 'vitest'
import { ask, libgpiod, NOBODY, onBoard, pressAndSee, PULLED_UP, sixVotes } from './board.js'

onBoard('old', PULLED_UP, (site) => {
  it('G11 six presses with bounces are six votes, and the six lights follow', async () => {
    await site().slot.start()
    expect(await site().slot.log()).toContain('pinctrl-bcm2835 in sysfs, lines from 0')
    await sixVotes(site())
    await site().slot.kill('TERM')
  })

  it('G11 G10 a pin that the header has not is one line and a fault; the other five vote', async () => {
    const { slot } = site()
    await slot.start({ EG_BUTTON_PINS: '5,6,22,23,17,99' })
    const { detail } = await slot.part('buttons', 'fault')
    expect(detail).toContain('BCM 99 is not on the header')
    expect((await slot.log()).split('\n').filter((line) => line.includes('BCM 99'))).toHaveLength(1)
    await pressAndSee(site(), 4)
    await slot.kill('TERM')
  })

  it.skipIf(!libgpiod.path)('G11 G10 a pin that another program holds is one line and a fault', async () => {
    const { machine, slot } = site()
    await machine.run(
      `${libgpiod.path}/gpioget --version >/dev/null; ${libgpiod.path}/gpiomon -c gpiochip0 22 >/dev/null 2>&1 & echo $! >/tmp/other.pid`,
    )
    await machine.run('sleep 3')
    await slot.start()
    expect((await slot.part('buttons', 'fault')).detail).toContain('BCM 22 is in use by another program')
    await pressAndSee(site(), 0)
    await slot.kill('TERM')
    await machine.run('kill $(cat /tmp/other.pid)')
  })

  it('G11 G10 without permissions each part says in one line what to do, and the page still votes', async () => {
    const { machine, slot, venue } = site()
    await machine.run('usb plug reader; usb plug keyboard')
    await slot.start({ DB_PATH: '/tmp/slot/nobody.db' }, NOBODY)
    const expected = { buttons: 'gpio', lights: 'gpio', reader: 'dialout', keys: 'input' }
    const parts = await slot.parts()
    const log = await slot.log()
    for (const [part, group] of Object.entries(expected)) {
      expect(parts[part]).toMatchObject({
        detail: expect.stringMatching(`no permission to use .*usermod -aG ${group} `),
      })
      expect(log.split('\n').filter((line) => line.includes(`"part":"${part}"`))).toHaveLength(1)
    }
    await ask(site())
    const run = venue.state()?.question?.run ?? 0
    await venue.bus.publish(contracts.slotPress, { device_id: 'slot-01' }, { press_id: 'k-1', index: 2, run })
    await slot.shows('C counted', ({ counted }) => counted === 'C')
  })
})
