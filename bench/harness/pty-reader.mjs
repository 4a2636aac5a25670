// A serial card reader without hardware: a pseudo terminal of the kernel. Python opens it, because Node cannot.
import { join } from 'node:path'
import { removeFolder, start, temporaryFolder } from './processes.mjs'

const OPEN = `
import os, pty, sys, tty
master, slave = pty.openpty()
tty.setraw(slave)
os.symlink(os.ttyname(slave), sys.argv[1])
os.close(slave)
print('ready', flush=True)
while True:
    data = os.read(0, 1024)
    if not data:
        break
    os.write(master, data)
`

/** Plugs a reader in; `tap(uid)` is a card that it reads. */
export async function plugReader() {
  const folder = temporaryFolder()
  const port = join(folder, 'ttyUSB0')
  const reader = start('python3', ['-c', OPEN, port])
  await reader.ready('ready')
  return {
    port,
    tap: (uid) => reader.say(`${uid}\r`),
    async end() {
      await reader.stop()
      removeFolder(folder)
    },
  }
}
