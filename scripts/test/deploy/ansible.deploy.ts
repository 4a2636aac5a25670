import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { type Controller, type Played, createController, whyNoCommand } from './ansible.js'
import { type Artefact, makeArtefact } from './artefact.js'
import { type Host, boot, bootAll, crash, downAll, sh, whyNoBoot } from './boot.js'
import { ask, health, mainPid, mode, slotHealth } from './night.js'
import { balance, credit, issueCard, linked, note, printFigures, versionOf } from './venue.js'

const why = whyNoBoot() ?? whyNoCommand('ansible-playbook', 'ansible-core')
if (why) console.log(`deploy: ansible: ${why}`)

const SLOTS: Host[] = ['slot-01', 'slot-02']
const ALL: Host[] = ['eg-core', ...SLOTS, 'spare']
/** What of the release runs on each host. */
const releases = () => ALL.map((host) => sh(host, 'basename $(readlink /opt/eg/current)'))
const changed = ({ recap }: Played) => ALL.map((host) => recap[host]?.changed)

// How long a run takes hangs on the machine; the limit only ends one that hangs.
describe.skipIf(why !== null)('a venue that Ansible makes', { timeout: 900_000 }, () => {
  let made: Artefact
  let controller: Controller
  let first: string
  beforeAll(() => {
    made = makeArtefact()
    first = versionOf(made.file)
    bootAll(ALL)
    controller = createController(
      made,
      { core: ['eg-core'], slots: SLOTS, spares: ['spare'] },
      {
        // A new release is watched for a second instead of ten.
        eg_settle: '1',
        // The hosts have no way out.
        eg_packages: 'false',
        eg_core_settings: '{"NIGHT_EXPECTED_VOTES": "2"}',
        eg_kiosk_settings: '{"KIOSK_SCREEN": "headless"}',
      },
    )
    controller.offer(made.variant('0.9.1', 'deaf'))
    controller.offer(made.variant('0.9.2', 'good'))
  }, 900_000)
  afterAll(() => {
    downAll()
    controller?.remove()
    made?.remove()
    printFigures()
  })
  /** A run that must come to its end well. */
  const play = async (...words: string[]) => {
    const played = await controller.play(...words)
    expect(played.status, played.output).toBe(0)
    return played
  }

  it('I71 what cannot be done is refused before anything is changed, with the next step', async () => {
    const none = await controller.play('-e', 'eg_version=9.9.9')
    expect(none.status).not.toBe(0)
    expect(none.said).toMatch(/eg-core shall have 9\.9\.9 and there is no file.*npm run release.*Nothing was changed/)
    const typed = await controller.play('-e', '{"eg_core_settings": {"EG_PLAIN": yes}}')
    expect(typed.said).toMatch(/put them in quotes, as in EG_PLAIN.*Nothing was changed/)
    expect(typed.recap).toEqual({ 'eg-core': expect.objectContaining({ changed: 0, failed: 1 }) })
  })

  it('I72 --check on bare hosts says what would be done and changes nothing', async () => {
    const { output, recap } = await play('--check')
    expect(output).toContain(`EG ${first} would be installed: install.sh core --set EG_AUTH=enrolled`)
    expect(output).toContain(`EG ${first} would be installed: install.sh slot --slot-id slot-02`)
    expect(recap['slot-01']).toMatchObject({ changed: 1, failed: 0 })
    for (const host of ALL) expect(sh(host, 'ls -d /opt/eg /etc/eg /var/cache/eg 2>&1; true')).not.toMatch(/^\//m)
  })

  it('I73 a run makes core, canary, slots and spare of bare hosts; slots wait to be let in, under a code', async () => {
    const { output, said, seconds } = await play()
    note('Ansible: three bare hosts to a venue, and a spare', seconds)
    expect(output).toMatch(
      /Remember that the slot is well[^]*slot-01[^]*PLAY \[Bring the slots[^]*Run its install\.sh[^]*slot-02/,
    )
    expect(health()).toMatchObject({ ok: true, version: first })
    expect(output).toContain('journalctl -u eg-core -o cat -g')
    for (const slot of SLOTS) {
      const { code } = ask<{ code: string }>(slot, 'http://127.0.0.1:5173/link')
      expect(said).toContain(`${slot} waits to be let in, under the code ${code}`)
    }
    expect(sh('slot-02', 'grep ^KIOSK /etc/eg/kiosk.env')).toBe('KIOSK_SCREEN=headless')
    expect(sh('spare', 'ls /opt/eg/releases; systemctl is-enabled eg-slot; systemctl is-active eg-slot; true')).toBe(
      `${first}\ndisabled\ninactive`,
    )
    expect(sh('slot-01', 'ls -d /var/cache/eg 2>&1; true')).toMatch(/No such file/)
  })

  it('I74 a second run changes nothing, and --check says so', async () => {
    const pids = () => [mainPid('eg-core', 'eg-core'), ...SLOTS.map((slot) => mainPid(slot, 'eg-slot'))]
    const before = pids()
    const second = await play()
    note('Ansible: a second run', second.seconds)
    expect(changed(second)).toEqual([0, 0, 0, 0])
    expect(changed(await play('--check'))).toEqual([0, 0, 0, 0])
    expect(pids()).toEqual(before)
  })

  it('I75 a variable that differs is brought, on the hosts that have it and no others', async () => {
    controller.vars.eg_auth = 'open'
    const check = await play('--check')
    expect(check.output).toContain('would: set EG_AUTH=open (/etc/eg/core.env)')
    expect(changed(check)).toEqual([1, 0, 0, 0])
    expect(health()).not.toHaveProperty('mode')
    expect(changed(await play())).toEqual([1, 0, 0, 0])
    await until('the links', () => SLOTS.every(linked), 60_000)
    expect(health()).toMatchObject({ mode: 'day' })
  })

  it('I76 a session is not disturbed', async () => {
    issueCard()
    credit(4200)
    mode('night')
    const update = await controller.play('-e', 'eg_version=0.9.2')
    expect(update.status).not.toBe(0)
    expect(update.said).toContain('The night is on. Nothing was changed.')
    const setting = await controller.play('-e', '{"eg_core_settings": {"NIGHT_EXPECTED_VOTES": "3"}}')
    expect(setting.status).not.toBe(0)
    expect(setting.said).toMatch(/The night is on\. What starts eg-core anew waits .* Nothing was changed/)
    expect(sh('eg-core', 'grep ^NIGHT /etc/eg/core.env')).toBe('NIGHT_EXPECTED_VOTES=2')
    expect(releases()).toEqual([first, first, first, first])
    mode('day')
  })

  it('I77 a canary that is not well stops the rest, which keep what they have', async () => {
    const { status, said, recap, seconds } = await controller.play('-e', 'eg_version=0.9.1')
    note('Ansible: update whose canary goes back, the rest untouched', seconds)
    expect(status).not.toBe(0)
    expect(said).toMatch(new RegExp(`0\\.9\\.1 was not taken\\. ${first.replaceAll('.', '\\.')} runs again`))
    expect(recap['slot-01']).toMatchObject({ failed: 1 })
    expect(recap['slot-02']).toMatchObject({ changed: 0 })
    expect(releases()).toEqual(['0.9.1', first, first, first])
    expect(SLOTS.map((slot) => slotHealth(slot))).toEqual([
      expect.objectContaining({ version: first, link: true }),
      expect.objectContaining({ version: first, link: true }),
    ])
  })

  it('I77 a canary that cannot be reached stops the rest too', async () => {
    crash('slot-01')
    const { status, said } = await controller.play('-e', 'eg_version=0.9.2', '--limit', 'slots')
    boot('slot-01')
    expect(status).not.toBe(0)
    expect(said).toContain('The canary, slot-01, was not reached or is not well')
    await until('the links', () => SLOTS.every(linked), 60_000)
    expect(releases()).toEqual(['0.9.1', first, first, first])
  })

  it('I78 an update is the core, then the canary, then the rest; spares are proved and stopped again', async () => {
    const update = await play('-e', 'eg_version=0.9.2')
    note('Ansible: update of core, two slots and a spare', update.seconds)
    expect(releases()).toEqual(['0.9.2', '0.9.2', '0.9.2', '0.9.2'])
    expect(update.output).toMatch(/changed: \[eg-core\][^]*changed: \[slot-01\][^]*changed: \[slot-02\]/)
    expect(SLOTS.every(linked)).toBe(true)
    expect(sh('spare', 'systemctl is-active eg-slot; true')).toBe('inactive')
    credit(800)
  })

  it('I79 one variable takes all of them back, the core last, and what was stored meanwhile stays', async () => {
    const check = await play('--check', '-e', `eg_version=${first}`, '--limit', 'eg-core')
    expect(check.output).toContain(`0.9.2 would be replaced by ${first}, by rollback.sh`)
    const back = await play('-e', `eg_version=${first}`)
    note('Ansible: the way back of all of them', back.seconds)
    expect(releases()).toEqual([first, first, first, first])
    // A slot of the release before works with a newer core, and no more is promised.
    expect(back.output).toMatch(/changed: \[slot-01\][^]*changed: \[slot-02\][^]*changed: \[eg-core\]/)
    expect(balance()).toBe(5000)
    await until('the links', () => SLOTS.every(linked), 60_000)
    expect(changed(await play('-e', `eg_version=${first}`))).toEqual([0, 0, 0, 0])
  })

  it('I85 with eg_tls the core has certificates, slots trust its CA, and both go on by TLS', async () => {
    controller.vars.eg_tls = 'true'
    controller.vars.eg_tls_names = '["core.venue.example"]'
    const words = ['--limit', 'eg-core,slots']
    await play('--check', ...words)
    await play(...words)
    await until('the links', () => SLOTS.every(linked), 60_000)
    const names = sh('eg-core', 'openssl x509 -in /var/lib/eg/core/tls/cert.pem -noout -ext subjectAltName')
    expect(names).toContain('DNS:core.venue.example')
    expect(sh('slot-01', 'ss -tnp | grep -c :8883')).not.toBe('0')
    expect(changed(await play(...words)).slice(0, 3)).toEqual([0, 0, 0])
  })
})
