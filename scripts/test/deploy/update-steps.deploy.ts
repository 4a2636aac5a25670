import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from './artefact.js'

// The steps of an update, each by itself and without a host: what is around it is played.

const LOAD = `set -euo pipefail; source ${ROOT}scripts/lib/deploy/load.sh`
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-steps-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bash = (line: string, env: Record<string, string> = {}) =>
  spawnSync('bash', ['-c', `${LOAD}; cd ${folder}; eg_home=$PWD eg_data=$PWD; source $eg_lib/switch.sh\n${line}`], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  })
/** Nobody reads any more what is written: ssh is gone. */
const UNREAD = 'exec > >(:); wait $!; exec 2> >(:); wait $!'
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const there = (name: string) => existsSync(join(folder, name))

describe('a switch to another release', () => {
  /** Release 1 runs; what `well` names is healthy. */
  const played = (role: 'core' | 'slot', well: string) => `
    mkdir -p releases/1 releases/2
    roles() { echo ${role}; }
    has_link() { return 0; }
    point() { :; }
    last_words() { echo 'this release is broken'; }
    switch_to() { echo "to $1 $2" >>log; health_said=sick; ${well}; }`

  it('I111 comes to its end when nobody reads what it says', () => {
    const { status } = bash(`${played('core', '[ "$1" = 1 ]')}; ${UNREAD}; change_release 1 2; echo over >>log`)
    expect([status, read('log')]).toEqual([3, 'to 2 \nto 1 \n'])
    expect(there('switch-unfinished')).toBe(false)
  })

  it('I112 leaves nothing to be tried again at each start, when neither release is healthy', () => {
    const { status, stderr } = bash(`${played('core', 'false')}; change_release 1 2`)
    expect([status, stderr]).toEqual([5, expect.stringContaining('1 does not become healthy either: sick')])
    expect(there('switch-unfinished')).toBe(false)
  })

  it('I112 a note of one that was cut off goes when what runs is healthy, and stays when it is not', () => {
    const note = () => writeFileSync(join(folder, 'switch-unfinished'), '1 2 new\n\n')
    note()
    expect(bash('all_healthy() { return 0; }; nothing_unfinished 1').status).toBe(0)
    expect(there('switch-unfinished')).toBe(false)
    note()
    expect(bash('all_healthy() { health_said=sick; return 1; }; nothing_unfinished 1')).toMatchObject({
      status: 5,
      stderr: expect.stringContaining('An update was cut off here, and 1 is not healthy: sick'),
    })
    expect(there('switch-unfinished')).toBe(true)
  })

  it('I113 a slot that reached its core must reach it also when a power cut came between', () => {
    const cut = bash(`${played('slot', 'exit 9')}; eg_is_new=new; change_release 1 2`)
    expect([cut.status, read('log')]).toEqual([9, 'to 2 link\n'])
    // Release 2 answers and does not reach the core.
    const ended = bash(
      `${played('slot', '[ "$1" = 1 ]')}; has_link() { return 1; }; version_of() { echo 2; }
       all_healthy() { health_said=deaf; [ -z "$2" ]; }; finish_switch`,
    )
    expect([ended.status, read('log')]).toEqual([3, 'to 2 link\nto 2 link\nto 1 link\n'])
    expect([there('switch-unfinished'), there('releases/2')]).toEqual([false, false])
  })
})

describe('a deployment by Docker Compose', () => {
  const FILE = 'docker-compose.core.yml'
  const compose = (line: string) => bash(`source $eg_lib/deploy-part.sh; eg_etc=$PWD source_version=2\n${line}`)

  it('I111 goes back also when nobody reads what it says, and whoever started it wants it to end', () => {
    writeFileSync(join(folder, FILE), 'new')
    writeFileSync(join(folder, `${FILE}.before`), 'old')
    writeFileSync(join(folder, 'package.json'), '{\n  "version": "2",\n}')
    const { status } = compose(`
      for name in need_docker only_one not_now need_image compose_settings avahi_service; do eval "$name() { :; }"; done
      running_version() { echo 1; }
      put_compose_file() { eg_changes=1; kill -HUP $$; ${UNREAD}; }
      compose_state() { echo 'running healthy 0 now'; }
      last_words() { echo 'this release is broken'; }
      compose_healthy() { kill -INT $$; health_said=sick; grep -q old ${FILE}; }
      eg_release=$PWD; compose_deploy core '' ''`)
    expect([status, read(FILE)]).toEqual([3, 'old'])
  })

  it('I119 that a power cut stopped before the new container knows what runs, and the way back', () => {
    writeFileSync(join(folder, FILE), '    image: eg-core:2\n')
    const asked = (container: string) =>
      compose(`docker() { ${container}; }; printf '%s ' "$(running_version core)"; running_version core`).stdout.trim()
    expect(asked('[ "$1" != inspect ] || echo eg-core:1')).toBe('1 1')
    expect(asked('false')).toBe('2 2')
    const kept = compose(`
      docker() { :; }; copy_in_volume() { :; }; put_file() { return 1; }; source_dir=$PWD
      touch docker-compose.core.yml.before; put_compose_file core 1`)
    expect([kept.status, read(`${FILE}.before`)]).toEqual([0, ''])
  })
})

describe('a release that is kept', () => {
  const release = (path: string, text: string) => {
    mkdirSync(join(folder, path), { recursive: true })
    writeFileSync(join(folder, path, 'RELEASE'), 'version=2\n')
    writeFileSync(join(folder, path, 'file'), text)
    spawnSync('bash', ['-c', 'sha256sum RELEASE file >SHA256SUMS'], { cwd: join(folder, path) })
  }
  const keep = (words = '') => bash(`${words}\nunpacked=in/eg-2; keep_release in/eg-2`)

  it('I117 is on the disk before it has its name', () => {
    release('in/eg-2', 'x')
    const log = 'sync() { echo "sync $*" >>log; }; mv() { echo mv >>log; command mv "$@"; }; mkdir releases'
    expect(keep(log).status).toBe(0)
    expect(read('log')).toMatch(/^sync -f in\/eg-2\nmv\n/)
  })

  it('I117 takes the place of what a power cut left of it, and of nothing that runs or is whole', () => {
    release('in/eg-2', 'x')
    release('releases/2', 'x')
    writeFileSync(join(folder, 'releases/2/file'), '')
    writeFileSync(join(folder, 'releases/2/SHA256SUMS'), '')
    symlinkSync('releases/2', join(folder, 'current'))
    expect(keep()).toMatchObject({ status: 1, stderr: expect.stringContaining('with other content') })
    rmSync(join(folder, 'current'))
    expect(keep().stdout).toMatch(/\+ remove \S+\/releases\/2, which is damaged\n {2}\+ keep the release as/)
    expect(read('releases/2/file')).toBe('x')
    release('in/eg-2', 'y')
    expect(keep()).toMatchObject({ status: 1, stderr: expect.stringContaining('with other content') })
    expect(read('releases/2/file')).toBe('x')
  })
})

describe('deploy_slot.sh', () => {
  it('I121 leaves a slot that was made without a screen without one', () => {
    mkdirSync(join(folder, 'scripts'))
    writeFileSync(join(folder, 'scripts/install.sh'), 'echo "install $*"\n', { mode: 0o755 })
    const deploy = (role: string) =>
      bash(`source $eg_lib/deploy-part.sh; eg_release=$PWD; need_root() { :; }; compose_roles() { :; }
        docker() { return 1; }; roles() { ${role}; }; deploy_part slot --core-host 192.168.10.2`).stdout
    expect(deploy('echo slot')).toBe('install slot --core-host 192.168.10.2 --no-kiosk\n')
    expect(deploy(':')).toBe('install slot --core-host 192.168.10.2\n')
  })
})

describe('what is wrong with a part or a database', () => {
  it('I122 is said in the language of the rest', () => {
    // How often it has ended: not yet, then too often.
    writeFileSync(join(folder, 'systemctl'), '#!/bin/sh\ncat n 2>/dev/null || echo 0\necho 9 >n\n', { mode: 0o755 })
    const healthy = `PATH=$PWD:$PATH; node $eg_lib/await-health.mjs eg-core http://127.0.0.1:9/health 1 60 0`
    expect(bash(healthy, { LANG: 'fr_FR.UTF-8' }).stdout).toBe('eg-core : il s’est terminé 9 fois\n')
    const db = new Database(join(folder, 'a.db'))
    db.pragma(`application_id = ${0x45474452}`)
    db.close()
    const copy = 'node $eg_lib/copy-database.mjs a.db b.db'
    expect(bash(copy, { LANG: 'fr_FR.UTF-8' }).stderr).toContain('a.db : c’est la base d’une répétition')
    expect(bash(copy).stderr).toContain('a.db: it is the database of a rehearsal')
  })
})
