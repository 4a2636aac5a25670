import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Artefact, makeArtefact } from './artefact.js'
import { boot, bootAll, copyIn, crash, disk, downAll, run, script, sh, whyNoBoot } from './boot.js'
import { ask, lastRun, mainPid, mode, open, press, slotHealth } from './night.js'
import { admin, codeOf, letIn, linkOf, logIn } from './people.js'
import {
  API,
  CARD,
  CORE_WORDS,
  credit,
  fromFile,
  install,
  installVenue,
  installed,
  issueCard,
  linked,
  note,
  printFigures,
  slotWords,
} from './venue.js'

const why = whyNoBoot()
if (why) console.log(`deploy: ${why}`)

describe.skipIf(why !== null)('backups, spares and the doctor on booted hosts', { timeout: 300_000 }, () => {
  let made: Artefact
  beforeAll(async () => {
    made = makeArtefact()
    bootAll(['eg-core', 'slot-01', 'slot-02'])
    await installVenue(made.file, ['slot-01', 'slot-02'])
    issueCard()
    credit(5077)
  }, 900_000)
  afterAll(() => {
    downAll()
    made?.remove()
    printFigures()
  })

  it('I110 a backup goes to a stick as one finished file, and leaves its rights; without a stick it says so', () => {
    const to = (folder: string) => script('eg-core', 'backup', '--to', folder)
    const mount = (how: string) => sh('eg-core', `mkdir -p /media/stick; mount -t tmpfs -o ${how} none /media/stick`)
    // Room for the stick itself and two files. A work folder is what a power cut left.
    mount('nr_inodes=3,mode=1777')
    sh('eg-core', 'mkdir -p /var/backups/eg/.work.cut')
    const taken = to('/media/stick')
    expect([taken.status, taken.output]).toEqual([0, expect.not.stringContaining('own card')])
    expect(sh('eg-core', 'cd /media/stick; ls -A | wc -l; stat -c %a . *.tar.gz')).toBe('1\n1777\n600')
    expect(sh('eg-core', 'umount /media/stick; ls -A /var/backups/eg; stat -c %a /var/backups/eg')).toBe('700')
    mount('size=4k')
    expect(to('/media/stick')).toMatchObject({ status: 1, output: expect.stringContaining('could not be written') })
    expect(sh('eg-core', 'ls -A /media/stick; umount /media/stick')).toBe('')
    sh('eg-core', 'chmod 755 /media/stick')
    expect(to('/media/stick')).toMatchObject({
      status: 0,
      output: expect.stringContaining("/media/stick is on this host's own card; is the stick mounted"),
    })
    // A home of somebody's, which no part's user may enter.
    sh('eg-core', 'stat -c %a /media/stick | grep -qx 755 && install -d -m 0700 /home/somebody')
    expect(to('/home/somebody/new')).toMatchObject({ status: 0 })
  })

  it('I114 a backup that does not fit is not put back, and the core goes on', () => {
    const file = /✓ (\S+\.tar\.gz)/.exec(script('eg-core', 'backup').output)?.[1] as string
    const pid = mainPid('eg-core', 'eg-core')
    sh('eg-core', 'ln -s /dev/full /var/lib/eg/core/core.db.draft')
    expect(script('eg-core', 'restore', file)).toMatchObject({
      status: 1,
      output: expect.stringMatching(/core\.db could not be written[^]*Nothing was changed/),
    })
    expect([
      mainPid('eg-core', 'eg-core'),
      sh('eg-core', 'cd /var/lib/eg/core; ls | grep -E "draft|aside" || true'),
    ]).toEqual([pid, ''])
  })

  it('I35 I42 I94 I115 I116 the core dies: its backup on a fresh host, and everybody is who he was', async () => {
    // Certificates, and a setting that needs a file; the core of now goes on without them.
    sh('eg-core', 'cp -p /etc/eg/core.env /root/')
    expect(script('eg-core', 'admin', 'certs').status).toBe(0)
    sh(
      'eg-core',
      'mkdir /etc/eg/theme; echo x >/etc/eg/theme/note.txt; touch /etc/eg/docker-compose.core.yml; echo EG_PLAIN=yes >>/etc/eg/core.env',
    )
    const taken = script('eg-core', 'backup')
    expect(taken.status).toBe(0)
    sh(
      'eg-core',
      'cp -p /root/core.env /etc/eg/; mv /var/lib/eg/core/tls /root/; rm -r /etc/eg/theme /etc/eg/docker-compose.core.yml',
    )
    const file = disk('eg-core', /✓ (\S+\.tar\.gz)/.exec(taken.output)?.[1] as string)
    crash('eg-core')
    boot('fresh')
    const backup = copyIn('fresh', file)
    const began = performance.now()
    const deploy = (file: string, ...words: string[]) =>
      fromFile('fresh', file, 'deploy_core', [`/root/in/${basename(file)}`, ...words])
    const fresh = deploy(made.file, ...CORE_WORDS.slice(1), '--hostname', 'eg-core', '--no-start')
    expect(fresh).toMatchObject({ status: 0 })
    expect(sh('fresh', 'systemctl is-active eg-core || true')).toBe('inactive')
    const restored = script('fresh', 'restore', backup, '--settings')
    expect(restored.output).toContain('✓ eg-core runs with the backup')
    expect(restored.status).toBe(0)
    expect(sh('fresh', 'cd /etc/eg; cat theme/note.txt; stat -c "%U %a" theme/note.txt; ls *.yml || true')).toMatch(
      /^x\nroot 644\nls: /,
    )
    expect(sh('fresh', 'stat -c "%U %a" /var/lib/eg/core/tls /var/lib/eg/core/tls/key.pem')).toBe(
      'eg-core 700\neg-core 600',
    )
    const byTls = ['eg-core.local', '--ca', '/root/ca.pem']
    writeFileSync(disk('slot-01', '/root/ca.pem'), sh('fresh', 'cat /var/lib/eg/core/tls/ca.pem'))
    expect(sh('fresh', 'systemctl is-enabled eg-core')).toBe('enabled')
    note('fresh host to a core with the backup', (performance.now() - began) / 1000)
    // Slots keep their secrets and find the new core by its name; people log in as ever.
    await until('the links', () => linked('slot-01') && linked('slot-02'), 180_000)
    note('  and both slots linked to it, nobody let in anew', (performance.now() - began) / 1000)
    expect(run('slot-01', ['/opt/eg/current/scripts/test_mqtt_connection', ...byTls]).output).toContain('✓ Connexion')
    logIn('fresh')
    expect(ask('fresh', `${API}/api/cards/${CARD}`)).toMatchObject({ balance_cents: 5077 })
    expect(ask('fresh', `${API}/api/books?check=now`)).toMatchObject({ ok: true })
    const broken = disk('fresh', '/root/in/broken.tar.gz')
    writeFileSync(broken, 'no backup')
    expect(script('fresh', 'restore', '/root/in/broken.tar.gz')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Nothing was changed'),
    })
    expect(ask('fresh', `${API}/health`)).toMatchObject({ ok: true })
    const updated = deploy(made.variant('0.9.1', 'good'), '--set', 'NIGHT_EXPECTED_VOTES=3')
    expect(updated.output).toContain('✓ 0.9.1 runs')
    expect(updated.status).toBe(0)
    expect(ask('fresh', `${API}/health`)).toMatchObject({ ok: true, version: '0.9.1' })
    expect(sh('fresh', 'grep ^NIGHT /etc/eg/core.env; readlink /opt/eg/current')).toBe(
      'NIGHT_EXPECTED_VOTES=3\nreleases/0.9.1',
    )
    expect(ask('fresh', `${API}/api/cards/${CARD}`)).toMatchObject({ balance_cents: 5077 })
    crash('fresh')
    boot('eg-core')
    await until('the links', () => linked('slot-01') && linked('slot-02'), 180_000)
  })

  it('I40 I95 a spare takes the place of a dead slot, and the dead one is nobody any more', async () => {
    crash('slot-02')
    boot('spare')
    const began = performance.now()
    const said = installed(install('spare', made.file, [...slotWords('slot-02'), '--hostname', 'slot-02']))
    const code = codeOf(said)
    expect(admin('device', 'enrol', code)).toMatchObject({
      status: 1,
      output: expect.stringContaining('slot-02 is enrolled already'),
    })
    letIn(code, '--replace')
    await until('its link', () => linked('spare'), 90_000)
    note('a spare takes the place of a dead slot, let in', (performance.now() - began) / 1000)
    expect(slotHealth('spare').device_id).toBe('slot-02')
    expect(sh('spare', 'cat /etc/hostname /proc/sys/kernel/hostname')).toBe('slot-02\nslot-02')
    boot('slot-02')
    await until('the old one to be told', () => linkOf('slot-02').state === 'revoked', 90_000)
    expect(script('slot-02', 'doctor').output).toContain('✗ this slot was put out; its code is ')
    mode('night')
    const asked = open(9)
    press('slot-01', 'slot-01', asked, 0)
    expect(() => press('slot-02', 'slot-02', asked, 1)).toThrow('revoked')
    press('spare', 'slot-02', asked, 0)
    await until('the result', () => lastRun().status === 'revealed')
    expect(lastRun()).toMatchObject({ winner: 'A', tally: { A: 2, B: 0, C: 0 } })
    mode('day')
    crash('slot-02')
  })

  it('I36 I37 doctor.sh says what is wrong and what to do; its bundle holds no secret and no card', () => {
    expect(script('eg-core', 'doctor')).toMatchObject({
      status: 0,
      output: expect.stringContaining('✓ Nothing is wrong'),
    })
    sh(
      'eg-core',
      `sed -i 's/^#API_PORT=.*/API_PORT=http/' /etc/eg/core.env; echo EG_SECRET=hunter2 >>/etc/eg/core.env; systemctl restart eg-core; true`,
    )
    const sick = script('eg-core', 'doctor', '--bundle', '/root/bundle.tar.gz')
    expect(sick.status).toBe(1)
    expect(sick.output).toMatch(
      /✗ eg-core does not run: API_PORT=http: must be a port[^]*→ correct what that line names in \/etc\/eg\/core\.env/,
    )
    const text = sh('eg-core', 'tar -xzOf /root/bundle.tar.gz')
    expect(text).toContain('EG_SECRET=[redacted]')
    expect(text).toContain('API_PORT=http')
    expect(text).not.toMatch(/hunter2/)
    expect(text).toContain('and enter code [redacted]')
    expect(text).not.toMatch(/enter code \d/)
    expect(text).not.toContain(CARD)
    const slot = script('slot-01', 'doctor')
    expect(slot).toMatchObject({ status: 1 })
    expect(slot.output).toMatch(/✗ the broker on eg-core\.local port 1883 does not answer\n\s+→ is the core on/)
    sh('eg-core', `sed -i '/^API_PORT/d; /^EG_SECRET/d' /etc/eg/core.env; systemctl restart eg-core`)
    expect(script('eg-core', 'doctor').status).toBe(0)
  })

  it('I95 a spare that was made ready, whatever its name, becomes the dead slot with nothing typed on it', async () => {
    // The former slot-02, which was put out, is as good as any other that waits.
    crash('slot-01')
    const began = performance.now()
    boot('slot-02')
    const code = await until('its code', () => linkOf('slot-02').code, 90_000)
    letIn(code, '--as', 'slot-01', '--replace')
    await until('its link', () => linked('slot-02'), 90_000)
    note('a spare made ready: from power to the dead slot’s place', (performance.now() - began) / 1000)
    expect(slotHealth('slot-02').device_id).toBe('slot-01')
    mode('night')
    press('slot-02', 'slot-01', open(10), 1)
    await until('the vote', () => lastRun().voted === 1)
    press('spare', 'slot-02', lastRun().run, 1)
    await until('the result', () => lastRun().status === 'revealed')
    expect(lastRun()).toMatchObject({ winner: 'B', tally: { A: 0, B: 2, C: 0 } })
    mode('day')
  })

  it('I39 a second install, update or restore at the same time is refused', async () => {
    sh('eg-core', 'systemd-run -q --collect flock /run/eg-deploy.lock sleep 20; sleep 1')
    expect(script('eg-core', 'backup')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Another install, update'),
    })
  })
})
