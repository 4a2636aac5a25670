import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

// What comes from the npm registry, and what of it may run on this machine before anybody looked at it.

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

interface Locked {
  version?: string
  link?: boolean
  /** It comes within another package's file. */
  inBundle?: boolean
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
}
interface Manifest {
  allowScripts: Record<string, boolean>
  overrides: Record<string, Record<string, string>>
}
const read = <T>(name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as T
const manifest = read<Manifest>('package.json')
const locked = Object.entries(read<{ packages: Record<string, Locked> }>('package-lock.json').packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && !link)
  .map(([path, entry]) => ({ path, name: path.split('node_modules/').at(-1) ?? '', ...entry }))

describe('packages', () => {
  it('V40 with an install script are those that were decided about, and no others', () => {
    const scripted = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
    // fsevents is for macOS only, and not needed there.
    const decided = [...Object.keys(manifest.allowScripts), 'fsevents']
    expect(scripted.filter((name) => !decided.includes(name))).toEqual([])
    expect(Object.keys(manifest.allowScripts).filter((name) => !scripted.includes(name))).toEqual([])
  })

  it('V41 come from the registry, each with the hash of its content', () => {
    expect(locked.length).toBeGreaterThan(100)
    for (const { path, resolved, integrity, inBundle } of locked) {
      if (inBundle) continue
      if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//)
      expect(integrity, path).toMatch(/^sha512-/)
    }
  })

  it('V42 with a known advisory are replaced: the lockfile has what package.json overrides', () => {
    expect(manifest.overrides).toEqual({ 'websocket-stream': { ws: '8.23.0' } })
    const old = locked.filter(({ name, version }) => name === 'ws' && Number(version?.split('.')[0]) < 8)
    expect(old).toEqual([])
  })

  it('V47 with a known advisory stand in docs/security.md with the version that is installed and why', () => {
    const section = readFileSync(join(ROOT, 'docs/security.md'), 'utf8').split('\n## Supply\n')[1] ?? ''
    const rows = [...section.matchAll(/^\| (\S+) (\d[\d.]*).*? \| (.+) \|$/gm)].map(([, name, version, why]) => ({
      name,
      version,
      why,
    }))
    const overridden = Object.values(manifest.overrides).flatMap((of) => Object.keys(of))
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(overridden))
    for (const { name, version, why } of rows) {
      expect(why, name).toMatch(/GHSA-|CVE-/)
      const installed = locked.filter((entry) => entry.name === name).map((entry) => entry.version)
      expect(installed.length, name).toBeGreaterThan(0)
      expect(
        installed.filter((each) => `${each}.`.startsWith(`${version}.`)),
        name,
      ).toEqual(installed)
    }
  })
})

it('V43 start.sh and test.sh install without running scripts, then run those of the list alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-supply-'))
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(ROOT, name), join(folder, name))
  for (const name of Object.keys(manifest.allowScripts))
    mkdirSync(join(folder, 'node_modules', name), { recursive: true })
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" >>"${folder}/asked"\n`, { mode: 0o755 })
  const script = `source "${ROOT}scripts/lib/prepare.sh"; install_dependencies`
  const env = { PATH: `${bin}:${process.env.PATH}` }
  // It ends with an error: this npm installs nothing, so SQLite's addon is missing.
  await expect(run('bash', ['-c', script], { cwd: folder, env })).rejects.toThrow(/addon was not built/)
  const asked = readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')
  expect(asked[0]).toMatch(/^ci .*--ignore-scripts/)
  const allowed = Object.entries(manifest.allowScripts).filter(([, yes]) => yes)
  expect(asked.slice(1).map((line) => line.split(' ').at(-1))).toEqual(allowed.map(([name]) => name))
  expect(asked.slice(1).every((line) => line.startsWith('rebuild '))).toBe(true)
})

it('V44 npm run sbom names what EG is made of, as CycloneDX', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eg-sbom-'))
  const { scripts } = read<{ scripts: Record<string, string> }>('package.json')
  const command = scripts.sbom?.replaceAll('build', folder) ?? ''
  await run('bash', ['-c', command], { cwd: ROOT })
  const sbom = JSON.parse(readFileSync(join(folder, 'sbom.json'), 'utf8')) as {
    bomFormat: string
    components: { name: string; version: string }[]
  }
  expect(sbom.bomFormat).toBe('CycloneDX')
  expect(sbom.components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['aedes', 'better-sqlite3', 'hono', 'ws']),
  )
})
