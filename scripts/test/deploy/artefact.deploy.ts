import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Artefact, makeArtefact } from './artefact.js'

// The release itself, unpacked on this machine. No hosts are needed.

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('a release', { timeout: 300_000 }, () => {
  let made: Artefact
  let dir: string
  beforeAll(() => {
    made = makeArtefact()
    dir = made.dir
  }, 900_000)
  afterAll(() => {
    made?.remove()
  })
  const facts = () =>
    Object.fromEntries(
      readFileSync(join(dir, 'RELEASE'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    ) as Record<string, string>
  const listed = () =>
    readFileSync(join(dir, 'SHA256SUMS'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.slice(66))

  it('I1 has a checksum of every file, and no link', () => {
    const found = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
    expect(found.filter((entry) => !entry.isFile())).toEqual([])
    const paths = found.map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    expect(listed()).toEqual(paths.filter((path) => path !== 'SHA256SUMS').sort((a, b) => (a < b ? -1 : 1)))
    execFileSync('sha256sum', ['--check', '--quiet', '--strict', 'SHA256SUMS'], { cwd: dir })
    expect(readFileSync(`${made.file}.sha256`, 'utf8').slice(0, 64)).toBe(sha256(made.file))
  })

  it('I1 carries its own Node, with addons that it loads and nothing that a host does not read', () => {
    const load = `for (const [from, name] of [['core', 'better-sqlite3'], ['slot-agent', 'serialport'], ['slot-agent', 'epoll']])
      require('node:module').createRequire(process.cwd() + '/' + from + '/package.json')(name); process.stdout.write(process.versions.node)`
    const run = spawnSync(join(dir, 'bin/node'), ['-e', load], { cwd: dir, env: {}, encoding: 'utf8' })
    expect(run.stderr).toBe('')
    expect(run.stdout).toBe(facts().node)
    expect(
      listed().filter((path) => /\.(ts|map|tsbuildinfo)$|node_modules\/(vitest|typescript|vite|react)\//.test(path)),
    ).toEqual([])
  })

  it('I13 has every page and file that its pages link to: a venue has no internet', () => {
    const files = new Set(listed())
    const folders = new Set(listed().map((path) => dirname(path)))
    const pages = [...files].filter((path) => /^docs\/.*\.md$/.test(path))
    expect(pages).toContain('docs/troubleshooting.md')
    const lost = pages.flatMap((page) =>
      [...readFileSync(join(dir, page), 'utf8').matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => normalize(join(dirname(page), target)))
        .filter((target) => !files.has(target) && !folders.has(target))
        .map((target) => `${page} -> ${target}`),
    )
    expect(lost).toEqual([])
  })

  it('I2 is made the same, byte for byte, when it is made again', () => {
    if (process.env.EG_RELEASE) return
    const again = makeArtefact('anew')
    expect(sha256(again.file)).toBe(sha256(made.file))
    again.remove()
  })

  it('I3 lists everything in it with version and licence', () => {
    const bom = JSON.parse(readFileSync(join(dir, 'sbom.cdx.json'), 'utf8')) as {
      bomFormat: string
      components: { name: string; version: string; licenses?: unknown[] }[]
    }
    expect(bom.bomFormat).toBe('CycloneDX')
    const known = new Set(bom.components.map(({ name, version }) => `${name}@${version}`))
    expect(known).toContain(`node@${facts().node}`)
    expect([...known].filter((name) => /^(typescript|vitest|vite|oxlint)@/.test(name))).toEqual([])
    const manifests = listed().filter((path) => /^node_modules\/(?!@eg)(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
    expect(manifests.length).toBeGreaterThan(50)
    const installed = manifests.map(
      (path) => JSON.parse(readFileSync(join(dir, path), 'utf8')) as { name: string; version: string },
    )
    expect(installed.map(({ name, version }) => `${name}@${version}`).filter((name) => !known.has(name))).toEqual([])
    const licensed = bom.components.filter(({ licenses }) => licenses && licenses.length > 0)
    expect(licensed.length / bom.components.length).toBeGreaterThan(0.9)
  })

  it('I4 is refused when a file was changed, is missing, or was added', () => {
    const verify = () =>
      spawnSync('bash', ['-c', `source ${dir}/scripts/lib/deploy/load.sh; verify_release ${dir}`], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
      })
    expect(verify()).toMatchObject({ status: 0 })
    const spoilt = join(dir, 'core/paytables/extra.yaml')
    execFileSync('bash', ['-c', `echo x >${spoilt}`])
    expect(verify()).toMatchObject({ status: 1, stderr: expect.stringContaining('core/paytables/extra.yaml') })
    rmSync(spoilt)
    const readme = join(dir, 'docs/deploy.md')
    const text = readFileSync(readme)
    execFileSync('bash', ['-c', `echo x >>${readme}`])
    expect(verify()).toMatchObject({ status: 1, stderr: expect.stringContaining('docs/deploy.md') })
    rmSync(readme)
    expect(verify().status).toBe(1)
    execFileSync('bash', ['-c', `cat >${readme}`], { input: text })
    expect(verify().status).toBe(0)
  })

  it('I11 is refused by a host of another processor or an older system, before anything changes', () => {
    const fits = (change: string) =>
      spawnSync('bash', ['-c', `source ${dir}/scripts/lib/deploy/load.sh; ${change}; fits_here ${dir}`], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
      })
    expect(fits(':').status).toBe(0)
    expect(fits('dpkg() { echo riscv64; }')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/is for \w+ and this host is riscv64/),
    })
    // A Pi's 32-bit system has a 64-bit kernel.
    for (const small of [
      'dpkg() { echo armhf; }; uname() { echo aarch64; }',
      'dpkg() { return 127; }; uname() { echo armv7l; }',
    ])
      expect(fits(small)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/has a 32-bit system \(arm\w+\), and EG needs the 64-bit one/),
      })
    expect(fits('getconf() { echo "glibc 2.19"; }')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/needs the C library glibc 2\.\d+ and this host has 2\.19/),
    })
  })
})
