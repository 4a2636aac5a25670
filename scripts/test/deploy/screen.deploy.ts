import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Artefact, makeArtefact } from './artefact.js'
import { bootAll, disk, downAll, run, script, sh, whyNoBoot } from './boot.js'
import { ask, slotHealth } from './night.js'
import { becomeGameMaster, codeOf, letIn } from './people.js'
import { clock, install, installed, linked, note, printFigures } from './venue.js'

// One Pi that is core and slot, with its screen: the unit as it ships runs Debian's cage and Chromium. Only what the screen is
// made of is not there: wlroots draws into memory instead of a monitor, and the console is a pseudo-terminal.

/** Raspberry Pi OS has the first two. */
const PACKAGES = ['libpam-systemd', 'dbus-user-session', 'cage', 'xwayland', 'chromium']
const CONSOLE = `
import os, pty, time
master, slave = pty.openpty()
os.symlink(os.ttyname(slave), '/dev/tty1')
while True:
    try: os.read(master, 65536)
    except OSError: time.sleep(0.2)`

const why = whyNoBoot()
if (why) console.log(`deploy: ${why}`)

describe.skipIf(why !== null)('one Pi, with its screen', { timeout: 300_000 }, () => {
  let made: Artefact
  beforeAll(() => {
    made = makeArtefact()
    bootAll(['eg-core'], PACKAGES)
  }, 900_000)
  afterAll(() => {
    downAll()
    made?.remove()
    printFigures()
  })
  const screen = () =>
    (slotHealth('eg-core') as unknown as { parts?: { screen: { status: string } } }).parts?.screen.status
  const started = () => Number(sh('eg-core', 'systemctl show -P NRestarts eg-kiosk'))

  it('I96 I100 a bare host becomes core and slot, and its screen shows the slot’s page', async () => {
    writeFileSync(disk('eg-core', '/root/console.py'), CONSOLE)
    sh('eg-core', 'systemd-run -q --unit console python3 /root/console.py')
    await until('a console', () => run('eg-core', ['test', '-e', '/dev/tty1']).status === 0)
    const began = performance.now()
    becomeGameMaster('eg-core', installed(install('eg-core', made.file, ['core', '--set', 'NIGHT_EXPECTED_VOTES=1'])))
    const words = ['slot', '--slot-id', 'slot-01', '--core-host', 'localhost', '--no-start']
    installed(install('eg-core', made.file, words))
    sh(
      'eg-core',
      `printf 'WLR_BACKENDS=headless\\nWLR_RENDERER=pixman\\nXDG_RUNTIME_DIR=/var/lib/eg/kiosk\\n' >>/etc/eg/kiosk.env`,
    )
    const said = installed(script('eg-core', 'install', ...words.slice(0, -1)))
    letIn(codeOf(said))
    await until('the link', () => linked('eg-core'), 60_000)
    await until('the page on the screen', () => screen() === 'ok', 120_000)
    note('one Pi: bare host to core and slot with its page on the screen', (performance.now() - began) / 1000)
    expect(sh('eg-core', 'systemctl is-active eg-core eg-slot eg-kiosk')).toBe('active\nactive\nactive')
    // With what its browser may not do, which only root can change.
    const policy = '/etc/chromium/policies/managed/eg-kiosk.json'
    expect(sh('eg-core', `stat -c '%a %U' ${policy}`)).toBe('644 root')
    // The compositor and the browser, by the unit's own command, as the screen's own user.
    const tree = sh('eg-core', 'ps -o user:16,args --no-headers -u eg-kiosk')
    expect(tree).toMatch(/eg-kiosk +cage -d -- chromium --ozone-platform=wayland --kiosk/)
    expect(tree).toMatch(/chromium.*--type=renderer/)
  })

  it('I96 a screen whose browser is killed is there again by itself', async () => {
    const before = started()
    sh('eg-core', 'pkill -KILL -u eg-kiosk -f type=renderer || true; pkill -KILL -u eg-kiosk -x cage')
    await until('another start', () => started() > before, 60_000)
    const page = () => run('eg-core', ['pgrep', '-u', 'eg-kiosk', '-f', 'type=renderer']).status === 0
    note('the screen is killed, to its page again', await clock('the page', () => page() && screen() === 'ok', 120_000))
    expect(ask('eg-core', 'http://127.0.0.1:5173/health')).toMatchObject({ ok: true })
    expect(run('eg-core', ['systemctl', 'is-active', 'eg-kiosk']).output.trim()).toBe('active')
  })
})
