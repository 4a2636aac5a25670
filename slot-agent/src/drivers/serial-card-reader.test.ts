import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManualClock, type ManualClock } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../../scripts/test/processes.js'
import { describeCardReader } from './part-contracts.suite.js'
import type { CardReader } from './ports.js'
import { plugPtyReader, type PtyReader } from './pty-reader.fixture.js'
import { createSerialCardReader, loadSerialPort } from './serial-card-reader.js'
import { usbSerialPorts } from './serial-ports.js'

let devRoot: string
let reader: CardReader | null
let plugged: PtyReader | null
beforeEach(() => {
  devRoot = mkdtempSync(join(tmpdir(), 'eg-dev-'))
  reader = plugged = null
})
afterEach(async () => {
  await reader?.stop()
  await plugged?.unplug()
  rmSync(devRoot, { recursive: true })
})

async function open(port: string | null, clock: ManualClock = createManualClock()) {
  const notes: string[] = []
  const note = (text: string) => notes.push(text)
  const part = await createSerialCardReader(await loadSerialPort(), { port, clock, devRoot, note })
  const heard: string[] = []
  part.onCard((tagUid) => heard.push(tagUid))
  reader = part
  return { part, heard, notes, clock }
}
const plug = async (name: string) => (plugged = await plugPtyReader(join(devRoot, name)))
const isOk = (part: CardReader) => until('the reader to be opened', () => part.health().status === 'ok')

describeCardReader('serial', async (clock) => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-dev-'))
  const pty = await plugPtyReader(join(folder, 'ttyUSB0'))
  const part = await createSerialCardReader(await loadSerialPort(), { port: null, clock, devRoot: folder })
  await isOk(part)
  let told = 0
  let sent = 0
  part.onCard(() => (told += 1))
  const stop = async () => {
    await part.stop()
    await pty.unplug()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    part: { ...part, stop },
    present(uid) {
      sent += 1
      pty.send(`${uid}\r\n`)
    },
    async settle() {
      await until('the card', () => told === sent)
      clock.advance(1000) // the card is taken away
    },
  }
})

describe('a serial reader', () => {
  it('G7 repeats of a card that lies there are one tap, a card presented again is a new one', async () => {
    const pty = await plug('ttyACM3')
    const { part, heard, clock } = await open(null)
    await isOk(part)
    expect(part.health().driver).toContain('ttyACM3')
    const frame = '\x0262E3086CED08\x03'
    pty.send(frame + frame)
    pty.send(frame)
    pty.send('04A37C91\r\n')
    await until('both cards', () => heard.length > 1)
    expect(heard).toEqual(['62E3086CED', '04A37C91'])
    clock.advance(800)
    pty.send('04a37c91\n')
    await until('the card again', () => heard.length > 2)
    expect(heard).toEqual(['62E3086CED', '04A37C91', '04A37C91'])
  })

  it('G5 unplugged it is missing, and back it is read again by itself; half a card is forgotten', async () => {
    const first = await plug('ttyUSB0')
    const { part, heard } = await open(null)
    await isOk(part)
    first.send('04A3')
    await first.unplug()
    await until('the reader to be missing', () => part.health().status === 'missing')
    const second = await plug('ttyUSB1')
    await isOk(part)
    expect(part.health().driver).toContain('ttyUSB1')
    second.send('04B11D02\r\n')
    await until('the card', () => heard.length > 0)
    expect(heard).toEqual(['04B11D02'])
  })

  it('G5 the port that is named is the only one that is used', async () => {
    await plug('ttyUSB0')
    const named = join(devRoot, 'serial0')
    const { part } = await open(named)
    expect(part.health()).toMatchObject({ status: 'missing', detail: expect.stringContaining('RFID_PORT') })
    symlinkSync(join(devRoot, 'ttyUSB0'), named)
    await isOk(part)
    expect(part.health().driver).toBe(`serialport ${named}`)
  })

  it('G10 what is no serial port is a fault with the reason, and goes on being tried', async () => {
    writeFileSync(join(devRoot, 'ttyUSB0'), '')
    const { part } = await open(null)
    await until('the fault', () => part.health().status === 'fault')
    expect(part.health().detail).toMatch(/ttyUSB0 cannot be opened .*tried again/)
    rmSync(join(devRoot, 'ttyUSB0'))
    await plug('ttyUSB0')
    await isOk(part)
  })

  it('says once that what is sent is no card', async () => {
    const pty = await plug('ttyUSB0')
    const { part, heard, notes } = await open(null)
    await isOk(part)
    pty.send('garbage\r\nmore\r\n04A37C91\r\n')
    await until('the card', () => heard.length > 0)
    expect(notes).toHaveLength(1)
  })
})

describe('the choice of a port', () => {
  it('G5 takes USB ports, by their lasting names first, and never the machine’s own', () => {
    for (const name of ['ttyS0', 'ttyAMA0', 'serial0', 'ttyUSB10', 'ttyUSB2', 'ttyACM0', 'ttyGS0', 'tty1'])
      writeFileSync(join(devRoot, name), '')
    mkdirSync(join(devRoot, 'serial', 'by-id'), { recursive: true })
    symlinkSync('../../ttyUSB2', join(devRoot, 'serial', 'by-id', 'usb-1a86_USB_Serial-if00-port0'))
    symlinkSync('../../ttyUSB9', join(devRoot, 'serial', 'by-id', 'usb-gone'))
    const names = usbSerialPorts(devRoot).map((port) => port.slice(devRoot.length + 1))
    expect(names).toEqual(['serial/by-id/usb-1a86_USB_Serial-if00-port0', 'ttyACM0', 'ttyUSB10'])
    expect(usbSerialPorts(join(devRoot, 'none'))).toEqual([])
  })

  it.skipIf(process.getuid?.() === 0)('G10 a port that may not be opened names the group', async () => {
    writeFileSync(join(devRoot, 'ttyUSB0'), '')
    chmodSync(join(devRoot, 'ttyUSB0'), 0)
    const { part } = await open(null)
    await until('the fault', () => part.health().status === 'fault')
    expect(part.health().detail).toContain('usermod -aG dialout')
  })
})
