import { BUTTON_COUNT, type PageConfig } from '@eg/shared'
import * as z from 'zod'
import type { DriverChoice } from './drivers/choose-drivers.js'
import type { GpioChoice } from './drivers/choose-gpio.js'
import type { ReaderChoice } from './drivers/choose-reader.js'
import { brokerUrl, type Env, host, logLevel, port, type Read, readEnv, slotId } from './env.js'
import { type TlsFiles, tlsFilesOf, tlsProblems, tlsVariables } from './tls-settings.js'

/** Everything the agent is told from outside, read once. */
export interface Config {
  /** Who this is where no secret is needed. */
  slotId: string
  /** Which device it would like to be: SLOT_ID, if it was given. Where devices are enrolled the operator says. */
  wish: string | null
  auth: 'open' | 'enrolled' | 'ask'
  brokerUrl: string
  /** Null: without TLS. */
  tls: TlsFiles | null
  /** With TLS: where the core speaks wss, for the kiosk page by way of the agent. */
  tunnel: { host: string; port: number } | null
  /** Where the kiosk page listens. */
  bind: string
  uiPort: number
  /** The venue's theme for the kiosk page; the folder need not be there. */
  themeDir: string
  dbPath: string
  logLevel: string
  hardware: HardwareConfig
  page: PageConfig
}

/** What the parts are driven by. */
export interface HardwareConfig {
  choice: DriverChoice
  gpio: GpioChoice
  /** BCM numbers of the six buttons and the six lights. */
  buttonPins: readonly number[]
  lightPins: readonly number[]
  reader: ReaderChoice
  /** The serial reader's device file; null: the first USB serial port. */
  rfidPort: string | null
  /** The reader that types, by a part of its name or its device file; null: found by itself. */
  readerKeyboard: string | null
  /** `auto`, `off`, or the keyboard of keys 1 to 6 by a part of its name or its device file. */
  keys: string
}

const PINS = 'is not six pins: use six different BCM numbers from 0 to 27, such as 5,6,22,23,17,16'
// A number that is not on the header is a fault of that part, found where the chip is known: the other parts still work.
const pins = (...usual: number[]) =>
  z
    .string()
    .transform((text) => text.split(',').map((pin) => (/^\s*\d{1,2}\s*$/.test(pin) ? Number(pin) : -1)))
    .refine((list) => list.every((pin) => pin >= 0), PINS)
    .refine((list) => list.length === BUTTON_COUNT && new Set(list).size === BUTTON_COUNT, PINS)
    .default(usual)

const DEFAULT_ID = 'slot-01'

const variables = z.object({
  SLOT_ID: slotId().optional(),
  CORE_HOST: host().optional(),
  MQTT_HOST: host().optional(),
  MQTT_PORT: port().optional(),
  MQTT_WS_PORT: port().default(9001),
  MQTT_WSS_PORT: port().default(8884),
  ...tlsVariables,
  BIND: host().default('127.0.0.1'),
  SLOT_UI_PORT: port().default(5173),
  EG_THEME_DIR: z.string().default('/etc/eg/theme'),
  DB_PATH: z.string().optional(),
  LOG_LEVEL: logLevel(),
  EG_AUTH: z
    .enum(['open', 'enrolled'], 'is not a way to admit devices: use open or enrolled, or leave it out')
    .optional(),
  EG_DRIVERS: z
    .enum(['auto', 'hardware', 'simulated'], 'is not a choice of drivers: use auto, hardware or simulated')
    .default('auto'),
  EG_BUTTON_PINS: pins(5, 6, 22, 23, 17, 16),
  EG_LIGHT_PINS: pins(18, 19, 20, 21, 12, 13),
  EG_GPIO: z
    .enum(['auto', 'onoff', 'libgpiod', 'off'], 'is not a way to buttons and lights: use auto, onoff, libgpiod or off')
    .default('auto'),
  EG_READER: z
    .enum(['auto', 'serial', 'keyboard', 'off'], 'is not a kind of reader: use auto, serial, keyboard or off')
    .default('auto'),
  RFID_PORT: z
    .string()
    .regex(/^(auto|\/.+)$/, 'is not a device file: use auto, or a path such as /dev/ttyUSB0')
    .default('auto'),
  EG_READER_KEYBOARD: z.string().optional(),
  EG_KEYS: z.string().default('auto'),
  VITE_MQTT_HOST: host().optional(),
  VITE_MQTT_PORT: port().optional(),
  VITE_DEVICE_ID: slotId().optional(),
})
type Variables = z.output<typeof variables>

/** Reads the agent's environment: the one place that does. */
export function readConfig(env: Env): Read<Config> {
  const read = readEnv(variables, env)
  if (!read.ok) return read
  const problems = [...sharedPins(read.value), ...tlsProblems(read.value)]
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: configOf(read.value) }
}

function configOf(v: Variables): Config {
  const mqttHost = v.MQTT_HOST ?? v.CORE_HOST ?? 'localhost'
  const tls = tlsFilesOf(v)
  const slotId = v.SLOT_ID ?? DEFAULT_ID
  return {
    slotId,
    wish: v.SLOT_ID ?? null,
    auth: v.EG_AUTH ?? 'ask',
    brokerUrl: brokerUrl(mqttHost, v.MQTT_PORT, tls !== null),
    tls,
    tunnel: usesTunnel(v) ? { host: mqttHost, port: v.MQTT_WSS_PORT } : null,
    bind: v.BIND,
    uiPort: v.SLOT_UI_PORT,
    themeDir: v.EG_THEME_DIR,
    dbPath: v.DB_PATH ?? `./data/${slotId}.db`,
    logLevel: v.LOG_LEVEL,
    hardware: {
      choice: v.EG_DRIVERS,
      gpio: v.EG_GPIO,
      buttonPins: v.EG_BUTTON_PINS,
      lightPins: v.EG_LIGHT_PINS,
      reader: v.EG_READER,
      rfidPort: v.RFID_PORT === 'auto' ? null : v.RFID_PORT,
      readerKeyboard: v.EG_READER_KEYBOARD ?? null,
      keys: v.EG_KEYS,
    },
    page: pageOf(v),
  }
}

// The page falls back to its own host: only a broker that was named by somebody may overrule that. A loopback name says
// where the core is for this agent, not for a browser on another machine.
function pageOf(v: Variables): PageConfig {
  const deviceId = v.VITE_DEVICE_ID ?? v.SLOT_ID ?? DEFAULT_ID
  if (usesTunnel(v)) return { mqtt_port: v.SLOT_UI_PORT, device_id: deviceId }
  const tls = tlsFilesOf(v) !== null
  const named = v.VITE_MQTT_HOST ?? v.MQTT_HOST ?? v.CORE_HOST
  return {
    ...(named === undefined || LOOPBACK.test(named) ? {} : { mqtt_host: named }),
    mqtt_port: v.VITE_MQTT_PORT ?? (tls ? v.MQTT_WSS_PORT : v.MQTT_WS_PORT),
    ...(tls ? { mqtt_tls: true } : {}),
    device_id: deviceId,
  }
}

/** With TLS the page goes through the agent, unless somebody told it of a broker of its own. */
function usesTunnel(v: Variables): boolean {
  return tlsFilesOf(v) !== null && v.VITE_MQTT_HOST === undefined && v.VITE_MQTT_PORT === undefined
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

function sharedPins({ EG_BUTTON_PINS, EG_LIGHT_PINS }: Variables): string[] {
  const both = EG_LIGHT_PINS.filter((pin) => EG_BUTTON_PINS.includes(pin))
  if (both.length === 0) return []
  return [
    `EG_LIGHT_PINS="${EG_LIGHT_PINS.join(',')}" uses pins of the buttons (${both.join(', ')}): give each pin one use`,
  ]
}
