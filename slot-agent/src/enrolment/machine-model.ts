import { readFileSync } from 'node:fs'
import { arch, type } from 'node:os'

/** Where a Raspberry Pi's kernel tells what it is, ended by a NUL. */
const DEVICE_TREE = '/sys/firmware/devicetree/base/model'
const LENGTH = 60

/** What kind of machine this is, for people: `Raspberry Pi 4 Model B Rev 1.5`; elsewhere the system and processor. */
export function machineModel(file = DEVICE_TREE): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', '').trim().slice(0, LENGTH)
  } catch {
    return `${type()} ${arch()}` // no device tree: not a Pi
  }
}
