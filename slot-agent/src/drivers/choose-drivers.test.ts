import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseDrivers } from './choose-drivers.js'
import { findGpioBase } from './gpio-base.js'
import type { GpioLine } from './onoff-lines.js'

let sysfsRoot: string
beforeEach(() => {
  sysfsRoot = mkdtempSync(join(tmpdir(), 'eg-sysfs-'))
})
afterEach(() => rmSync(sysfsRoot, { recursive: true }))

function chip(label: string, base: number) {
  const folder = join(sysfsRoot, 'class', 'gpio', `gpiochip${base}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'label'), `${label}\n`)
  writeFileSync(join(folder, 'base'), `${base}\n`)
}

const notInstalled = async () => Promise.reject(new Error('no such module'))
const options = { buttonPins: [5, 6, 22, 23, 17, 16], lightPins: [18, 19, 20, 21, 12, 13], clock: systemClock }

describe('the header of a Pi in sysfs', () => {
  it.each([
    ['pinctrl-bcm2711', 512],
    ['pinctrl-rp1', 571],
    ['pinctrl-bcm2835', 0],
  ])('finds %s and its base', (label, base) => {
    chip('raspberrypi-exp-gpio', 570)
    chip('gpio-brcmstb@107d508500', 530)
    chip(label, base)
    expect(findGpioBase(sysfsRoot)).toEqual({ base, label })
  })

  it('finds nothing on a machine without it', () => {
    expect(findGpioBase(sysfsRoot)).toBeNull()
    chip('INT34C5:00', 512)
    mkdirSync(join(sysfsRoot, 'class', 'gpio', 'gpiochip7'))
    expect(findGpioBase(sysfsRoot)).toBeNull()
  })
})

describe('the choice of drivers', () => {
  it('S28 auto without a GPIO chip is simulated, and says why', async () => {
    const { why, handle, drivers } = await chooseDrivers({ ...options, choice: 'auto', sysfsRoot })
    expect(why).toContain('no Raspberry Pi GPIO chip was found')
    expect(handle).not.toBeNull()
    expect(drivers.buttons.health().status).toBe('simulated')
  })

  it('S28 hardware without a chip is a slot whose parts are missing, not a crash', async () => {
    const { drivers, handle } = await chooseDrivers({ ...options, choice: 'hardware', sysfsRoot })
    expect(handle).toBeNull()
    expect(drivers.buttons.health()).toMatchObject({ status: 'missing', driver: 'onoff' })
    expect(drivers.reader.health().status).toBe('missing')
    drivers.lights.set([true, false, false, false, false, false])
    await drivers.lights.stop()
  })

  it('S28 without onoff the parts are missing, with the reason and what to do', async () => {
    chip('pinctrl-bcm2711', 512)
    const { drivers } = await chooseDrivers({ ...options, choice: 'auto', sysfsRoot, load: notInstalled })
    expect(drivers.lights.health()).toMatchObject({ status: 'missing', detail: expect.stringContaining('npm install') })
  })

  it('S28 a line that cannot be opened is a fault of its part; the others work, at base + BCM', async () => {
    chip('pinctrl-rp1', 571)
    const lines = new Map<number, FakeLine>()
    class FakeLine implements GpioLine {
      value = 0
      watcher: (error: null, value: number) => void = () => undefined
      constructor(line: number) {
        if (line === 571 + 22) throw new Error('EBUSY')
        lines.set(line, this)
      }
      readSync = () => this.value
      writeSync = (value: 0 | 1) => void (this.value = value)
      watch = (watcher: (error: null, value: number) => void) => void (this.watcher = watcher)
      unwatchAll = () => undefined
      unexport = () => undefined
    }
    const { drivers, why } = await chooseDrivers({ ...options, choice: 'auto', sysfsRoot, load: async () => FakeLine })
    expect(why).toContain('pinctrl-rp1, lines from 571')
    expect(drivers.buttons.health()).toEqual({ status: 'fault', driver: 'onoff', detail: 'BCM 22: EBUSY' })
    const heard: number[] = []
    drivers.buttons.onPress((index) => heard.push(index))
    lines.get(571 + 16)?.watcher(null, 1)
    expect(heard).toEqual([5])
    drivers.lights.set([false, true, false, false, false, false])
    expect(lines.get(571 + 19)?.value).toBe(1)
    await Promise.all([drivers.buttons.stop(), drivers.lights.stop()])
    expect(lines.get(571 + 19)?.value).toBe(0)
  })
})
