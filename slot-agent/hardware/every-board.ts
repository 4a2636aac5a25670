import { contracts } from '@eg/shared'
import { expect, it } from 'vitest'
import { ask, cardsAre, isCounted, libgpiod, NOBODY, pressAndSee, type Site, sixVotes } from './board.js'
import { BUTTONS } from './slot-in-vm.js'

/** How the buttons and lights of a board are driven. */
export interface Gpio {
  driver: 'onoff' | 'libgpiod'
  /** What the agent's first lines say of it. */
  chosen: string
  /** Further settings of the agent. */
  env?: Record<string, string>
}

/** What issue 5 asks of a slot on every board, in the order in which an agent lives. */
export function holdsOnEveryBoard(site: () => Site, { driver, chosen, env = {} }: Gpio): void {
  const start = (more: Record<string, string> = {}, as = '') => site().slot.start({ ...env, ...more }, as)
  const linesWith = async (text: string) => (await site().slot.log()).split('\n').filter((line) => line.includes(text))

  it(`G11 S27 ${driver}: a button held at the start is reported and ignored until it is released`, async () => {
    const { machine, slot, venue } = site()
    await machine.hold(BUTTONS[2])
    await start()
    const lines = (await slot.log()).split('\n').slice(0, 6).join('\n')
    expect(lines).toContain(`lights: ok, ${driver} [${chosen}`)
    expect(lines).toContain('reader: missing: no card reader is plugged in')
    expect(lines).toContain('keys: off, evdev: no keyboard is plugged in')
    expect(await slot.part('buttons', 'fault')).toMatchObject({ detail: expect.stringContaining('BCM 22. Look for') })
    await ask(site())
    await machine.release(BUTTONS[2])
    await slot.part('buttons', 'ok')
    expect(venue.state()?.press).toBeNull()
    await pressAndSee(site(), 2)
  })

  it(`G11 ${driver}: six presses with bounces are six votes, and the six lights follow`, () => sixVotes(site()))

  it(`G11 ${driver}: killed and started again it shows what was counted, and takes presses`, async () => {
    await site().slot.kill('KILL')
    await start()
    await isCounted(site(), 5)
    await pressAndSee(site(), 0)
  })

  it(`G11 G5 ${driver}: a serial reader is plugged in, unplugged and back`, async () => {
    const { machine, slot } = site()
    await machine.run('usb plug reader')
    expect((await slot.part('reader', 'ok')).driver).toBe('serialport /dev/ttyACM0')
    await machine.run('card 04a37c91')
    await cardsAre(site(), '04A37C91')
    await machine.run('usb unplug reader')
    await slot.part('reader', 'missing')
    await machine.run('usb plug reader')
    await slot.part('reader', 'ok')
    await machine.run('card 04B11D02')
    await cardsAre(site(), '04B11D02')
    await machine.run('usb unplug reader')
    await slot.part('reader', 'missing')
    for (const told of ['reader: missing', 'reader: ok, serialport /dev/ttyACM0'])
      expect(await linesWith(told)).not.toHaveLength(0)
  })

  it(`G11 G8 ${driver}: a keyboard that is plugged in later gives keys 1 to 6`, async () => {
    const { machine, slot } = site()
    await machine.run('usb plug keyboard')
    expect((await slot.part('keys', 'ok')).driver).toBe('evdev gpio-vm Keyboard')
    await machine.run('keys 4')
    await isCounted(site(), 3)
    await machine.run('usb unplug keyboard')
    await slot.part('keys', 'off')
  })

  it(`G11 ${driver}: stopped it leaves the lights dark`, async () => {
    await site().slot.kill('TERM')
    await site().slot.lit()
  })

  it(`G11 G10 ${driver}: a pin that the header has not is one line and a fault; the other five vote`, async () => {
    const { slot } = site()
    await start({ EG_BUTTON_PINS: '5,6,22,23,17,99' })
    expect((await slot.part('buttons', 'fault')).detail).toContain('BCM 99 is not on the header')
    expect(await linesWith('BCM 99')).toHaveLength(1)
    await ask(site())
    await pressAndSee(site(), 4)
    await slot.kill('TERM')
  })

  it.skipIf(!libgpiod.path)(`G11 G10 ${driver}: a pin that another program holds is one line and a fault`, async () => {
    const { machine, slot } = site()
    await machine.run(
      `chip=$(${libgpiod.path}/gpiodetect | grep -E 'pinctrl-(bcm2|rp1)' | cut -d' ' -f1); ` +
        `${libgpiod.path}/gpiomon --banner -c $chip 22 >/tmp/other 2>&1 & echo $! >/tmp/other.pid; ` +
        'until grep -q Monitoring /tmp/other; do sleep 0.2; done',
    )
    await start()
    expect((await slot.part('buttons', 'fault')).detail).toContain('BCM 22 is in use by')
    expect(await linesWith('BCM 22')).toHaveLength(1)
    await ask(site())
    await pressAndSee(site(), 1)
    await slot.kill('TERM')
    await machine.run('kill $(cat /tmp/other.pid)')
  })

  it(`G11 G10 ${driver}: without permissions each part says in one line what to do, and the page still votes`, async () => {
    const { machine, slot, venue } = site()
    await machine.run('usb plug reader; usb plug keyboard')
    // Said explicitly: without sysfs a Pi is known by its device tree, which this machine has not.
    await start({ DB_PATH: '/tmp/slot/nobody.db', EG_DRIVERS: 'hardware' }, NOBODY)
    const parts = await slot.parts()
    const expected = { buttons: 'gpio', lights: 'gpio', reader: 'dialout', keys: 'input' }
    for (const [part, group] of Object.entries(expected)) {
      const detail = expect.stringMatching(`no permission to use .*usermod -aG ${group} `)
      expect(parts[part]).toMatchObject({ detail })
      expect(await linesWith(`"part":"${part}"`)).toHaveLength(1)
    }
    await ask(site())
    const run = venue.state()?.question?.run ?? 0
    await venue.bus.publish(contracts.slotPress, { device_id: 'slot-01' }, { press_id: `k-${run}`, index: 2, run })
    await slot.shows('C counted', ({ counted }) => counted === 'C')
    await slot.kill('TERM')
    await machine.run('usb unplug reader; usb unplug keyboard; rm -f /tmp/slot/nobody.db*')
  })
}
