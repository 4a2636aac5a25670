import { expect, it } from 'vitest'
import { ask, cardsAre, isCounted, onBoard, pressAndSee, PULLED_UP, sixVotes } from './board.js'
import { BUTTONS } from './slot-in-vm.js'

/** A card as RDM6300 sends it. */
const FRAME = String.raw`\x0262E3086CED08\x03`

onBoard('pi4', PULLED_UP, (site) => {
  it('G11 S27 a button held at the start is reported and ignored until it is released; the log says what drives each part', async () => {
    const { machine, slot } = site()
    await machine.run(`pull ${BUTTONS[2]} down`)
    await slot.start()
    const lines = (await slot.log()).split('\n').slice(0, 6).join('\n')
    expect(lines).toContain('lights: ok, onoff [onoff: pinctrl-bcm2711 in sysfs, lines from 512]')
    expect(lines).toContain('reader: missing: no card reader is plugged in')
    expect(lines).toContain('keys: off, evdev: no keyboard is plugged in')
    expect(await slot.part('buttons', 'fault')).toMatchObject({ detail: expect.stringContaining('BCM 22. Look for') })
    await ask(site())
    await machine.run(`pull ${BUTTONS[2]} up`)
    await slot.part('buttons', 'ok')
    expect(site().venue.state()?.press).toBeNull()
    await pressAndSee(site(), 2)
  })

  it('G11 six presses with bounces are six votes, and the six lights follow', () => sixVotes(site()))

  it('G11 killed and started again it shows what was counted, and takes presses', async () => {
    await site().slot.kill('KILL')
    await site().slot.start()
    await isCounted(site(), 5)
    await pressAndSee(site(), 0)
  })

  it('G11 G5 G7 a serial reader is plugged in, unplugged and back; a card that lies there is one tap', async () => {
    const { machine, slot } = site()
    await machine.run('usb plug reader')
    expect((await slot.part('reader', 'ok')).driver).toBe('serialport /dev/ttyACM0')
    await machine.run('card 04a37c91')
    await cardsAre(site(), '04A37C91')
    await machine.run(`card -r '${FRAME}${FRAME}'`)
    await machine.run('card 04B11D02')
    await cardsAre(site(), '62E3086CED', '04B11D02')
    await machine.run('usb unplug reader')
    await slot.part('reader', 'missing')
    await machine.run('usb plug reader')
    await slot.part('reader', 'ok')
    await machine.run('card 04B11D02')
    await cardsAre(site(), '04B11D02')
    const log = await slot.log()
    expect(log).toContain('reader: missing')
    expect(log).toContain('reader: ok, serialport /dev/ttyACM0')
  })

  it('G11 G8 a keyboard that is plugged in later gives keys 1 to 6', async () => {
    const { machine, slot } = site()
    await machine.run('usb plug keyboard')
    expect((await slot.part('keys', 'ok')).driver).toBe('evdev gpio-vm Keyboard')
    await machine.run('keys 4')
    await isCounted(site(), 3)
    await machine.run('usb unplug keyboard')
    await slot.part('keys', 'off')
  })

  it('G11 stopped it leaves the lights dark', async () => {
    await site().slot.kill('TERM')
    await site().slot.lit()
  })

  it('G1 G11 bounces that the kernel tells are one press', async () => {
    const { machine } = site()
    const count = async (what: string) => {
      await machine.run(
        `node slot-agent/hardware/print-edges.mjs ${what} >/tmp/edges 2>&1 </dev/null & echo $! >/tmp/edges.pid`,
      )
      await machine.run('while ! grep -q ready /tmp/edges; do sleep 0.2; done')
      for (let i = 0; i < 3; i += 1) await machine.run(`press 22 600 5; sleep 1`)
      await machine.run('sleep 2; kill $(cat /tmp/edges.pid)')
      return (await machine.run('cat /tmp/edges')).split('\n').filter((line) => line === '22').length
    }
    expect(await count('')).toBe(3)
    expect(await count('raw')).toBeGreaterThan(6)
  })
})
