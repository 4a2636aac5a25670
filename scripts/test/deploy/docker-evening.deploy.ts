import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../processes.js'
import { ROOT } from './artefact.js'
import { address, buildImages, dockerOn, downHosts, must, onHost, tool, upHosts, whyNoDocker } from './docker-hosts.js'
import {
  ask,
  command,
  compose,
  health,
  inside,
  lastRun,
  linked,
  open,
  press,
  read,
  slotHealth,
  type,
  up,
  upVenue,
} from './docker-night.js'
import { CARD, clock, note, printFigures } from './venue.js'

const why = whyNoDocker()
if (why) console.log(`docker: ${why}`)

describe.skipIf(why !== null)('an evening between containers', { timeout: 300_000 }, () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  beforeAll(async () => {
    buildImages()
    upHosts([`eg-core:${version}`, `eg-slot:${version}`])
    note('compose up of a core and two slots, to all linked', await upVenue(['slot-01', 'slot-02'], 2))
  }, 900_000)
  afterAll(() => {
    downHosts()
    printFigures()
  })

  it('I55 compose up --wait brings up a core and slots, which say that they are well', () => {
    expect(new Set((['core', 'slot-01', 'slot-02'] as const).map(address)).size).toBe(3)
    expect(health()).toMatchObject({ ok: true, version, mode: 'day' })
    for (const slot of ['slot-01', 'slot-02'] as const) {
      expect(slotHealth(slot)).toMatchObject({ ok: true, version, link: true, device_id: slot })
    }
    expect(dockerOn('core', 'ps')).toMatch(new RegExp(`eg-core:${version}[^\n]*\\(healthy\\)`))
    expect(dockerOn('slot-01', 'ps')).toMatch(new RegExp(`eg-slot:${version}[^\n]*\\(healthy\\)`))
  })

  it('I55 the core answers mosquitto_pub and test_mqtt_connection from another host', () => {
    must(onHost('ctl', ['mosquitto_pub', '-h', address('core'), '-t', 'test', '-m', 'hello']))
    const spoken = onHost('ctl', [join(ROOT, 'scripts/test_mqtt_connection'), address('core')])
    expect(spoken).toMatchObject({ status: 0, output: expect.stringContaining('✓ Connexion réussie !') })
    const within = compose('slot-01', 'exec', '-T', 'slot', 'scripts/test_mqtt_connection', address('core'))
    expect(within).toMatchObject({ status: 0, output: expect.stringContaining('✓ Connexion réussie !') })
    expect(onHost('ctl', ['curl', '-sf', `http://${address('core')}:3000/`]).output).toContain('<!doctype html>')
    expect(onHost('slot-01', ['curl', '-sf', 'http://127.0.0.1:5173/']).output).toContain('<!doctype html>')
  })

  it.each([
    ['core', 'core', '10001'],
    ['slot-01', 'slot', '10002'],
  ] as const)('I56 on %s nothing is root, nothing but the data can be written, no right is left', (host, part, uid) => {
    expect(inside(host, 'id -u; id -g')).toBe(`${uid}\n${uid}`)
    const pid = `$(for stat in /proc/[0-9]*/stat; do read -r pid _ _ parent _ <$stat; [ $parent != 1 ] || echo $pid; done)`
    const status = inside(host, `grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/${pid}/status`)
    expect(status).toMatch(new RegExp(`^Uid:\\s${uid}\\s${uid}\\s${uid}`))
    expect(status).toMatch(/CapEff:\s0+\nCapBnd:\s0+\nNoNewPrivs:\s1\nSeccomp:\s2$/)
    const writable = `for d in / /opt/eg /etc /usr /home /sys /dev /var/lib/eg /var/lib/eg/${part} /tmp; do touch $d/x 2>/dev/null && echo $d && rm $d/x; done; true`
    expect(inside(host, writable)).toBe(`/var/lib/eg/${part}\n/tmp`)
    expect(inside(host, 'awk \'$2 == "/" { print $4 }\' /proc/mounts')).toMatch(/^ro,/)
    expect(inside(host, `stat -c '%u %a' /var/lib/eg/${part} /var/lib/eg/${part}/${part}.db`)).toBe(
      `${uid} 750\n${uid} 600`,
    )
  })

  it('I57 a slot opens card readers and keyboards that are plugged in later, and no other device of its host', () => {
    // Numbers of drivers that have no such device: the kernel says so (ENXIO, ENODEV), the fence says "not permitted".
    const nodes = { 'eg-test-usb': 'c 188 250', 'eg-test-key': 'c 13 250', 'eg-test-disk': 'c 10 250' }
    for (const [name, numbers] of Object.entries(nodes)) {
      must(onHost('ctl', ['bash', '-c', `rm -f /dev/${name}; mknod -m 666 /dev/${name} ${numbers}`]))
    }
    const opened = (name: string) =>
      compose('slot-01', 'exec', '-T', 'slot', 'bash', '-c', `exec 3</dev/${name}`).output
    expect(opened('eg-test-usb')).toMatch(/No such device/)
    expect(opened('eg-test-key')).toMatch(/No such device/)
    expect(opened('eg-test-disk')).toMatch(/Operation not permitted/)
    must(onHost('ctl', ['bash', '-c', 'rm /dev/eg-test-usb /dev/eg-test-key /dev/eg-test-disk']))
  })

  it('I58 a vote that is pressed while a slot is cut off counts when its link is back', async () => {
    command('/api/op/cards/issue', { tag_uid: CARD })
    const money = { direction: 'credit', reason: 'test', by: 'test' }
    command('/api/op/cards/adjust', { tag_uid: CARD, amount_cents: 4200, ...money })
    command('/api/mode', { mode: 'night' })
    const asked = open(1)
    press('slot-01', asked, 1)
    await until('the first vote', () => lastRun().voted === 1)
    tool('test-hosts', 'cut', 'slot-02')
    await until('the link to be lost', () => !linked('slot-02'), 120_000)
    type('slot-02', '2')
    await until('the press to be kept', () => slotHealth('slot-02').outbox === 1)
    expect(lastRun()).toMatchObject({ run: asked, status: 'open', voted: 1 })
    tool('test-hosts', 'heal', 'slot-02')
    note('slot healed, to its vote counted', await clock('the result', () => lastRun().status === 'revealed'))
    expect(lastRun()).toMatchObject({ run: asked, winner: 'B', tally: { A: 0, B: 2, C: 0 } })
  })

  it('I59 what was stored survives down and up, and an open question goes on', async () => {
    const asked = open(2)
    press('slot-01', asked, 0)
    await until('the vote', () => lastRun().voted === 1)
    must(compose('core', 'down'))
    expect(dockerOn('core', 'ps', '-aq')).toBe('')
    const began = performance.now()
    up('core')
    note('compose up of a core that has data', (performance.now() - began) / 1000)
    expect(lastRun()).toMatchObject({ run: asked, status: 'open', voted: 1 })
    expect(read(`/api/cards/${CARD}`)).toMatchObject({ balance_cents: 4200 })
    must(compose('slot-02', 'down'))
    up('slot-02')
    await until('the links', () => linked('slot-01') && linked('slot-02'), 60_000)
    press('slot-02', asked, 0)
    await until('the result', () => lastRun().status === 'revealed')
    expect(lastRun()).toMatchObject({ winner: 'A', tally: { A: 2, B: 0, C: 0 } })
    command('/api/mode', { mode: 'day' })
    expect(read('/api/books?check=now')).toMatchObject({ ok: true })
  })

  it('I60 a core that hangs is ended and started again, and is unhealthy meanwhile', async () => {
    const state = () => dockerOn('core', 'inspect', '-f', '{{.State.Health.Status}} {{.RestartCount}}', name)
    const name = must(compose('core', 'ps', '-q', 'core'))
    expect(state()).toBe('healthy 0')
    // The child of the first process; Docker's own exec comes from nowhere.
    inside('core', 'for s in /proc/[0-9]*/stat; do read -r p _ _ q _ <$s; [ $q != 1 ] || kill -STOP $p; done')
    note('core hangs, to healthy again', await clock('another process', () => state() === 'healthy 1', 120_000))
    expect(health()).toMatchObject({ ok: true })
  })

  it('I60 a slot that is told to restart comes back and says done', async () => {
    await until('the link', () => linked('slot-01'), 60_000)
    command('/api/op/devices/command', { target_id: 'slot-01', action: 'restart_agent' })
    const last = () => read<{ items: { status: string }[] }>('/api/devices/slot-01/commands').items[0]
    await until('its word', () => last()?.status === 'done', 60_000)
    expect(ask('slot-01', 'http://127.0.0.1:5173/health')).toMatchObject({ ok: true })
  })
})
