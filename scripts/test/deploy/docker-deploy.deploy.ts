import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Artefact, ROOT, makeArtefact } from './artefact.js'
import {
  type EngineHost,
  address,
  buildImages,
  buildVariant,
  dockerOn,
  downHosts,
  folderOf,
  onOwnDisk,
  ownDisk,
  tool,
  upHosts,
  whyNoDocker,
} from './docker-hosts.js'
import { command, health, lastRun, linked, open, press, read, slotHealth } from './docker-night.js'
import { codeOf } from './people.js'
import { CARD, note, printFigures, versionOf } from './venue.js'

describe('deploy_core.sh where Docker is not as it should be', () => {
  const load = `source ${ROOT}scripts/lib/deploy/load.sh; source $eg_lib/deploy-part.sh`
  const said = (docker: string, LANG = 'C') =>
    spawnSync('bash', ['-c', `${load}; ${docker}; need_docker`], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LANG },
    })

  it.each([
    ['PATH=/none', /Docker is not installed here/, /Docker n'est pas installé ici/],
    ['docker() { return 1; }', /Docker is here without Compose v2/, /Docker est là sans Compose v2/],
    ['docker() { [ "$1" = compose ]; }', /The Docker engine does not answer/, /Le moteur Docker ne répond pas/],
  ])('I61 it says what is missing and what to do: %s', (docker, english, french) => {
    expect(said(docker)).toMatchObject({ status: 1, stderr: expect.stringMatching(english) })
    expect(said(docker, 'fr_FR.UTF-8')).toMatchObject({ status: 1, stderr: expect.stringMatching(french) })
  })
})

const why = whyNoDocker()
if (why) console.log(`docker: ${why}`)

// The images are built in one of them: on a slow machine that alone takes more than five minutes.
describe.skipIf(why !== null)('deploy scripts on hosts with Docker Compose', { timeout: 600_000 }, () => {
  let made: Artefact
  let version: string
  beforeAll(() => {
    made = makeArtefact()
    version = versionOf(made.file)
    upHosts([], ['core', 'slot-01'])
  }, 900_000)
  afterAll(() => {
    downHosts()
    made?.remove()
    printFigures()
  })

  /** deploy_core.sh or deploy_slot.sh of the unpacked release, on a host. */
  const deploy = (host: EngineHost, file: string, words: string[] = [], env: Record<string, string> = {}) => {
    const name = host === 'core' ? 'deploy_core' : 'deploy_slot'
    return onOwnDisk(host, ['bash', join(made.dir, `scripts/${name}.sh`), file, ...words], { EG_SETTLE: '2', ...env })
  }
  const script = (host: EngineHost, name: string, ...words: string[]) =>
    onOwnDisk(host, [`/opt/eg/current/scripts/${name}.sh`, ...words])
  const container = (host: EngineHost) => dockerOn(host, 'ps', '-q')
  const CORE_WORDS = ['--set', 'EG_AUTH=open', '--set', 'NIGHT_EXPECTED_VOTES=1']
  const balance = () => read<{ balance_cents: number }>(`/api/cards/${CARD}`).balance_cents

  it('I62 without the images nothing is changed, and it says which file is missing', () => {
    const english = deploy('core', made.file, CORE_WORDS)
    expect(english).toMatchObject({
      status: 1,
      output: expect.stringMatching(/image eg-core:\S+ is not on this host.*-images\.tar\.gz/),
    })
    expect(deploy('core', made.file, [], { LANG: 'fr_FR.UTF-8' }).output).toMatch(
      /L'image eg-core:\S+ n'est pas sur cet hôte/,
    )
    expect(existsSync(ownDisk('core', '/etc/eg/core.env'))).toBe(false)
  })

  it('I62 deploy_core.sh makes a core of a host with Docker from the release and its images; a dry run changes nothing', () => {
    const inbox = folderOf('core', 'in')
    const file = join(inbox, basename(made.file))
    copyFileSync(made.file, file)
    buildImages('--version', version, '--save', '--out', inbox)
    const dry = deploy('core', file, [...CORE_WORDS, '--dry-run'])
    expect(dry).toMatchObject({
      status: 0,
      output: expect.stringMatching(/would: load the images.*\n[^]*nothing was changed/),
    })
    expect(existsSync(ownDisk('core', '/etc/eg/core.env'))).toBe(false)
    expect(dockerOn('core', 'images', '-q')).toBe('')
    const { status, output, seconds } = deploy('core', file, CORE_WORDS)
    expect(output).toMatch(/✓ eg-core \S+ runs/)
    expect(status).toBe(0)
    note('Docker host to healthy core, images loaded', seconds)
    expect(health()).toMatchObject({ ok: true, version })
    const settings = readFileSync(ownDisk('core', '/etc/eg/core.env'), 'utf8')
    expect(settings).toContain('\nNIGHT_EXPECTED_VOTES=1\n')
  })

  it('I63 run again it changes nothing and says so', () => {
    const before = container('core')
    const file = join(folderOf('core', 'in'), basename(made.file))
    const again = deploy('core', file, CORE_WORDS, { LANG: 'fr_FR.UTF-8' })
    expect(again).toMatchObject({ status: 0, output: expect.stringContaining('✓ Rien à changer.') })
    expect(again.output).not.toContain('  + ')
    expect(container('core')).toBe(before)
  })

  it('I62 deploy_slot.sh makes a slot, which reaches its core and has the groups of its host', async () => {
    tool('docker-here', 'copy', 'slot-01', `eg-slot:${version}`)
    const words = ['--slot-id', 'slot-01', '--core-host', address('core')]
    expect(deploy('slot-01', made.file, words)).toMatchObject({ status: 0 })
    await until('the link', () => linked('slot-01'), 60_000)
    expect(slotHealth('slot-01')).toMatchObject({ device_id: 'slot-01', version })
    const file = readFileSync(ownDisk('slot-01', '/etc/eg/docker-compose.slot.yml'), 'utf8')
    expect(file).not.toMatch(/\$\{|build:/)
    expect(file).toMatch(/group_add:\n {6}- '20'\n/)
  })

  it('I64 an update is refused during a session; then it comes, with what was stored', async () => {
    command('/api/op/cards/issue', { tag_uid: CARD })
    const money = { direction: 'credit', reason: 'test', by: 'test' }
    command('/api/op/cards/adjust', { tag_uid: CARD, amount_cents: 4200, ...money })
    buildVariant('core', version, '0.9.1')
    tool('docker-here', 'copy', 'core', 'eg-core:0.9.1')
    command('/api/mode', { mode: 'night' })
    const asked = open(1)
    const refused = deploy('core', made.variant('0.9.1', 'good'))
    expect(refused).toMatchObject({ status: 3, output: expect.stringContaining(`Run ${asked} is not revealed yet`) })
    expect(health()).toMatchObject({ version })
    press('slot-01', asked, 2)
    await until('the result', () => lastRun().status === 'revealed')
    command('/api/mode', { mode: 'day' })
    const { status, output, seconds } = deploy('core', made.variant('0.9.1', 'good'))
    expect(output).toContain('✓ eg-core 0.9.1 runs')
    expect(status).toBe(0)
    note('core updated by Compose, 2 s of watching included', seconds)
    expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
    expect(lastRun()).toMatchObject({ run: asked, winner: 'C' })
    expect(balance()).toBe(4200)
    expect(dockerOn('core', 'exec', container('core'), 'ls', '/var/lib/eg/core')).toContain('before-0.9.1.db')
  })

  it('I65 an update that does not start, or does not stay, goes back by itself with the data', () => {
    const kinds = { '0.9.2': 'process.exit(1)', '0.9.3': 'setTimeout(() => process.exit(1), 9000)' }
    for (const [broken, line] of Object.entries(kinds)) {
      buildVariant('core', version, broken, line)
      tool('docker-here', 'copy', 'core', `eg-core:${broken}`)
      const { status, output, seconds } = deploy('core', made.variant(broken, 'good'), [], {
        EG_SETTLE: '10',
        EG_HEALTHY_WITHIN: '20',
      })
      expect(output).toMatch(new RegExp(`${broken} was not taken\\. 0\\.9\\.1 runs again`))
      expect(status).toBe(3)
      note(`update by Compose to one that runs "${line}", to the old one healthy`, seconds)
      expect(health()).toMatchObject({ ok: true, version: '0.9.1' })
      expect(balance()).toBe(4200)
    }
  })

  it('I66 I119 the release before is deployed again from the host itself, also when a power cut came before it ran', () => {
    const file = '/etc/eg/docker-compose.core.yml'
    const cut = `cp -p ${file} ${file}.before; sed -i 's/eg-core:0.9.1/eg-core:${version}/' ${file}`
    expect(onOwnDisk('core', ['bash', '-c', cut]).status).toBe(0)
    const before = `/opt/eg/releases/${version}/scripts/deploy_core.sh`
    expect(onOwnDisk('core', [before], { EG_SETTLE: '1' })).toMatchObject({ status: 0 })
    expect(health()).toMatchObject({ ok: true, version })
    expect(balance()).toBe(4200)
  })

  it('I67 doctor.sh looks into containers; scripts for systemd say what to use instead', () => {
    const well = script('core', 'doctor').output
    expect(well).toMatch(new RegExp(`✓ the container eg-core runs \\(${version}, healthy\\)[^]*✓ health: day`))
    const update = script('core', 'update', made.variant('0.9.1', 'good'))
    expect(update).toMatchObject({
      status: 1,
      output: expect.stringMatching(/Docker Compose runs EG on this host\. Use instead: deploy_core\.sh/),
    })
    dockerOn('core', 'stop', container('core'))
    const sick = script('core', 'doctor')
    expect(sick.status).toBe(1)
    expect(sick.output).toMatch(
      /✗ the container eg-core does not run \(exited\)[^]*→ correct what that line names in \/etc\/eg\/core\.env/,
    )
    expect(script('slot-01', 'doctor').output).toMatch(
      /✗ slot-01 has no link to its core[^]*✗ the broker on \S+ port 1883 does not answer/,
    )
  })

  it('I18 by Compose too it says at the end what is left to do, and admin.sh does it', async () => {
    const enrolled = deploy('core', made.file, ['--set', 'EG_AUTH=enrolled'])
    expect(enrolled.output).toMatch(/Nobody may log in yet\. Open http:\/\/\S+:3000 and enter code \d{4}-\d{4}:/)
    expect(script('core', 'doctor').output).toMatch(
      /✗ nobody may log in yet\n\s+→ open http:\S+:3000 and enter code \d/,
    )
    const slot = deploy('slot-01', made.file, ['--set', 'LOG_LEVEL=debug'])
    expect(slot.status).toBe(0)
    const code = codeOf(slot.output)
    expect(script('slot-01', 'doctor').output).toContain('✗ this slot waits to be let in')
    expect(script('core', 'admin', 'device', 'pending').output).toContain('slot-01')
    expect(script('core', 'admin', 'device', 'enrol', code)).toMatchObject({
      status: 0,
      output: expect.stringContaining('✓ slot-01 is let in'),
    })
    await until('the link', () => linked('slot-01'), 60_000)
  })

  it('I18 a backup from elsewhere is restored as docs/deploy.md says', async () => {
    const dc = `dc='docker compose -f /etc/eg/docker-compose.core.yml'; cd ${folderOf('core', 'in')}`
    const newest = `$dc exec -T core sh -c 'ls -t /var/lib/eg/core/backups/core-*.db | head -n 1'`
    // One is taken a minute after something changed.
    const taken = () => /backups\/core-\d/.test(onOwnDisk('core', ['bash', '-c', `${dc}; ${newest}`]).output)
    await until('a backup of its own', taken, 120_000)
    const line = `${dc}; $dc cp core:$(${newest}) core-1.db && stat -c 'mode %a' core-1.db &&
      chmod a+r core-1.db && $dc cp core-1.db core:/var/lib/eg/core/ &&
      $dc stop && $dc run --rm core node core/dist/restore.js /var/lib/eg/core/core-1.db && $dc up -d --wait`
    const { status, output } = onOwnDisk('core', ['bash', '-c', line])
    expect(output).toContain('mode 600\n')
    expect(output).toContain('is now /var/lib/eg/core/core.db')
    expect(status).toBe(0)
    expect(health()).toMatchObject({ ok: true })
  })
})
