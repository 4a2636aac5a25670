import { readdirSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { HostHealth } from '@eg/shared'

/** What the kernel and the disk tell of this machine; what they do not tell is null. */
export type HostProbe = () => Omit<HostHealth, 'clock_offset_ms'>

const THERMAL = 'class/thermal'
/** The Pi's firmware: bits of now (0–3) and of since boot (16–19). Raspberry Pi documentation, `vcgencmd get_throttled`. */
const THROTTLED = 'devices/platform/soc/soc:firmware/get_throttled'
const NOW = ['under_voltage', 'frequency_capped', 'throttled', 'soft_temp_limit'] as const

/** Looks at the machine below `sysRoot` (sysfs) and at the disk that holds `dataPath`. Cheap: three small files. */
export function createHostProbe(dataPath: string, sysRoot = '/sys'): HostProbe {
  const zone = findZone(join(sysRoot, THERMAL))
  return () => ({
    temperature_c: zone === null ? null : temperatureOf(zone),
    throttled: throttledOf(join(sysRoot, THROTTLED)),
    disk_free_mb: freeOf(dataPath),
  })
}

/** The thermal zone of the processor; the first one where none says so. */
function findZone(folder: string): string | null {
  const zones = attempt(() => readdirSync(folder).filter((name) => name.startsWith('thermal_zone'))) ?? []
  const typed = zones.map((name) => ({ name, type: readText(join(folder, name, 'type')) ?? '' }))
  const best = typed.find(({ type }) => /cpu|soc|pkg/i.test(type)) ?? typed[0]
  return best ? join(folder, best.name, 'temp') : null
}

function temperatureOf(file: string): number | null {
  const text = readText(file)
  return text !== null && /^-?\d+$/.test(text) ? Math.round(Number(text) / 100) / 10 : null
}

function throttledOf(file: string): string[] | null {
  const text = readText(file)
  if (text === null || !/^(0x)?[0-9a-f]+$/i.test(text)) return null
  const bits = Number.parseInt(text.replace(/^0x/i, ''), 16)
  return NOW.filter((_, bit) => (bits >> bit) & 1)
}

function freeOf(path: string): number | null {
  const disk = attempt(() => statfsSync(path))
  return disk ? Math.floor((disk.bavail * disk.bsize) / 1024 / 1024) : null
}

function readText(file: string): string | null {
  return attempt(() => readFileSync(file, 'utf8').trim())
}

/** A file that this kernel does not have, or does not let us read, is something that it does not tell. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
