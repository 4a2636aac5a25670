/**
 * What may be wrong with a part, in words: what happened, what it means where that is not plain, and what to do.
 * docs/hardware.md explains each of these lines.
 */
export const FAULT = {
  noChip:
    'no GPIO chip of a Raspberry Pi was found: buttons and lights are not used. Use EG_GPIO=off if there are none',
  notOnHeader: (pin: number) =>
    `BCM ${pin} is not on the header, which has BCM 0 to 27: correct the pins in the settings`,
  noPermission: (file: string, group: string) =>
    `no permission to use ${file}: run sudo usermod -aG ${group} <the agent's user> and start the agent again`,
  inUse: (pin: number, by: string) =>
    `BCM ${pin} is in use by ${by}: end it, take its overlay out of /boot/firmware/config.txt, or choose another pin`,
  another: 'another program or overlay',
  notInstalled: (name: string, why: string) =>
    `${name} could not be loaded (${why}): run npm run deps in EG’s folder on this machine, or make a release for it (npm run release)`,
  noTools: 'libgpiod’s tools are not installed: run sudo apt install gpiod (version 2)',
  oldTools: (version: string) =>
    `libgpiod’s tools are version ${version}, and version 2 is needed: Debian 13 has it, or use a kernel with sysfs GPIO`,
  ended: (tool: string, said: string) => `${tool} ended (${said}): it is started again every 2 s`,
  held: (pins: readonly number[]) =>
    `pressed since the start and ignored until released: BCM ${pins.join(',')}. Look for a stuck button; if it is none, the pull-up is missing: write gpio=${pins.join(',')}=ip,pu into /boot/firmware/config.txt and reboot`,
  noReader: 'no card reader is plugged in (no USB serial port, no keyboard that is a reader): plug one in',
  noPort: (port: string) => `${port} is not there: plug the reader in, or correct RFID_PORT`,
  noSerialPort: 'no USB serial port is there: plug the reader in, or name its port with RFID_PORT',
  portFailed: (port: string, why: string) => `${port} cannot be opened (${why}): it is tried again every 2 s`,
  noKeyboard: 'no keyboard is plugged in; the buttons do not need one',
  noSuchKeyboard: (name: string, variable: string) =>
    `no keyboard is named "${name}": plug it in, or correct ${variable} (names: cat /proc/bus/input/devices)`,
  keyboardFailed: (device: string, why: string) => `${device} cannot be read (${why}): it is tried again every 2 s`,
  off: (variable: string) => `not used: ${variable}=off`,
} as const

/** The reason in an error's own words; its code alone where it has one, such as EBUSY. */
export function reasonOf(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error))
}

/** Node's code of a system error, such as EACCES; null for any other. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

export function isPermission(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(codeOf(error) ?? '')
}
