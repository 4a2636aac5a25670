// What goes where in a release.
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { filesOf } from './dependencies.mjs'

/** From the project as they are. A folder brings everything below it. */
const AS_THEY_ARE = [
  'core/dist',
  'core/paytables',
  'core/src/store/sqlite/migrations',
  'slot-agent/dist',
  'ui-operator/dist',
  'ui-slot/dist',
  'deploy',
  'scripts/install.sh',
  'scripts/update.sh',
  'scripts/rollback.sh',
  'scripts/backup.sh',
  'scripts/restore.sh',
  'scripts/doctor.sh',
  'scripts/admin.sh',
  'scripts/deploy_core.sh',
  'scripts/deploy_slot.sh',
  'scripts/test_mqtt_connection',
  'scripts/lib/deploy',
  'scripts/lib/prepare.sh',
  'scripts/lib/test-mqtt-connection.mjs',
  'scripts/lib/test-mqtt-connection-words.mjs',
  'docs/deploy.md',
  'docs/hardware.md',
  'docs/venue.md',
  'docs/venue-forms.html',
  'docs/troubleshooting.md',
  'docs/security.md',
  'docs/metrics.md',
  'docs/decisions',
]
/** What the build leaves for whoever writes code. */
const FOR_DEVELOPERS = /(\.d\.ts|\.map|\.tsbuildinfo)$/

/**
 * Fills `dir` with a release. There is no link in it: `@eg/shared` lies where Node looks for it, so that a list of files
 * says all there is.
 */
export function stageRelease({ dir, version, modules }) {
  for (const path of AS_THEY_ARE) copy(path, join(dir, path))
  copy(modules, join(dir, 'node_modules'))
  copy('shared/dist', join(dir, 'node_modules/@eg/shared/dist'))
  copyManifest('shared/package.json', join(dir, 'node_modules/@eg/shared/package.json'), version)
  for (const path of ['package.json', 'core/package.json', 'slot-agent/package.json']) {
    copyManifest(path, join(dir, path), version)
  }
  mkdirSync(join(dir, 'bin'))
  copyFileSync(process.execPath, join(dir, 'bin/node'))
  chmodSync(join(dir, 'bin/node'), 0o755)
}

function copy(from, to) {
  if (!existsSync(from)) throw new Error(`${from} belongs into a release and is not there.`)
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true, filter: (path) => !FOR_DEVELOPERS.test(path) })
}

/** A package.json under the release's version, and without what only a developer asks of it. */
function copyManifest(from, to, version) {
  const { name, type, exports, description, license, engines } = JSON.parse(readFileSync(from, 'utf8'))
  const kept = { name, version, private: true, type, description, license, engines, exports }
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, `${JSON.stringify(kept, null, 2)}\n`)
}

/** Every file of a release but its list of checksums, in the order of their bytes. */
export function releaseFiles(dir) {
  return filesOf(dir).filter((file) => file !== 'SHA256SUMS')
}
