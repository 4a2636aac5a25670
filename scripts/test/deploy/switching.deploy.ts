import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Artefact, makeArtefact } from './artefact.js'
import { boot, bootAll, copyIn, crash, downAll, run, sh, whyNoBoot } from './boot.js'
import { ask, health, lastRun, slotHealth } from './night.js'
import {
  API,
  balance,
  credit,
  installOpenVenue,
  issueCard,
  note,
  playNight,
  printFigures,
  releasesOf,
  update,
  versionOf,
} from './venue.js'

const why = whyNoBoot()
if (why) console.log(`deploy: ${why}`)

describe.skipIf(why !== null)('updates and rollbacks on booted hosts', { timeout: 300_000 }, () => {
  let made: Artefact
  beforeAll(async () => {
    made = makeArtefact()
    bootAll(['eg-core', 'slot-01'])
    await installOpenVenue(made.file, 'slot-01')
    await playNight()
    issueCard()
    credit(4200)
  }, 900_000)
  afterAll(() => {
    downAll()
    made?.remove()
    printFigures()
  })

  it('I31 I38 an update brings the new version, keeps everything, and done again does nothing', async () => {
    const file = made.variant('0.9.1', 'good')
    for (const [host, role] of [
      ['eg-core', 'core'],
      ['slot-01', 'slot'],
    ] as const) {
      const { status, output, seconds } = update(host, file)
      expect(output).toContain(`✓ 0.9.1 runs`)
      expect(status).toBe(0)
      note(`update of ${host}, 5 s of watching included`, seconds)
      note(
        `  without it, while eg-${role} was restarted`,
        Number(/, ([\d.]+) s after it was stopped/.exec(output)?.[1]),
      )
    }
    expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
    expect(slotHealth('slot-01')).toMatchObject({ ok: true, version: '0.9.1', link: true })
    expect(balance()).toBe(4200)
    expect(lastRun()).toMatchObject({ winner: 'C' })
    expect(update('eg-core', file)).toMatchObject({ status: 0, output: expect.stringContaining('Nothing to change') })
  })

  it('I4 a release that was damaged on its way is refused, and nothing is changed', () => {
    const damaged = update('eg-core', made.variant('0.9.8', 'good', 'damaged'))
    expect(damaged).toMatchObject({ status: 1, output: expect.stringMatching(/damaged: docs\/deploy.md/) })
    const file = made.variant('0.9.9', 'good')
    writeFileSync(
      `${file}.sha256`,
      readFileSync(`${file}.sha256`, 'utf8').replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    )
    copyIn('eg-core', `${file}.sha256`)
    expect(update('eg-core', file)).toMatchObject({
      status: 1,
      output: expect.stringContaining('is not the file that its .sha256 speaks of'),
    })
    sh('eg-core', 'rm /root/in/*.sha256')
    expect(releasesOf('eg-core')).toEqual([versionOf(made.file), '0.9.1'].sort())
    expect(health().version).toBe('0.9.1')
  })

  it('I32 an update to a version that does not start goes back by itself', () => {
    const { status, output, seconds } = update('eg-core', made.variant('0.9.3', 'dead'))
    expect(output).toContain('this release is broken')
    expect(output).toMatch(/0\.9\.3 was not taken\. 0\.9\.1 runs again/)
    expect(status).toBe(3)
    note('update to one that does not start, to the old one healthy', seconds)
    expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
    expect(releasesOf('eg-core')).not.toContain('0.9.3')
  })

  it('I32 an update to a version that starts, changes the tables and dies goes back by itself with the data', () => {
    credit(800)
    const { status, output, seconds } = update('eg-core', made.variant('0.9.4', 'dies'))
    expect(output).toMatch(/0\.9\.4 was not taken\. 0\.9\.1 runs again/)
    expect(status).toBe(3)
    note('update to one that dies again and again, to the old one healthy', seconds)
    expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
    expect(balance()).toBe(5000)
    expect(ask('eg-core', `${API}/api/books?check=now`)).toMatchObject({ ok: true })
  })

  it('I41 an update that a power cut stops in the middle comes to its end at the next start', async () => {
    const settled = () => sh('eg-core', 'ls /var/lib/eg') === 'core'
    // A release that is brought to its end is watched for 2 s instead of 10.
    const dropIn = '/etc/systemd/system/eg-switch.service.d'
    sh('eg-core', `mkdir -p ${dropIn} && printf '[Service]\\nEnvironment=EG_SETTLE=2\\n' >${dropIn}/fast.conf`)
    const cut = async (file: string) => {
      const there = copyIn('eg-core', file)
      sh('eg-core', `systemd-run -q --collect /opt/eg/current/scripts/update.sh ${there}`)
      await until(
        'the switch',
        () => sh('eg-core', 'readlink /opt/eg/current') === `releases/${versionOf(file)}`,
        60_000,
      )
      crash('eg-core')
      const began = performance.now()
      boot('eg-core')
      await until('the end of the update', settled, 180_000)
      return (performance.now() - began) / 1000
    }
    note(
      'power cut in an update to a dead release; from power to the old one healthy',
      await cut(made.variant('0.9.6', 'dead')),
    )
    expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
    note(
      'power cut in an update to a good release; from power to that one healthy',
      await cut(made.variant('0.9.7', 'good')),
    )
    expect(health()).toMatchObject({ ok: true, version: '0.9.7' })
    expect(releasesOf('eg-core')).not.toContain('0.9.6')
    expect(balance()).toBe(5000)
    expect(run('eg-core', ['/opt/eg/current/scripts/rollback.sh'], { EG_SETTLE: '1' })).toMatchObject({ status: 0 })
    expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
  })

  it('I33 a slot whose new version does not reach the core goes back by itself', async () => {
    const { status, output, seconds } = update('slot-01', made.variant('0.9.5', 'deaf'), { EG_HEALTHY_WITHIN: '10' })
    expect(output).toMatch(/it does not reach its core[^]*0\.9\.5 was not taken\. 0\.9\.1 runs again/)
    expect(status).toBe(3)
    note('slot: update to one without a link (10 s allowed), to the old one healthy', seconds)
    expect(slotHealth('slot-01')).toMatchObject({ version: '0.9.1', link: true })
  })

  it('I34 a rollback across a change of the tables keeps what was stored meanwhile', () => {
    expect(update('eg-core', made.variant('0.10.0', 'schema'))).toMatchObject({ status: 0 })
    credit(77)
    const { status, output, seconds } = run('eg-core', ['/opt/eg/current/scripts/rollback.sh'], { EG_SETTLE: '5' })
    expect(output).toMatch(/The tables are those of schema \d+; 0\.9\.1 knows schema \d+/)
    expect(output).toContain('✓ 0.9.1 runs')
    expect(status).toBe(0)
    note('rollback across a change of the tables, 5 s of watching included', seconds)
    expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
    expect(balance()).toBe(5077)
    expect(lastRun()).toMatchObject({ winner: 'C' })
  })
})
