import { readFileSync } from 'node:fs'

/** Which start of the machine this is (random(4), /proc/sys/kernel/random/boot_id): containers have their host's. Null where nobody says. */
export function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || null
  } catch {
    return null
  }
}
