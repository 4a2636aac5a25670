import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from './artefact.js'

// The deploy scripts as they lie in the project: what they say, what they are checked by, what they do to files.

interface Workflow {
  jobs: Record<string, { steps?: { run?: string }[] }>
}

const SCRIPTS = ['install', 'update', 'rollback', 'backup', 'restore', 'doctor', 'deploy_core', 'deploy_slot']

describe('the deploy scripts', () => {
  const run = (name: string, words: string[], LANG = 'C') =>
    spawnSync('bash', [join(ROOT, `scripts/${name}.sh`), ...words], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LANG },
    })

  it.each(SCRIPTS)(
    'I6 %s.sh explains itself in English and French, and refuses words that it does not know',
    (name) => {
      const english = run(name, ['--help'])
      const french = run(name, ['--help'], 'fr_FR.UTF-8')
      expect([english.status, french.status]).toEqual([0, 0])
      expect(english.stdout).toContain('--dry-run')
      expect(french.stdout).toContain('--dry-run')
      expect(french.stdout).not.toBe(english.stdout)
      if (name.startsWith('deploy_')) return
      expect(run(name, ['--nonsense'])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('Unknown option: --nonsense'),
      })
      expect(run(name, ['--nonsense'], 'fr_FR.UTF-8')).toMatchObject({
        stderr: expect.stringContaining('Option inconnue'),
      })
    },
  )

  it('I6 admin.sh explains itself in English and French, and refuses words that it does not know', () => {
    const [english, french] = [run('admin', ['--help']), run('admin', ['--help'], 'fr_FR.UTF-8')]
    expect([english.status, french.status]).toEqual([0, 0])
    expect(english.stdout).toContain('admin.sh device enrol')
    expect(french.stdout).not.toBe(english.stdout)
    for (const words of [['--nonsense'], ['nonsense'], []]) expect(run('admin', words).status).toBe(2)
  })

  it('I6 every message has as many places for words in French as in English', () => {
    const folder = join(ROOT, 'scripts')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.sh') && !/^(start|test|release|lib\/prepare)/.test(file),
    )
    const pairs = files.flatMap((file) =>
      [
        ...readFileSync(join(folder, file), 'utf8').matchAll(
          /\b(?:tell|warn|die|stop \d|change) ('[^']*'|"(?:[^"\\]|\\.)*")\s+(?:\\\n\s*)?('[^']*'|"(?:[^"\\]|\\.)*")/g,
        ),
      ].map(([, english, french]) => ({ file, english: english as string, french: french as string })),
    )
    expect(pairs.length).toBeGreaterThan(80)
    const places = (text: string) => text.split('%s').length
    expect(pairs.filter(({ english, french }) => places(english) !== places(french))).toEqual([])
  })

  // Debian's package shellcheck; without it this is skipped.
  const noShellcheck = spawnSync('shellcheck', ['--version']).status !== 0
  it.skipIf(noShellcheck)('I7 they are clean by shellcheck', () => {
    const run = ['watched', 'kiosk', 'container-health'].map((name) => `scripts/lib/deploy/${name}.sh`)
    const all = readdirSync(join(ROOT, 'scripts')).filter((name) => name.endsWith('.sh') || !name.includes('.'))
    const files = all.filter((name) => name !== 'lib').map((name) => `scripts/${name}`)
    expect(files).toEqual(expect.arrayContaining(SCRIPTS.map((name) => `scripts/${name}.sh`)))
    const check = ['-x', '-a', ...files.filter((name) => name !== 'scripts/test'), ...run]
    const { stdout } = spawnSync('shellcheck', check, { cwd: ROOT, encoding: 'utf8' })
    expect(stdout).toBe('')
  })

  it.skipIf(noShellcheck)('I7 what the workflows run is clean by shellcheck', () => {
    const folder = join(ROOT, '.github/workflows')
    const blocks = readdirSync(folder).flatMap((file) => {
      const { jobs } = parse(readFileSync(join(folder, file), 'utf8')) as Workflow
      return Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []))
    })
    expect(blocks.length).toBeGreaterThan(15)
    for (const block of new Set(blocks)) {
      const { stdout } = spawnSync('shellcheck', ['-s', 'bash', '-'], { input: block, encoding: 'utf8' })
      expect(stdout, block).toBe('')
    }
  })

  it('I12 the release workflow packs the images by the script that names them as the deploy scripts look for them', () => {
    const text = (file: string) => readFileSync(join(ROOT, file), 'utf8')
    const { jobs } = parse(text('.github/workflows/release.yml')) as Workflow
    const commands = (jobs.images?.steps ?? []).flatMap(({ run }) => run ?? [])
    expect(commands).toEqual(['bash scripts/images.sh --save --out images'])
    expect(text('scripts/images.sh')).toMatch(/^ {2}file=\$out\/eg-\$version-\$\(.*Arch.*\)-images\.tar\.gz$/m)
    expect(text('scripts/lib/deploy/compose-deploy.sh')).toContain('/eg-$source_version-$arch-images.tar.gz')
  })

  it('I5 every variable that a part reads is explained in its settings file, and no other', () => {
    const named = (file: string, from: string) => {
      const text = readFileSync(join(ROOT, file), 'utf8')
      const body = text.slice(text.indexOf(from), text.indexOf('\n}', text.indexOf(from)))
      return [...body.matchAll(/^ {2,4}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name)
    }
    const read = (...places: [file: string, from: string][]) => places.flatMap((place) => named(...place)).sort()
    const explained = (role: string) =>
      [...readFileSync(join(ROOT, `deploy/env/${role}.env`), 'utf8').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)]
        .map(([, name]) => name)
        .sort()
    expect(explained('core')).toEqual(
      read(
        ['core/src/config.ts', 'const environment = z.object({'],
        ['core/src/tls/tls-config.ts', 'export function tlsVariables'],
        ['core/src/broker/wire/limits.ts', 'export const wireLimitVariables'],
      ),
    )
    expect(explained('slot')).toEqual(
      read(
        ['slot-agent/src/config.ts', 'const variables = z.object({'],
        ['slot-agent/src/tls-settings.ts', 'export const tlsVariables'],
      ),
    )
  })
})

describe('what the scripts do to files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-files-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const bash = (line: string, input = '') =>
    spawnSync('bash', ['-c', `set -eu; source ${ROOT}scripts/lib/deploy/load.sh; cd ${folder}; ${line}`], {
      encoding: 'utf8',
      input,
      env: { PATH: process.env.PATH },
    })
  const written = (name: string, text: string) =>
    execFileSync('bash', ['-c', `cat >${join(folder, name)}`], { input: text })
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')

  it('I8 the pull-ups of the buttons are set once, for every board', () => {
    written('config.txt', 'dtparam=audio=on\n[cm4]\notg_mode=1\n')
    expect(bash('pull_ups config.txt').stdout).toContain('config.txt')
    const first = text('config.txt')
    expect(first).toMatch(/otg_mode=1\n\n\[all\]\n#.*\ngpio=5,6,16,17,22,23=ip,pu\n$/)
    expect(bash('pull_ups config.txt').stdout).toBe('')
    expect(text('config.txt')).toBe(first)
    expect(bash('pull_ups none.txt')).toMatchObject({ status: 0, stdout: '' })
    expect(existsSync(join(folder, 'none.txt'))).toBe(false)
  })

  it('I9 a setting goes to the line that sets it, else to the one that explains it, else to the end; nothing else moves', () => {
    written('a.env', '# about A\n#A=1\n#B=0\nB=2\n# B=9 is no setting\n')
    bash(`set_variable a.env A 'x/y&z \\1 "q"'; set_variable a.env B 3; set_variable a.env C 4`)
    expect(text('a.env')).toBe('# about A\nA=x/y&z \\1 "q"\n#B=0\nB=3\n# B=9 is no setting\nC=4\n')
    const before = text('a.env')
    expect(bash(`set_variable a.env B 3; set_variable a.env C 4`).stdout).toBe('')
    expect(text('a.env')).toBe(before)
    expect(bash('variable a.env C').stdout.trim()).toBe('4')
  })

  it('I10 a dry run says what would be done and does nothing', () => {
    written('b.env', 'B=2\n')
    expect(bash('eg_dry=1; set_variable b.env B 3; put_file b.env new.env 0644; pull_ups config.txt').stdout).toMatch(
      /would: set B=3 \(b\.env\)\n {2}would: write new\.env/,
    )
    expect(text('b.env')).toBe('B=2\n')
    expect(existsSync(join(folder, 'new.env'))).toBe(false)
  })

  it('I100 a host with a screen forbids its browser what leads out of the kiosk, once; one without a screen does not', () => {
    const file = 'etc/chromium/policies/managed/eg-kiosk.json'
    const first = bash(`eg_system=etc; browser_policy ${ROOT}`)
    expect([first.status, first.stdout]).toEqual([0, `  + write ${file}\n`])
    expect(text(file)).toBe(readFileSync(join(ROOT, 'deploy/chromium/eg-kiosk.json'), 'utf8'))
    expect(bash(`eg_system=etc; browser_policy ${ROOT}`)).toMatchObject({ status: 0, stdout: '' })
    // The older package of Raspberry Pi OS looks elsewhere.
    bash('mkdir -p etc/chromium-browser')
    expect(bash(`eg_system=etc; browser_policy ${ROOT}`).stdout).toContain(
      'etc/chromium-browser/policies/managed/eg-kiosk.json',
    )
    expect(bash('eg_system=etc; no_browser_policy').stdout.split('remove')).toHaveLength(3)
    expect([existsSync(join(folder, file)), bash('eg_system=etc; no_browser_policy').stdout]).toEqual([false, ''])
  })

  it('I37 secrets, cards and names are taken out of a bundle, settings stay', () => {
    const lines = [
      ['EG_SECRET=hunter2', 'EG_SECRET=[redacted]'],
      ['#MQTT_PASSWORD=hunter2', '#MQTT_PASSWORD=[redacted]'],
      ['EG_KEYS=auto', 'EG_KEYS=auto'],
      [
        '{"tag_uid":"CARD-1","token":"abc","device":"slot-01"}',
        '{"tag_uid":"[redacted]","token":"[redacted]","device":"slot-01"}',
      ],
      ['card 04A37C91 was tapped', 'card [card]91 was tapped'],
      ['{"by":"Ada","msg":"ok"}', '{"by":"[redacted]","msg":"ok"}'],
      ['mqtt://me:hunter2@core:1883', 'mqtt://[redacted]@core:1883'],
      ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
      [
        'EG first start: open http://a:3000 and enter code 4821-9930',
        'EG first start: open http://a:3000 and enter code [redacted]',
      ],
    ]
    const { stdout } = bash('sed -E -f "$eg_lib/redact.sed"', lines.map(([from]) => `${from}\n`).join(''))
    expect(stdout.trim().split('\n')).toEqual(lines.map(([, to]) => to))
  })
})
