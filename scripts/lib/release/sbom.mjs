// The list of everything in a release with version and licence (CycloneDX), as npm writes it from the lockfile: what is
// installed, and what is bundled in the pages. Node is added. Made the same whenever it is made.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceTime } from './manifest.mjs'

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))

export function writeSbom({ dir, version }) {
  const words = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']
  const cwd = productionManifests(`${dir}.sbom`)
  const bom = JSON.parse(execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  rmSync(cwd, { recursive: true })
  bom.metadata.timestamp = new Date(sourceTime() * 1000).toISOString()
  bom.metadata.component.version = version
  const node = readFileSync(join(dir, 'bin/node'))
  bom.components.push({
    'bom-ref': `node@${process.versions.node}`,
    type: 'platform',
    name: 'node',
    version: process.versions.node,
    purl: `pkg:generic/node@${process.versions.node}`,
    hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(node).digest('hex') }],
  })
  delete bom.serialNumber
  const hash = createHash('sha256').update(JSON.stringify(bom)).digest('hex')
  const id = [8, 4, 4, 4, 12].reduce(([at, parts], n) => [at + n, [...parts, hash.slice(at, at + n)]], [0, []])[1]
  bom.serialNumber = `urn:uuid:${id.join('-')}`
  writeFileSync(join(dir, 'sbom.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`)
}

/**
 * The project's manifests without what only developers install, in a folder of their own. `--omit=dev` alone leaves out what is
 * both: mqtt is a dependency of the agent and of the tests, and would be missing.
 */
function productionManifests(folder) {
  const lock = read('package-lock.json')
  const packages = Object.entries(lock.packages).filter(([, { dev, devOptional }]) => !dev && !devOptional)
  lock.packages = Object.fromEntries(packages)
  const root = read('package.json')
  for (const manifest of [root, lock.packages['']]) delete manifest.devDependencies
  for (const part of root.workspaces) {
    mkdirSync(join(folder, part), { recursive: true })
    copyFileSync(join(part, 'package.json'), join(folder, part, 'package.json'))
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(root))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  return folder
}
