import { expect, it } from 'vitest'
import { cardsAre, onBoard, PULLED_UP } from './board.js'
import { holdsOnEveryBoard } from './every-board.js'

/** A card as RDM6300 sends it. */
const FRAME = String.raw`\x0262E3086CED08\x03`

onBoard('pi4', PULLED_UP, (site) => {
  holdsOnEveryBoard(site, { driver: 'onoff', chosen: 'onoff: pinctrl-bcm2711 in sysfs, lines from 512' })

  it('G11 G7 a card that lies on a serial reader is one tap, another one after it a second', async () => {
    const { machine, slot } = site()
    await slot.start()
    await machine.run('usb plug reader')
    await slot.part('reader', 'ok')
    await machine.run(`card -r '${FRAME}${FRAME}'`)
    await machine.run('card 04B11D02')
    await cardsAre(site(), '62E3086CED', '04B11D02')
    await slot.kill('TERM')
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
