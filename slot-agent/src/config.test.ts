import { describe, expect, it } from 'vitest'
import { readConfig } from './config.js'
import { readSimulatorConfig } from './simulator/config.js'

const problemsOf = (env: Record<string, string>) => {
  const read = readConfig(env)
  return read.ok ? [] : read.problems
}
const valueOf = (env: Record<string, string>) => {
  const read = readConfig(env)
  if (!read.ok) throw new Error(read.problems.join('; '))
  return read.value
}

describe('the environment of the agent', () => {
  it('needs nothing', () => {
    expect(valueOf({ MQTT_PORT: '' })).toEqual({
      slotId: 'slot-01',
      wish: null,
      auth: 'ask',
      brokerUrl: 'mqtt://localhost:1883',
      tls: null,
      tunnel: null,
      bind: '127.0.0.1',
      uiPort: 5173,
      themeDir: '/etc/eg/theme',
      dbPath: './data/slot-01.db',
      logLevel: 'info',
      hardware: {
        choice: 'auto',
        gpio: 'auto',
        buttonPins: [5, 6, 22, 23, 17, 16],
        lightPins: [18, 19, 20, 21, 12, 13],
        reader: 'auto',
        rfidPort: null,
        readerKeyboard: null,
        keys: 'auto',
      },
      page: { mqtt_port: 9001, device_id: 'slot-01' },
    })
  })

  it('S87 looks for the theme where EG_THEME_DIR says, else in /etc/eg/theme', () => {
    expect(valueOf({ EG_THEME_DIR: '/srv/theme' }).themeDir).toBe('/srv/theme')
    expect(valueOf({}).themeDir).toBe('/etc/eg/theme')
  })

  it('tells the page about a broker only if somebody named one, VITE_* first', () => {
    expect(valueOf({ CORE_HOST: '10.0.0.1' }).page.mqtt_host).toBe('10.0.0.1')
    for (const MQTT_HOST of ['localhost', '127.0.0.1', '127.0.1.1', '::1'])
      expect(valueOf({ MQTT_HOST }).page).toEqual({ mqtt_port: 9001, device_id: 'slot-01' })
    expect(valueOf({ CORE_HOST: '10.0.0.1', MQTT_HOST: '10.0.0.2' })).toMatchObject({
      brokerUrl: 'mqtt://10.0.0.2:1883',
      page: { mqtt_host: '10.0.0.2' },
    })
    const env = {
      MQTT_HOST: 'a',
      MQTT_WS_PORT: '9101',
      VITE_MQTT_HOST: 'b',
      VITE_MQTT_PORT: '443',
      VITE_DEVICE_ID: 'x',
    }
    expect(valueOf(env).page).toEqual({ mqtt_host: 'b', mqtt_port: 443, device_id: 'x' })
    expect(valueOf({ MQTT_HOST: 'fe80::1' }).brokerUrl).toBe('mqtt://[fe80::1]:1883')
  })

  it('V16 speaks TLS where a CA is named or MQTT_TLS says so, on the ports of TLS, and tells the page', () => {
    const { brokerUrl, tls, page, tunnel } = valueOf({ CORE_HOST: 'eg-core.local', EG_TLS_CA: '/etc/eg/ca.pem' })
    expect(brokerUrl).toBe('mqtts://eg-core.local:8883')
    expect(tls).toEqual({ ca: '/etc/eg/ca.pem', own: null })
    expect(page).toEqual({ mqtt_port: 5173, device_id: 'slot-01' })
    expect(tunnel).toEqual({ host: 'eg-core.local', port: 8884 })
    const direct = valueOf({ EG_TLS_CA: '/ca.pem', VITE_MQTT_HOST: 'eg-core.local' })
    expect(direct.page).toEqual({ mqtt_host: 'eg-core.local', mqtt_port: 8884, mqtt_tls: true, device_id: 'slot-01' })
    expect(direct.tunnel).toBe(null)
    expect(valueOf({ MQTT_TLS: 'yes', MQTT_PORT: '8000' })).toMatchObject({
      brokerUrl: 'mqtts://localhost:8000',
      tls: { ca: null },
    })
    expect(valueOf({ MQTT_TLS: 'no', EG_TLS_CA: '/ca.pem' })).toMatchObject({
      brokerUrl: 'mqtt://localhost:1883',
      tls: null,
    })
    const own = { EG_TLS_CA: '/ca.pem', EG_TLS_CERT: '/me.pem', EG_TLS_KEY: '/me-key.pem' }
    expect(valueOf(own).tls?.own).toEqual({ cert: '/me.pem', key: '/me-key.pem' })
    expect(problemsOf({ MQTT_TLS: 'maybe' })[0]).toContain('use yes or no')
    expect(problemsOf({ EG_TLS_CERT: '/me.pem' })).toEqual(['EG_TLS_CERT="/me.pem" is one half: set EG_TLS_KEY too'])
    const simulator = readSimulatorConfig({ EG_TLS_CA: '/ca.pem' })
    expect(simulator.ok && simulator.value.brokerUrl).toBe('mqtts://localhost:8883')
  })

  it('names every wrong variable in a line of its own, with what would be right', () => {
    expect(problemsOf({ SLOT_ID: 'slot/01', MQTT_PORT: '70000', EG_DRIVERS: 'gpio', LOG_LEVEL: 'loud' })).toEqual([
      'SLOT_ID="slot/01" is not a device id: use 1-64 letters, digits, "-", "_" or ".", a letter or digit first, such as slot-01',
      'MQTT_PORT="70000" is not a port: use a whole number from 1 to 65535',
      'LOG_LEVEL="loud" is not a log level: use fatal, error, warn, info, debug, trace, silent',
      'EG_DRIVERS="gpio" is not a choice of drivers: use auto, hardware or simulated',
    ])
  })

  it.each(['0', '-1', '1883.5', '1e3', 'abc', '65536'])('%s is not a port', (port) => {
    expect(problemsOf({ SLOT_UI_PORT: port })).toHaveLength(1)
  })

  it.each(['5,6,22,23,17', '5,5,22,23,17,16', '5,6,22,23,17,-1', 'a,b,c,d,e,f', '5,6,22,23,17,16,1'])(
    '%s are not six pins',
    (pins) => expect(problemsOf({ EG_BUTTON_PINS: pins })[0]).toContain('six different BCM numbers'),
  )

  it('a pin that no header has is left to the part, which says so and works with the others', () => {
    expect(valueOf({ EG_BUTTON_PINS: '5,6,22,23,17,99' }).hardware.buttonPins).toEqual([5, 6, 22, 23, 17, 99])
  })

  it('the reader and the keys are chosen, or found', () => {
    const env = { EG_READER: 'serial', RFID_PORT: '/dev/serial0', EG_READER_KEYBOARD: 'ACME', EG_KEYS: 'off' }
    expect(valueOf(env).hardware).toMatchObject({
      reader: 'serial',
      rfidPort: '/dev/serial0',
      readerKeyboard: 'ACME',
      keys: 'off',
    })
    expect(valueOf({ RFID_PORT: 'auto' }).hardware.rfidPort).toBeNull()
    expect(problemsOf({ EG_GPIO: 'sysfs', EG_READER: 'nfc', RFID_PORT: 'ttyUSB0' })).toEqual([
      'EG_GPIO="sysfs" is not a way to buttons and lights: use auto, onoff, libgpiod or off',
      'EG_READER="nfc" is not a kind of reader: use auto, serial, keyboard or off',
      'RFID_PORT="ttyUSB0" is not a device file: use auto, or a path such as /dev/ttyUSB0',
    ])
  })

  it('one pin cannot be a button and a light', () => {
    expect(problemsOf({ EG_LIGHT_PINS: '5,19,20,21,12,13' })[0]).toContain('uses pins of the buttons (5)')
  })

  it('A60 asks the core whether a secret is needed, unless it is told', () => {
    expect(valueOf({ BIND: '0.0.0.0' }).auth).toBe('ask')
    expect([valueOf({ EG_AUTH: 'open' }).auth, valueOf({ EG_AUTH: 'enrolled' }).auth]).toEqual(['open', 'enrolled'])
    expect(problemsOf({ EG_AUTH: 'none' })).toEqual([
      'EG_AUTH="none" is not a way to admit devices: use open or enrolled, or leave it out',
    ])
  })

  it('A63 wishes to be the device that SLOT_ID names, if it was given', () => {
    expect([valueOf({ SLOT_ID: 'slot-07' }).wish, valueOf({}).wish]).toEqual(['slot-07', null])
  })
})

describe('the environment of the simulator', () => {
  it('plays slot-02 to slot-09 unless told otherwise', () => {
    const usual = readSimulatorConfig({})
    expect(usual).toMatchObject({
      ok: true,
      value: { seed: 1, minMs: 500, maxMs: 6000, desk: true, dbPath: './data/simulator.db' },
    })
    expect(usual.ok && usual.value.slots).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((n) => `slot-0${n}`))
    const few = readSimulatorConfig({ SLOTS: '11', EG_SIM_FIRST: '10' })
    expect(few.ok && few.value.slots).toEqual(['slot-10', 'slot-11'])
  })

  it('leaves the desk to people when told so', () => {
    const off = readSimulatorConfig({ EG_SIM_DESK: 'off' })
    expect(off.ok && off.value.desk).toBe(false)
    const wrong = readSimulatorConfig({ EG_SIM_DESK: 'no' })
    expect(!wrong.ok && wrong.problems).toEqual(['EG_SIM_DESK="no" is not a choice: use on or off'])
  })

  it('refuses what cannot be played', () => {
    const wrong = readSimulatorConfig({ SLOTS: '3', EG_SIM_FIRST: '4', EG_SIM_MIN_MS: '9', EG_SIM_MAX_MS: '8' })
    expect(!wrong.ok && wrong.problems).toHaveLength(2)
  })
})
