import { readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Serial ports that may be a card reader, the surest first: USB ports by their lasting names, then by number. Never the
 * machine's own UARTs (`ttyS0`, `ttyAMA0`, `serial0`): one of them may be a console. Those are used only if they are named.
 */
export function usbSerialPorts(devRoot = '/dev'): string[] {
  const named = entries(join(devRoot, 'serial', 'by-id')).map((name) => join(devRoot, 'serial', 'by-id', name))
  const numbered = entries(devRoot)
    .filter((name) => /^tty(USB|ACM)\d+$/.test(name))
    .map((name) => join(devRoot, name))
  const seen = new Set<string>()
  return [...named, ...numbered].filter((port) => {
    const real = realPath(port)
    if (!real || seen.has(real)) return false
    seen.add(real)
    return true
  })
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  } catch {
    return [] // made only when the first port is there
  }
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file)
  } catch {
    return null // unplugged meanwhile
  }
}
