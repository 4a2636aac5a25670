import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { ROOT } from './artefact.js'

// The kiosk's watcher, with what it speaks to played here: the agent's /health and systemd's socket. The browser is a stand-in:
// hosts for tests have no screen.

const HEAR = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('listening', flush=True)
while True: print(s.recv(4096).decode().replace(chr(10), ' '), flush=True)`

const lacks = ['systemd-notify', 'python3'].find((tool) => spawnSync(tool, ['--version']).status !== 0)
if (lacks) console.log(`kiosk: skipped: there is no ${lacks} here`)

describe.skipIf(lacks !== undefined)('the screen of a slot', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-kiosk-'))
  const children: ChildProcess[] = []
  let screen = 'missing'
  let link = true
  const agent = createServer((_, answer) =>
    answer.end(JSON.stringify({ ok: true, link, parts: { screen: { status: screen } } })),
  )
  for (const name of ['chromium', 'cage']) {
    const lines = name === 'cage' ? 'shift 2\nexec "$@"' : `echo "$@" >${folder}/words\nexec sleep 600`
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  afterEach(() => {
    for (const child of children.splice(0)) if (child.pid) process.kill(-child.pid, 'SIGKILL')
  })
  afterAll(() => {
    agent.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const start = (command: string, words: string[], env = {}) => {
    const child = spawn(command, words, { env: { PATH: `${folder}:${process.env.PATH}`, ...env }, detached: true })
    children.push(child)
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => said.push(line))
    return said
  }

  it('I29 is ready when its page speaks, gives signs of life as long as it does, and none when it does not', async () => {
    await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve))
    const heard = start('python3', ['-c', HEAR, join(folder, 'notify')])
    await until('the socket', () => heard.includes('listening'))
    const { port } = agent.address() as AddressInfo
    const settings = {
      SLOT_UI_PORT: String(port),
      KIOSK_ARGS: '--a-word',
      NOTIFY_SOCKET: join(folder, 'notify'),
      EG_WATCH_EVERY: '0.3',
    }
    start('bash', [join(ROOT, 'scripts/lib/deploy/kiosk.sh')], settings)
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(heard).toEqual(['listening'])
    screen = 'ok'
    await until('signs of life', () => heard.filter((word) => word.includes('WATCHDOG=1')).length > 2)
    expect(heard[1]).toContain('READY=1')
    screen = 'missing'
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const count = heard.length
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(heard.length).toBe(count)
    // The page's word comes by the core: without a link to it the screen cannot be blamed.
    link = false
    await until('signs of life without a link', () => heard.length > count + 1)
    const words = spawnSync('cat', [join(folder, 'words')], { encoding: 'utf8' }).stdout
    expect(words).toContain('--kiosk')
    expect(words.trim()).toMatch(new RegExp(`--a-word http://127\\.0\\.0\\.1:${port}/$`))
  })

  it('I29 an agent that does not answer is no fault of the screen', async () => {
    const heard = start('python3', ['-c', HEAR, join(folder, 'notify2')])
    await until('the socket', () => heard.includes('listening'))
    start('bash', [join(ROOT, 'scripts/lib/deploy/kiosk.sh')], {
      SLOT_UI_PORT: '1',
      NOTIFY_SOCKET: join(folder, 'notify2'),
      EG_WATCH_EVERY: '0.3',
    })
    await until('signs of life', () => heard.some((word) => word.includes('WATCHDOG=1')))
  })
})
