import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Artefact, makeArtefact } from './artefact.js'
import { boot, bootAll, copyIn, crash, disk, downAll, script, sh, whyNoBoot } from './boot.js'
import { ask, lastRun, mode, open, press, slotHealth } from './night.js'
import {
  API,
  CARD,
  clock,
  CORE_WORDS,
  credit,
  fromFile,
  install,
  installVenue,
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

  it('I35 I42 a backup is restored on a fresh host; deploy_core.sh installs there and updates it', () => {
    const taken = script('eg-core', 'backup')
    expect(taken.status).toBe(0)
    const file = /✓ (\S+\.tar\.gz)/.exec(taken.output)?.[1] as string
    boot('fresh')
    const began = performance.now()
    const deploy = (file: string, ...words: string[]) =>
      fromFile('fresh', file, 'deploy_core', [`/root/in/${basename(file)}`, ...words])
    expect(deploy(made.file, ...CORE_WORDS.slice(1))).toMatchObject({ status: 0 })
    const restored = script('fresh', 'restore', copyIn('fresh', disk('eg-core', file)))
    expect(restored.output).toContain('✓ eg-core runs with the backup')
    expect(restored.status).toBe(0)
    note('fresh host to a core with the backup', (performance.now() - began) / 1000)
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
  })

  it('I40 a spare takes the place of a dead slot', async () => {
    crash('slot-02')
    boot('spare')
    const { status, seconds } = install('spare', made.file, [...slotWords('slot-02'), '--hostname', 'slot-02'])
    expect(status).toBe(0)
    note('a spare takes the place of a dead slot', seconds + (await clock('its link', () => linked('spare'))))
    expect(slotHealth('spare').device_id).toBe('slot-02')
    expect(sh('spare', 'cat /etc/hostname /proc/sys/kernel/hostname')).toBe('slot-02\nslot-02')
    mode('night')
    const asked = open(9)
    press('slot-01', 'slot-01', asked, 0)
    press('spare', 'slot-02', asked, 0)
    await until('the result', () => lastRun().status === 'revealed')
    expect(lastRun()).toMatchObject({ winner: 'A', tally: { A: 2, B: 0, C: 0 } })
    mode('day')
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
    expect(text).not.toContain(CARD)
    const slot = script('slot-01', 'doctor')
    expect(slot).toMatchObject({ status: 1 })
    expect(slot.output).toMatch(/✗ the broker on eg-core\.local port 1883 does not answer\n\s+→ is the core on/)
    sh('eg-core', `sed -i '/^API_PORT/d; /^EG_SECRET/d' /etc/eg/core.env; systemctl restart eg-core`)
    expect(script('eg-core', 'doctor').status).toBe(0)
  })

  it('I39 a second install, update or restore at the same time is refused', async () => {
    sh('eg-core', 'systemd-run -q --collect flock /run/eg-deploy.lock sleep 20; sleep 1')
    expect(script('eg-core', 'backup')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Another install, update'),
    })
  })
})
