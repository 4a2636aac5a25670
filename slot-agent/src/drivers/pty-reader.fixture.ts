import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'

/**
 * A serial port without hardware: a pseudo terminal of the kernel, linked to `path`. Python opens it, because Node cannot;
 * what is written here arrives there.
 */
export interface PtyReader {
  send(bytes: string): void
  unplug(): Promise<void>
}

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

export async function plugPtyReader(path: string): Promise<PtyReader> {
  const child = spawn('python3', ['-c', OPEN, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const ended = once(child, 'close')
  return {
    send: (bytes) => void child.stdin.write(Buffer.from(bytes, 'latin1')),
    async unplug() {
      rmSync(path, { force: true })
      child.kill('SIGKILL')
      await ended
    },
  }
}
