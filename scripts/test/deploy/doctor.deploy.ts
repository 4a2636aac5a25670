import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Artefact, makeArtefact } from './artefact.js'
import { type Host, bootAll, copyIn, downAll, run, script, sh, whyNoBoot } from './boot.js'
import { health } from './night.js'
import { becomeGameMaster, codeOf, letIn } from './people.js'
import { CORE_WORDS, install, installed, linked, slotWords, versionOf } from './venue.js'

// A host is made sick in one way after the other; what doctor.sh says is true, and what its arrow says is typed as it stands.

const why = whyNoBoot()
if (why) console.log(`deploy: ${why}`)

describe.skipIf(why !== null)('doctor.sh on a sick host', { timeout: 300_000 }, () => {
  let made: Artefact
  beforeAll(async () => {
    made = makeArtefact()
    bootAll(['eg-core', 'slot-01'])
    becomeGameMaster(
      'eg-core',
      installed(install('eg-core', made.file, [...CORE_WORDS, '--set', 'EG_BACKUP_SECONDS=2'])),
    )
    letIn(codeOf(installed(install('slot-01', made.file, slotWords('slot-01')))))
    await until('the link', () => linked('slot-01'), 90_000)
    sh('eg-core', 'cp -p /etc/eg/core.env /root/')
  }, 900_000)
  afterAll(() => {
    downAll()
    made?.remove()
  })

  /** What is wrong, each with its next step. The screen is left out: a booted host has none. */
  const wrong = (host: Host) =>
    [...script(host, 'doctor').output.matchAll(/^ {2}✗ (.*)\n {4}→ (.*)$/gm)]
      .map(([, what = '', next = '']) => ({ what, next }))
      .filter(({ what }) => !what.startsWith('screen:'))
  /** The one thing that is wrong. */
  const fault = (host: Host) => {
    const found = wrong(host)
    expect(found).toHaveLength(1)
    return found[0] as { what: string; next: string }
  }
  const type = (host: Host, line: string) => run(host, ['bash', '-c', line.replaceAll('sudo ', '')])
  const well = (host: Host) => until('it to be well', () => wrong(host).length === 0, 60_000)
  const settings = (change: string) =>
    sh('eg-core', `sed -i '${change}' /etc/eg/core.env; systemctl restart eg-core; true`)
  const back = () =>
    sh('eg-core', 'cat /root/core.env >/etc/eg/core.env; systemctl restart eg-core; systemctl reset-failed')

  it.each([
    ['eg-core', 'eg-core'],
    ['slot-01', 'eg-slot'],
  ] as const)('I14 on %s: a part that somebody stopped, or that does not start with the system', async (host, unit) => {
    sh(host, `systemctl disable -q ${unit}; systemctl stop ${unit}`)
    const stopped = fault(host)
    expect(stopped).toEqual({ what: `${unit} is stopped`, next: `sudo systemctl start ${unit}` })
    type(host, stopped.next)
    await until('the other fault', () => wrong(host).every(({ what }) => !/stopped|link|starting/.test(what)), 60_000)
    const off = fault(host)
    expect(off.what).toBe(`${unit} does not start with the system`)
    type(host, off.next)
    await well(host)
    await until('the link', () => linked('slot-01'), 60_000)
  })

  it('I14 a port that another program has, and no settings at all', async () => {
    sh(
      'eg-core',
      'systemctl stop eg-core; systemd-run -q --collect --unit taken python3 -m http.server 1883; sleep 1; systemctl start eg-core || true',
    )
    expect(fault('eg-core').what).toMatch(/^eg-core does not run: MQTT_PORT=1883: the port is in use/)
    sh('eg-core', 'systemctl stop taken; rm /etc/eg/core.env; systemctl restart eg-core || true')
    const none = fault('eg-core')
    expect(none.what).toBe('there is no /etc/eg/core.env, so eg-core does not run')
    expect(type('eg-core', none.next.replace(/ writes.*/, '')).output).toContain('+ write /etc/eg/core.env')
    expect(health()).toMatchObject({ ok: true })
    back()
  })

  it('I14 a core for its own host alone; one that its name does not lead to', () => {
    settings('s/^BIND=.*/BIND=127.0.0.1/')
    const alone = wrong('eg-core').filter(({ what }) => !what.includes('started anew'))
    expect(alone).toEqual([
      {
        what: 'no other host reaches this core: BIND=127.0.0.1',
        next: 'set BIND=0.0.0.0 in /etc/eg/core.env, then sudo systemctl restart eg-core',
      },
    ])
    expect(run('slot-01', ['/opt/eg/current/scripts/test_mqtt_connection', 'eg-core.local']).output).toMatch(
      /✗ Failed — connection refused:[^]*BIND must be/,
    )
    back()
    sh('eg-core', 'rm /etc/avahi/services/eg.service')
    const silent = wrong('eg-core').find(({ what }) => what === 'this core does not say on the network where it is')
    expect(type('eg-core', silent?.next as string)).toMatchObject({ status: 0 })
    expect(sh('eg-core', 'cat /etc/avahi/services/eg.service')).toContain('_eg._tcp')
  })

  it('I14 a database that is damaged: the arrow is the restore', async () => {
    sh('eg-core', 'systemctl restart eg-core')
    await until('a backup', () => sh('eg-core', 'ls /var/lib/eg/core/backups 2>/dev/null | wc -l') !== '0', 90_000)
    sh(
      'eg-core',
      'systemctl stop eg-core; rm -f /var/lib/eg/core/core.db-*; dd if=/dev/urandom of=/var/lib/eg/core/core.db bs=4096 count=20 seek=2 conv=notrunc 2>/dev/null; systemctl start eg-core || true',
    )
    const damaged = wrong('eg-core').find(({ what }) => what.includes('it is damaged'))
    expect(damaged?.next).toMatch(
      /^sudo \/opt\/eg\/current\/scripts\/restore\.sh \/var\/lib\/eg\/core\/backups\/core-\S+\.db$/,
    )
    expect(type('eg-core', damaged?.next as string).output).toContain('✓ eg-core runs with the backup')
    expect(health()).toMatchObject({ ok: true })
  })

  it('I112 a note of an update that was cut off, of a version that is healthy: the arrow takes it away', () => {
    const noteOf = (line: string) => sh('eg-core', `printf '${line}\\n\\n' >/var/lib/eg/switch-unfinished`)
    const version = versionOf(made.file)
    noteOf(`${version} 0.0.9 new`)
    const found = fault('eg-core')
    expect(found.what).toBe(`an update was cut off: ${version} → 0.0.9`)
    expect(type('eg-core', found.next.replace(/, or.*/, '')).output).toContain(`✓ ${version} runs here already`)
    expect(wrong('eg-core')).toEqual([])
    noteOf(`0.0.9 ${version} new`)
    expect(script('eg-core', 'update', copyIn('eg-core', made.file)).output).toContain('runs here already')
    expect(wrong('eg-core')).toEqual([])
  })

  it('I15 update.sh with the file of the version that runs puts back files that the card has damaged', () => {
    sh(
      'eg-core',
      `cd /opt/eg/current && echo x >>docs/deploy.md && rm docs/venue.md && echo x >docs/new.md && : >core/dist/main.js &&
        addon=$(find . -name better_sqlite3.node) && echo x >x && mv x $addon`, // what looks for a session needs it
    )
    expect(
      wrong('eg-core')
        .map(({ what }) => what)
        .join('\n'),
    ).toMatch(/files of release \S+ are damaged or were changed/)
    const there = copyIn('eg-core', made.file)
    const dry = script('eg-core', 'update', there, '--dry-run')
    expect(dry).toMatchObject({
      status: 0,
      output: expect.stringContaining('could be put back now; nothing was changed'),
    })
    const mended = run('eg-core', ['/opt/eg/current/scripts/update.sh', there], { EG_SETTLE: '1' })
    expect(mended.output).toMatch(/\+ \/opt\/eg\/releases\/\S+\/core\/dist\/main\.js\n[^]*its files are whole again/)
    expect(mended.status).toBe(0)
    expect(wrong('eg-core').filter(({ what }) => what.includes('damaged'))).toEqual([])
    expect(health()).toMatchObject({ ok: true, version: versionOf(made.file) })
  })

  it('I14 a slot whose core is off, is named wrongly, or speaks TLS and the slot does not', async () => {
    const set = (name: string, value: string) =>
      sh(
        'slot-01',
        `sed -i '/^#*${name}=/d' /etc/eg/slot.env; echo '${name}=${value}' >>/etc/eg/slot.env; systemctl restart eg-slot`,
      )
    const broker = () => wrong('slot-01').map(({ what }) => what)
    set('CORE_HOST', 'nowhere.local')
    expect(broker()).toContain('no host is named nowhere.local on this network')
    const test = (host: string) => run('slot-01', ['/opt/eg/current/scripts/test_mqtt_connection', host]).output
    expect(test('nowhere.local')).toContain('host not found: "nowhere.local" has no address')
    // Nobody has that address: the core's, but for its end.
    const nobody = sh('eg-core', 'hostname -I').replace(/\d+\s.*$|\d+$/, '250')
    expect(test(nobody)).toContain(`unreachable: no way leads to ${nobody}`)
    set('CORE_HOST', 'eg-core.local')
    sh('eg-core', 'systemctl stop eg-core')
    expect(broker()).toContain('the broker on eg-core.local port 1883 does not answer')
    expect(script('eg-core', 'admin', 'certs').status).toBe(0)
    sh('eg-core', 'systemctl start eg-core')
    expect(broker()).toContain('the core on eg-core.local speaks TLS, and this slot does not')
    sh('slot-01', `cat >/etc/eg/ca.pem <<'PEM'\n${sh('eg-core', 'cat /var/lib/eg/core/tls/ca.pem')}\nPEM`)
    set('EG_TLS_CA', '/etc/eg/ca.pem')
    await until('the link', () => linked('slot-01'), 60_000)
    await well('slot-01')
  })

  it('I16 a core with TLS on one address: its own host goes on without', () => {
    const address = sh('eg-core', 'hostname -I').split(' ')[0] as string
    settings(`s/^BIND=.*/BIND=${address}/`)
    expect(script('eg-core', 'install', 'core')).toMatchObject({ status: 0 })
    expect(wrong('eg-core').filter(({ what }) => !what.includes('started anew'))).toEqual([])
    expect(script('eg-core', 'admin', 'device', 'list').output).toContain('slot-01')
    const stranger = `fetch('http://${address}:8000/health').then((a) => process.stdout.write(String(a.status)))`
    expect(run('slot-01', ['/opt/eg/current/bin/node', '-e', stranger]).output).toBe('426')
  })
})
