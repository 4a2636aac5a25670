import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Artefact, makeArtefact } from './artefact.js'
import { type Host, boot, bootAll, crash, disk, downAll, run, script, sh, whyNoBoot } from './boot.js'
import { ask, health, lastRun, mainPid, mode, open, press, slotHealth } from './night.js'
import { STRANGER, admin, becomeGameMaster, codeOf, letInByPage } from './people.js'
import {
  API,
  CORE_WORDS,
  balance,
  clock,
  credit,
  install,
  issueCard,
  linked,
  note,
  printFigures,
  slotWords,
  update,
  versionOf,
} from './venue.js'

/** Asks the network who offers _eg._tcp (RFC 6762, 6.7: one question, answered to the asker alone). */
const BROWSE = `
import socket, sys
query = bytes(5) + b'\\1' + bytes(6) + b'\\3_eg\\4_tcp\\5local\\0' + b'\\0\\14\\0\\1'
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(sys.argv[1]))
s.settimeout(10)
s.sendto(query, ('224.0.0.251', 5353))
print(s.recv(4096))`

const spaced = (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`

const why = whyNoBoot()
if (why) console.log(`deploy: ${why}`)

describe.skipIf(why !== null)('an evening on booted hosts', { timeout: 300_000 }, () => {
  let made: Artefact
  beforeAll(async () => {
    made = makeArtefact()
    bootAll(['eg-core', 'slot-01', 'slot-02'])
  }, 900_000)
  afterAll(() => {
    downAll()
    made?.remove()
    printFigures()
  })

  it('I20 I92 install.sh makes a core of a bare host, without Node or a registry, and says who may be the first', () => {
    const dry = install('eg-core', made.file, [...CORE_WORDS, '--dry-run'])
    expect(dry).toMatchObject({ status: 0 })
    expect(sh('eg-core', 'ls /opt /etc/eg 2>&1; id eg-core 2>&1; true')).toMatch(/no such user/)
    const { status, output, seconds } = install('eg-core', made.file, CORE_WORDS)
    expect(output).toMatch(/✓ \d+ changes made/)
    expect(status).toBe(0)
    note('bare host to healthy core', seconds)
    expect(health()).toEqual({ ok: true, version: versionOf(made.file), auth: 'enrolled' })
    expect(script('eg-core', 'doctor')).toMatchObject({
      status: 1,
      output: expect.stringMatching(/✗ nobody may log in yet\n\s+→ open http:\S+:3000 and enter code \d{4}-\d{4}\n/),
    })
    becomeGameMaster('eg-core', output)
    expect(health()).toMatchObject({ ok: true, mode: 'day' })
    // Nobody else becomes it, and there is nothing more to say about it.
    expect(ask('eg-core', `${API}/api/setup/needed`)).toEqual({ needed: false })
    expect(script('eg-core', 'install', ...CORE_WORDS).output).not.toContain('enter code')
  })

  it('I19 I20 I23 I92 install.sh makes slots of bare hosts, which find the core by its name and wait to be let in', async () => {
    for (const slot of ['slot-01', 'slot-02'] as const) {
      const { status, output, seconds } = install(slot, made.file, slotWords(slot))
      expect(output).toMatch(/✓ \d+ changes made/)
      expect(status).toBe(0)
      const code = codeOf(output)
      expect(output).toContain(`admin.sh device enrol ${code}`)
      expect(script(slot, 'doctor').output).toContain(`✗ this slot waits to be let in; its code is ${spaced(code)}`)
      expect(admin('device', 'pending').output).toMatch(new RegExp(`${spaced(code)} +${slot} +${slot} `))
      // With the thumb on the operator's page, or at the core's own machine.
      const began = performance.now()
      if (slot === 'slot-01') letInByPage(code, slot)
      else expect(admin('device', 'enrol', code).output).toContain(`✓ ${slot} is let in`)
      await until(`the link of ${slot}`, () => linked(slot), 90_000)
      note(`bare host to ${slot} let in and healthy`, seconds + (performance.now() - began) / 1000)
      expect(sh(slot, 'grep ^CORE_HOST /etc/eg/slot.env')).toBe('CORE_HOST=eg-core.local')
      expect(sh(slot, 'stat -c "%U %a" /var/lib/eg/slot/slot.enrolment.json')).toBe('eg-slot 600')
    }
    expect(admin('device', 'pending').output).toContain('No device waits to be enrolled.')
    // Also as a service, for people and programs that look for one (RFC 6763).
    writeFileSync(disk('slot-01', '/root/browse.py'), BROWSE)
    expect(sh('slot-01', 'python3 /root/browse.py $(hostname -I)')).toMatch(/EG core on eg-core[^]*operator=3000/)
    expect(admin('device', 'list').output).toMatch(/slot-01 +slot +enrolled[^]*slot-02 +slot +enrolled/)
  })

  it('I21 a second run of install.sh changes nothing and says so', () => {
    const before = sh('eg-core', 'find /etc /opt/eg -newermt @$(date +%s) | wc -l; systemctl show -P MainPID eg-core')
    const core = script('eg-core', 'install', ...CORE_WORDS)
    expect(core).toMatchObject({ status: 0, output: expect.stringContaining('✓ Nothing to change.') })
    expect(core.output).not.toContain('  + ')
    expect(sh('eg-core', 'find /etc /opt/eg -newermt @$(date +%s) | wc -l; systemctl show -P MainPID eg-core')).toBe(
      before,
    )
    const slot = run('slot-01', ['/opt/eg/current/scripts/install.sh', ...slotWords('slot-01')], {
      LANG: 'fr_FR.UTF-8',
    })
    expect(slot).toMatchObject({ status: 0, output: expect.stringContaining('✓ Rien à changer.') })
    expect(slot.output).toContain('✓ slot-01 atteint son core.')
  })

  it('I22 parts run as users of their own with little to reach; data are theirs alone', () => {
    expect(
      Number(
        /level for eg-core.service: ([\d.]+)/.exec(sh('eg-core', 'systemd-analyze security --no-pager eg-core'))?.[1],
      ),
    ).toBeLessThanOrEqual(3)
    expect(
      Number(
        /level for eg-slot.service: ([\d.]+)/.exec(sh('slot-01', 'systemd-analyze security --no-pager eg-slot'))?.[1],
      ),
    ).toBeLessThanOrEqual(3.5)
    expect(sh('eg-core', 'stat -c "%U %a" /var/lib/eg/core/core.db /var/lib/eg/core')).toBe('eg-core 600\neg-core 750')
    const rights = (host: Host, unit: string) =>
      sh(host, `grep -E '^(CapEff|NoNewPrivs)' /proc/${mainPid(host, unit)}/status`)
    expect(sh('eg-core', `tr '\\0' '\\n' </proc/${mainPid('eg-core', 'eg-core')}/environ`)).toContain(
      'MALLOC_ARENA_MAX=1',
    )
    expect(rights('eg-core', 'eg-core')).toMatch(/^CapEff:\s0+\nNoNewPrivs:\s1$/)
    // The one right to set the clock. A booted host has none to give (systemd-nspawn), so the unit is asked.
    expect(
      sh('slot-01', 'systemctl show -P AmbientCapabilities -P CapabilityBoundingSet eg-slot').split(/\s+/),
    ).toEqual(['cap_sys_time', 'cap_sys_time'])
    expect(rights('slot-01', 'eg-slot')).toMatch(/NoNewPrivs:\s1$/)
    expect(sh('slot-01', 'id -nG eg-slot').split(' ').sort()).toEqual(['dialout', 'eg-slot', 'gpio', 'input', 'video'])
  })

  it('I93 a stranger on the network votes for nobody and commands nothing', () => {
    expect(run('slot-01', ['/opt/eg/current/bin/node', '--input-type=module', '-e', STRANGER]).output).toBe(
      'refused 401\n',
    )
  })

  it('I24 I30 a night runs, and no update disturbs it', async () => {
    issueCard()
    credit(4200)
    const spoken = run('slot-01', ['/opt/eg/current/scripts/test_mqtt_connection', 'eg-core.local'])
    expect(spoken.output).toContain('✓ Connexion réussie !')
    mode('night')
    const first = open(1)
    press('slot-01', 'slot-01', first, 1)
    await until('the first vote', () => lastRun().voted === 1)
    const refused = update('eg-core', made.variant('0.9.1', 'good'))
    expect(refused).toMatchObject({ status: 3, output: expect.stringContaining(`Run ${first} is not revealed yet`) })
    const slot = update('slot-02', made.variant('0.9.1', 'good'))
    // It asks its own agent: the core tells strangers nothing of the evening.
    expect(slot).toMatchObject({ status: 3, output: expect.stringContaining('The night is on.') })
    expect(health().version).toBe(versionOf(made.file))
    press('slot-02', 'slot-02', first, 1)
    await until('the result', () => lastRun().status === 'revealed')
    expect(lastRun()).toMatchObject({ winner: 'B', tally: { A: 0, B: 2, C: 0 } })
  })

  it('I25 core and slot that are killed in the middle of a question are back by themselves, and the question with them', async () => {
    const asked = open(2)
    press('slot-01', 'slot-01', asked, 0)
    await until('the vote', () => lastRun().voted === 1)
    sh('eg-core', `kill -9 ${mainPid('eg-core', 'eg-core')}`)
    note('core killed, to healthy again', await clock('the core', () => health().ok))
    expect(lastRun()).toMatchObject({ run: asked, status: 'open', voted: 1 })
    note('and both slots linked', await clock('the links', () => linked('slot-01') && linked('slot-02')))
    const agent = mainPid('slot-02', 'eg-slot')
    sh('slot-02', `kill -9 ${agent}`)
    await until('another agent', () => ![0, agent].includes(mainPid('slot-02', 'eg-slot')))
    await until('its link', () => linked('slot-02'), 60_000)
    press('slot-02', 'slot-02', asked, 0)
    await until('the result', () => lastRun().status === 'revealed')
    expect(lastRun()).toMatchObject({ winner: 'A', tally: { A: 2, B: 0, C: 0 } })
  })

  it('I26 a part that hangs is started again by the watchdog', async () => {
    for (const [host, unit] of [
      ['eg-core', 'eg-core'],
      ['slot-01', 'eg-slot'],
    ] as const) {
      sh(
        host,
        `mkdir -p /run/systemd/system/${unit}.service.d && printf '[Service]\\nWatchdogSec=6\\n' >/run/systemd/system/${unit}.service.d/fast.conf && systemctl daemon-reload && systemctl restart ${unit}`,
      )
      const pid = mainPid(host, unit)
      sh(host, `kill -STOP ${pid}`)
      note(
        `${unit} hangs with WatchdogSec=6, to another one`,
        await clock('another process', () => mainPid(host, unit) !== pid),
      )
      expect(sh(host, `journalctl -u ${unit} -o cat --no-pager`)).toContain('Watchdog timeout')
      sh(host, `rm -r /run/systemd/system/${unit}.service.d && systemctl daemon-reload && systemctl restart ${unit}`)
    }
    await until('the core', () => health().ok)
  })

  it('I28 a slot that is told to restart comes back and says done', async () => {
    await until('the link', () => linked('slot-01'), 60_000)
    const pid = mainPid('slot-01', 'eg-slot')
    ask('eg-core', `${API}/api/op/devices/command`, { target_id: 'slot-01', action: 'restart_agent' })
    await until('another process', () => mainPid('slot-01', 'eg-slot') !== pid, 60_000)
    const last = () =>
      ask<{ items: { action: string; status: string }[] }>('eg-core', `${API}/api/devices/slot-01/commands`).items[0]
    await until('its word', () => last()?.status === 'done', 60_000)
    expect(sh('slot-01', 'systemctl is-active eg-slot')).toBe('active')
  })

  it('I27 the whole venue loses power, and slots are up before the core: the question is still open', async () => {
    const asked = open(3)
    press('slot-01', 'slot-01', asked, 2)
    await until('the vote', () => lastRun().voted === 1)
    crash('eg-core', 'slot-01', 'slot-02')
    const began = performance.now()
    boot('slot-01', 'slot-02')
    await until('a slot that waits', () => slotHealth('slot-01').ok, 60_000)
    expect(linked('slot-01')).toBe(false)
    boot('eg-core')
    await until('the links', () => linked('slot-01') && linked('slot-02'), 90_000)
    note('power back, slots first, to all linked', (performance.now() - began) / 1000)
    expect(lastRun()).toMatchObject({ run: asked, status: 'open', voted: 1 })
    press('slot-02', 'slot-02', asked, 2)
    await until('the result', () => lastRun().status === 'revealed')
    expect(lastRun()).toMatchObject({ winner: 'C', tally: { A: 0, B: 0, C: 2 } })
    mode('day')
    expect(balance()).toBe(4200)
  })

  it('I31 I43 by day slots are updated, and are who they were', async () => {
    const { status, output } = update('slot-02', made.variant('0.9.1', 'good'))
    expect(output).toContain('✓ 0.9.1 runs')
    expect(status).toBe(0)
    expect(slotHealth('slot-02')).toMatchObject({ version: '0.9.1', link: true, device_id: 'slot-02' })
  })
})
