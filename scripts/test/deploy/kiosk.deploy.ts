import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { ROOT } from './artefact.js'

// The kiosk's watcher, with what it speaks to played here: the agent's /health. The browser is a stand-in; screen.deploy.ts has
// a real one.

describe('the screen of a slot', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-kiosk-'))
  const children: ChildProcess[] = []
  let screen = 'missing'
  let link = true
  let asked = 0
  const agent = createServer((_, answer) => {
    asked += 1
    answer.end(JSON.stringify({ ok: true, link, parts: { screen: { status: screen } } }))
  })
  for (const name of ['chromium', 'cage']) {
    const lines = name === 'cage' ? 'shift 2\nexec "$@"' : `echo "$@" >${folder}/words\nexec sleep 600`
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  beforeAll(() => new Promise<void>((resolve) => void agent.listen(0, '127.0.0.1', resolve)))
  afterEach(() => {
    for (const child of children.splice(0)) if (child.exitCode === null && child.pid) killAll(child.pid)
  })
  afterAll(() => {
    agent.close()
    rmSync(folder, { recursive: true, force: true })
  })
  /** Starts the screen; how it ended, null while it runs. */
  const start = (port: number, env = {}) => {
    const settings = { SLOT_UI_PORT: String(port), EG_WATCH_EVERY: '0.3', EG_WATCH_SECONDS: '2', ...env }
    const words = [join(ROOT, 'scripts/lib/deploy/kiosk.sh')]
    const child = spawn('bash', words, { env: { PATH: `${folder}:${process.env.PATH}`, ...settings }, detached: true })
    children.push(child)
    const said: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
    return { said, ended: () => child.signalCode ?? child.exitCode }
  }
  const port = () => (agent.address() as AddressInfo).port
  const asksOn = async (times: number) => {
    const from = asked
    await until('its questions', () => asked >= from + times)
  }

  it('I29 is left alone while its page speaks or there is no link, and killed when the page says nothing', async () => {
    screen = 'ok'
    const { said, ended } = start(port(), { KIOSK_ARGS: '--a-word' })
    await asksOn(12)
    const words = readFileSync(join(folder, 'words'), 'utf8')
    expect(words).toContain('--kiosk')
    expect(words.trim()).toMatch(new RegExp(`--a-word http://127\\.0\\.0\\.1:${port()}/$`))
    // The page's word comes by the core: without a link to it the screen cannot be blamed.
    screen = 'missing'
    link = false
    await asksOn(12)
    expect(ended()).toBe(null)
    link = true
    await until('its end', () => ended() === 'SIGKILL')
    expect(said).toEqual(['No page has spoken for 2 s: the browser is killed and started anew.'])
    // Nobody is left to ask.
    await new Promise((resolve) => setTimeout(resolve, 400))
    const count = asked
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(asked).toBe(count)
  })

  it('I29 an agent that does not answer is no fault of the screen', async () => {
    const { ended } = start(1)
    await new Promise((resolve) => setTimeout(resolve, 4000))
    expect(ended()).toBe(null)
  })

  it('I126 its unit waits for no word from within its login session', () => {
    const unit = readFileSync(join(ROOT, 'deploy/systemd/eg-kiosk.service'), 'utf8')
    expect(unit).toMatch(/^PAMName=login$/m)
    expect(unit).toMatch(/^Type=simple$/m)
    expect(unit).not.toMatch(/^(NotifyAccess|WatchdogSec)=/m)
  })
})

/** The whole group: the watcher is in it. */
function killAll(pid: number): void {
  spawnSync('kill', ['-KILL', '--', `-${pid}`])
}
