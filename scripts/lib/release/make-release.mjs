// Puts a release together in a folder, describes it, and packs it. Called by scripts/release.sh after the build.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { productionDependencies } from './dependencies.mjs'
import { describeRelease, writeChecksums } from './manifest.mjs'
import { packRelease } from './pack.mjs'
import { writeSbom } from './sbom.mjs'
import { printSizes } from './sizes.mjs'
import { stageRelease } from './stage.mjs'

/** What a version may be called: it is a folder's name on every host. */
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}(-[0-9A-Za-z.]{1,40})?$/
/** The names that Debian and Docker have for what Node calls x64 and arm64. */
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' }

try {
  makeRelease()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

function makeRelease() {
  const { version, out } = readOptions()
  const arch = ARCHITECTURES[process.arch]
  if (process.platform !== 'linux' || arch === undefined) {
    throw new Error(
      `A release is made for Linux on x64 or arm64, and this is ${process.platform} on ${process.arch}: the addons are built here.`,
    )
  }
  mkdirSync(out, { recursive: true })
  // Beside the result, so that nothing is made on a small /tmp.
  const work = mkdtempSync(join(out, '.release-'))
  try {
    const name = `eg-${version}`
    const dir = join(work, name)
    stageRelease({ dir, version, modules: productionDependencies() })
    writeSbom({ dir, version })
    const facts = describeRelease({ dir, version, arch })
    writeChecksums(dir)
    const file = join(out, `${name}-${arch}.tar.gz`)
    packRelease({ work, name, file })
    printSizes({ dir, file, facts })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function readOptions() {
  const { values } = parseArgs({ options: { version: { type: 'string' }, out: { type: 'string', default: 'dist' } } })
  const version = values.version ?? JSON.parse(readFileSync('package.json', 'utf8')).version
  if (!VERSION.test(version)) {
    throw new Error(`--version ${version}: must be three numbers, and a word after "-" if need be, such as 0.2.0-rc.1.`)
  }
  for (const page of ['ui-operator', 'ui-slot']) {
    if (!existsSync(`${page}/dist/index.html`)) throw new Error(`${page} is not built: run "npm run build".`)
  }
  return { version, out: resolve(values.out) }
}
