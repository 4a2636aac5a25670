import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHostProbe } from './host-health.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'eg-sys-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}
const zone = (n: number, type: string, temp: string) => {
  write(`class/thermal/thermal_zone${n}/type`, `${type}\n`)
  write(`class/thermal/thermal_zone${n}/temp`, `${temp}\n`)
}
const THROTTLED = 'devices/platform/soc/soc:firmware/get_throttled'

it('S53 tells temperature, throttling now and free disk as the kernel has them', () => {
  zone(0, 'acpitz', '20000')
  zone(1, 'cpu-thermal', '51540')
  write(THROTTLED, '50005\n')
  expect(createHostProbe(root, root)()).toEqual({
    temperature_c: 51.5,
    throttled: ['under_voltage', 'throttled'],
    disk_free_mb: expect.any(Number),
  })
  // Only since boot, not now.
  write(THROTTLED, '0x50000')
  expect(createHostProbe(root, root)().throttled).toEqual([])
})

it('S53 what the kernel does not tell, or tells in words that mean nothing, is null', () => {
  expect(createHostProbe(join(root, 'gone'), root)()).toEqual({
    temperature_c: null,
    throttled: null,
    disk_free_mb: null,
  })
  zone(0, 'cpu-thermal', 'hot')
  write(THROTTLED, 'no')
  expect(createHostProbe(root, root)()).toMatchObject({ temperature_c: null, throttled: null })
})
