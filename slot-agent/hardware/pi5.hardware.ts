import { expect, it } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { cardsAre, isCounted, libgpiod, onBoard, pressAndSee, PULLED_UP, sixVotes } from './board.js'
import { PATIENCE_MS } from './gpio-vm.js'
import { BUTTONS } from './slot-in-vm.js'

const TOOLS = { PATH: `${libgpiod.path}:/usr/bin:/bin:/usr/sbin:/sbin` }

onBoard('pi5', PULLED_UP, (site) => {
  it('G11 onoff: six presses with bounces are six votes, and the six lights follow', async () => {
    await site().slot.start({ EG_READER_KEYBOARD: 'gpio-vm' })
    expect(await site().slot.log()).toContain('pinctrl-rp1 in sysfs, lines from 571')
    await sixVotes(site())
  })

  it('G11 G9 a reader that types gives cards, and never presses', async () => {
    const { machine, slot, venue } = site()
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
    expect(venue.state()?.counted).toBe('F')
    await slot.kill('TERM')
  })

  it.skipIf(!libgpiod.path)(
    'G11 libgpiod: without sysfs, six presses are six votes, and the six lights follow',
    async () => {
      const { machine, slot } = site()
      await machine.run('mount -t tmpfs none /sys/class/gpio')
      await slot.start(TOOLS)
      expect(await slot.log()).toMatch(
        /buttons: ok, libgpiod \[libgpiod 2\S+: pinctrl-rp1 is gpiochip4, not in sysfs\]/,
      )
      await sixVotes(site())
    },
  )

  // A button held at the start cannot be shown here: gpio-sim takes the bias that a program asks for as the hand on the button.
  it.skipIf(!libgpiod.path)('G11 G4 libgpiod: killed, it lets go of its lines, and can be started again', async () => {
    const { machine, slot } = site()
    const held = () => machine.run(String.raw`cat /proc/[0-9]*/cmdline | tr '\0' '\n' | grep -c '^eg-[bl]' || true`)
    expect(await held()).toBe('7') // gpiomon, and gpioset for each light
    await slot.kill('KILL')
    await until('the tools to end', async () => (await held()) === '0', PATIENCE_MS)
    const flags = '--active-low --bias pull-up --hold-period 5ms --numeric'
    expect(await machine.run(`${libgpiod.path}/gpioget -c gpiochip4 ${flags} ${BUTTONS.join(' ')}`)).toBe('0 0 0 0 0 0')
    await slot.start(TOOLS)
    await isCounted(site(), 5)
    await pressAndSee(site(), 1)
    await slot.kill('TERM')
    await slot.lit()
    expect(await held()).toBe('0')
  })
})
