import { createManualClock, type PartHealth } from '@eg/shared'
import { type Logger, pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { logChanges, logChosen } from './part-log.js'
import { createSimulatedDrivers } from './simulated-drivers.js'

let lines: { level: number; part: string; msg: string }[]
let log: Logger
beforeEach(() => {
  lines = []
  log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
})

it('G3 each part is one line: how it is, what drives it, and why', () => {
  const { drivers } = createSimulatedDrivers(createManualClock(), [2])
  logChosen(log, drivers, { buttons: 'b', lights: 'l', reader: 'r', keys: 'k' })
  expect(lines.map(({ part }) => part)).toEqual(['buttons', 'lights', 'reader', 'keys'])
  expect(lines[0]).toMatchObject({ level: 40, msg: 'buttons: fault, simulated: pressed since the start: 3 [b]' })
  expect(lines[1]).toMatchObject({ level: 30, msg: 'lights: simulated [l]' })
})

it('G10 a part that changes is one line, until it changes again', () => {
  const clock = createManualClock()
  const { drivers } = createSimulatedDrivers(clock)
  let health: PartHealth = { status: 'ok', driver: 'serialport /dev/ttyUSB0' }
  const end = logChanges(log, { ...drivers, reader: { ...drivers.reader, health: () => health } }, clock)
  clock.advance(5000)
  expect(lines).toEqual([])
  health = { status: 'missing', driver: 'serialport', detail: 'no USB serial port is there' }
  clock.advance(5000)
  expect(lines.map(({ msg }) => msg)).toEqual(['reader: missing, serialport: no USB serial port is there'])
  health = { status: 'ok' }
  end()
  clock.advance(5000)
  expect(lines).toHaveLength(1)
})
