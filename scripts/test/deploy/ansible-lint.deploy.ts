import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ANSIBLE, whyNoCommand } from './ansible.js'

// The playbook as it is written. No hosts are needed.

const lacks = whyNoCommand('ansible-playbook', 'ansible-core')
const why = lacks ?? whyNoCommand('ansible-lint', 'ansible-lint')
if (why) console.log(`deploy: ansible-lint: ${why}`)

describe('the Ansible files', { timeout: 120_000 }, () => {
  // It leaves a cache where it runs.
  const folder = mkdtempSync(join(tmpdir(), 'eg-ansible-'))
  cpSync(ANSIBLE, folder, { recursive: true })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const run = (command: string, ...words: string[]) => {
    const env = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8', NO_COLOR: '1', ANSIBLE_NOCOLOR: '1' }
    const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, env, encoding: 'utf8' })
    return { status, output: stdout + stderr }
  }

  it.skipIf(why !== null)('I70 are clean by ansible-lint, as strict as it can be', () => {
    expect(run('ansible-lint', '--offline', '--strict')).toMatchObject({
      status: 0,
      output: expect.stringContaining('production'),
    })
  })

  it.skipIf(lacks !== null)(
    'I70 the example of an inventory is a core, nine slots and a spare, for the playbook as it is',
    () => {
      expect(run('ansible-playbook', '-i', 'inventory.example.yml', '--syntax-check', 'site.yml')).toMatchObject({
        status: 0,
      })
      const { output } = run('ansible-playbook', '-i', 'inventory.example.yml', '--list-hosts', 'site.yml')
      const hosts = [...new Set(output.match(/^ {6}\S+$/gm)?.map((line) => line.trim()))].sort()
      const slots = Array.from({ length: 9 }, (_, i) => `slot-0${i + 1}`)
      expect(hosts).toEqual(['eg-core', ...slots, 'spare-01'])
    },
  )

  it('I70 the example sets only variables that there are', () => {
    const text = (path: string) => readFileSync(join(ANSIBLE, path), 'utf8')
    const known = [...text('roles/eg/defaults/main.yml').matchAll(/^(eg_\w+):/gm)].map(([, name]) => name)
    const explained = [...text('inventory.example.yml').matchAll(/\b(eg_\w+):/g)].map(([, name]) => name)
    expect(explained.length).toBeGreaterThan(3)
    expect(explained.filter((name) => !known.includes(name))).toEqual([])
  })
})
