import { describe, expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { ask, cardsAre, isCounted, libgpiod, onBoard, pressAndSee, PULLED_UP } from './board.js'
import { holdsOnEveryBoard } from './every-board.js'
import { PATIENCE_MS } from './gpio-vm.js'
import { BUTTONS } from './slot-in-vm.js'

const TOOLS = { PATH: `${libgpiod.path}:/usr/bin:/bin:/usr/sbin:/sbin` }

onBoard('pi5', PULLED_UP, (site) => {
  holdsOnEveryBoard(site, { driver: 'onoff', chosen: 'onoff: pinctrl-rp1 in sysfs, lines from 571' })

  it('G11 G9 a reader that types gives cards, and never presses', async () => {
    const { machine, slot, venue } = site()
    await slot.start({ EG_READER_KEYBOARD: 'gpio-vm' })
    await ask(site())
    await machine.run('usb plug keyboard')
    expect((await slot.part('reader', 'ok')).driver).toBe('evdev gpio-vm Keyboard')
    await machine.run('keys 04A37C91,')
    await cardsAre(site(), '04A37C91')
    await machine.run('usb unplug keyboard')
    await slot.part('reader', 'missing')
    await machine.run('usb plug keyboard')
    await slot.part('reader', 'ok')
    await machine.run('keys 0008274561,')
    await cardsAre(site(), '0008274561')
    expect(venue.state()?.counted).toBeNull()
    await slot.kill('TERM')
    await machine.run('usb unplug keyboard')
  })

  describe.skipIf(!libgpiod.path)('without sysfs', () => {
    it('G11 sysfs is taken away', async () => {
      await site().machine.run('mount -t tmpfs none /sys/class/gpio')
      // The tools may lie in somebody's home; without permissions means those of the chip.
      await site().machine.run(`d=${libgpiod.path}; while [ $d != / ]; do chmod o+x $d; d=$(dirname $d); done`)
    })

    holdsOnEveryBoard(site, { driver: 'libgpiod', chosen: 'libgpiod 2', env: TOOLS })

    it('G11 G4 killed, it lets go of its lines, and can be started again', async () => {
      const { machine, slot } = site()
      const held = () => machine.run(String.raw`cat /proc/[0-9]*/cmdline | tr '\0' '\n' | grep -c '^eg-[bl]' || true`)
      await slot.start(TOOLS)
      await ask(site())
      await pressAndSee(site(), 5)
      expect(await held()).toBe('7') // gpiomon, and gpioset for each light
      await slot.kill('KILL')
      await until('the tools to end', async () => (await held()) === '0', PATIENCE_MS)
      const flags = '--active-low --bias pull-up --hold-period 5ms --numeric'
      const read = `${libgpiod.path}/gpioget -c gpiochip4 ${flags} ${BUTTONS.join(' ')}`
      expect(await machine.run(read)).toBe('0 0 0 0 0 0')
      await slot.start(TOOLS)
      await isCounted(site(), 5)
      await pressAndSee(site(), 1)
      await slot.kill('TERM')
      await slot.lit()
      expect(await held()).toBe('0')
    })
  })
})
