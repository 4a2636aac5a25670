import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseDrivers, type HardwareOptions } from './choose-drivers.js'
import { createFakeTools } from './libgpiod-tools.fixture.js'
import { FAULT } from './part-faults.js'
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
  writeFileSync(join(sysfsRoot, 'class', 'gpio', 'export'), '')
  writeFileSync(join(folder, 'label'), `${label}\n`)
  writeFileSync(join(folder, 'base'), `${base}\n`)
}

const notInstalled = async () => Promise.reject(new Error('no such module'))
const usual: Omit<HardwareOptions, 'choice'> = {
  gpio: 'auto',
  buttonPins: [5, 6, 22, 23, 17, 16],
  lightPins: [18, 19, 20, 21, 12, 13],
  clock: systemClock,
  reader: 'off',
  rfidPort: null,
  readerKeyboard: null,
  keys: 'off',
}
let options: typeof usual
beforeEach(() => {
  options = { ...usual, sysfsRoot, devRoot: sysfsRoot, procRoot: sysfsRoot }
})

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
    const { why, handle, drivers } = await chooseDrivers({ ...options, choice: 'auto' })
    expect(why.buttons).toContain('no GPIO chip')
    expect(handle).not.toBeNull()
    expect(drivers.buttons.health().status).toBe('simulated')
  })

  it('S28 hardware without a chip is a slot whose parts are missing, not a crash', async () => {
    const { drivers, handle } = await chooseDrivers({ ...options, choice: 'hardware' })
    expect(handle).toBeNull()
    expect(drivers.buttons.health()).toMatchObject({ status: 'missing', detail: expect.stringContaining('no GPIO') })
    expect(drivers.reader.health().status).toBe('off')
    drivers.lights.set([true, false, false, false, false, false])
    await drivers.lights.stop()
  })

  it('S28 without onoff the parts are missing, with the reason and what to do', async () => {
    chip('pinctrl-bcm2711', 512)
    const { drivers } = await chooseDrivers({ ...options, choice: 'auto', load: notInstalled })
    expect(drivers.lights.health()).toMatchObject({
      status: 'missing',
      detail: expect.stringContaining('npm run deps'),
    })
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
    const { drivers, why } = await chooseDrivers({ ...options, choice: 'auto', load: async () => FakeLine })
    expect(why.lights).toContain('pinctrl-rp1 in sysfs, lines from 571')
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

  it('G3 a Pi whose kernel has no sysfs GPIO is not simulated: it says which tools are missing', async () => {
    mkdirSync(join(sysfsRoot, 'device-tree'))
    writeFileSync(join(sysfsRoot, 'device-tree', 'model'), 'Raspberry Pi 5 Model B Rev 1.0\0')
    writeFileSync(join(sysfsRoot, 'gpiochip0'), '')
    const { drivers, why } = await withPath('/nonexistent', () => chooseDrivers({ ...options, choice: 'auto' }))
    expect(why.buttons).toBe('libgpiod: no chip in sysfs')
    expect(drivers.lights.health()).toMatchObject({
      status: 'missing',
      detail: expect.stringContaining('apt install gpiod'),
    })
  })

  it('G3 version 1 of the tools is told from version 2', async () => {
    const tools = createFakeTools([], '1.6.3')
    writeFileSync(join(sysfsRoot, 'gpiochip0'), '')
    try {
      const { drivers } = await chooseDrivers({ ...options, choice: 'hardware' })
      expect(drivers.buttons.health().detail).toContain('version 1.6.3, and version 2 is needed')
    } finally {
      tools.end()
    }
  })

  it('G3 without sysfs libgpiod’s tools are taken, and with it where the settings say so', async () => {
    const tools = createFakeTools()
    writeFileSync(join(sysfsRoot, 'gpiochip0'), '')
    try {
      for (const gpio of ['auto', 'libgpiod'] as const) {
        if (gpio === 'libgpiod') chip('pinctrl-bcm2711', 512)
        const { drivers, why } = await chooseDrivers({ ...options, gpio, choice: 'auto' })
        expect(why.buttons).toContain('libgpiod 2.2.1: pinctrl-bcm2711 is gpiochip0')
        expect(drivers.buttons.health()).toEqual({ status: 'ok', driver: 'libgpiod' })
        await Promise.all(Object.values(drivers).map((part) => part.stop()))
      }
    } finally {
      tools.end()
    }
  })

  it('G3 what the settings switch off is off, and no fault', async () => {
    chip('pinctrl-bcm2711', 512)
    const { drivers } = await chooseDrivers({ ...options, gpio: 'off', choice: 'hardware' })
    expect(Object.values(drivers).map((part) => part.health().status)).toEqual(['off', 'off', 'off', 'off'])
  })

  it('G3 a reader is looked for where the settings say, and its parts say what is missing', async () => {
    const open = async (more: Partial<HardwareOptions>) => {
      const { drivers, why } = await chooseDrivers({ ...options, choice: 'hardware', gpio: 'off', ...more })
      const health = drivers.reader.health()
      await Promise.all(Object.values(drivers).map((part) => part.stop()))
      return { ...health, why: why.reader }
    }
    expect(await open({ reader: 'auto' })).toEqual({
      status: 'missing',
      detail: FAULT.noReader,
      why: 'the first USB serial port, or a keyboard that is a reader',
    })
    expect(await open({ reader: 'auto', rfidPort: '/dev/none' })).toMatchObject({
      driver: 'serialport',
      detail: FAULT.noPort('/dev/none'),
      why: 'the serial port /dev/none (RFID_PORT)',
    })
    expect(await open({ reader: 'auto', readerKeyboard: 'ACME' })).toMatchObject({ driver: 'evdev' })
    expect(await open({ reader: 'keyboard' })).toMatchObject({ driver: 'evdev', status: 'missing' })
    expect(await open({ reader: 'serial', loadSerial: notInstalled })).toMatchObject({
      status: 'missing',
      detail: FAULT.notInstalled('serialport', 'no such module'),
    })
    expect(await open({ reader: 'keyboard', loadKeyboards: notInstalled })).toMatchObject({
      detail: FAULT.notInstalled('epoll', 'no such module'),
    })
  })
})

async function withPath<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.PATH
  process.env.PATH = path
  try {
    return await work()
  } finally {
    process.env.PATH = before
  }
}
