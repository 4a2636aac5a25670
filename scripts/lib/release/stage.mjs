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
  '.env.core',
  '.env.slot',
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
  // Whole: at a venue without the internet a link must lead somewhere.
  'docs',
]
const COMPOSE = ['docker-compose.core.yml', 'docker-compose.slot.yml']
/** What each image has of them, and what a container's healthcheck and the deploy scripts run in it. */
export const IMAGE_PARTS = {
  core: ['core/dist', 'core/paytables', 'core/src/store/sqlite/migrations', 'ui-operator/dist', 'core/package.json'],
  slot: ['slot-agent/dist', 'ui-slot/dist', 'slot-agent/package.json'],
}
const IN_EVERY_IMAGE = [
  'scripts/test_mqtt_connection',
  'scripts/lib/prepare.sh',
  'scripts/lib/test-mqtt-connection.mjs',
  'scripts/lib/test-mqtt-connection-words.mjs',
  'scripts/lib/deploy/answer.sh',
  'scripts/lib/deploy/await-link.mjs',
  'scripts/lib/deploy/container-health.sh',
  'scripts/lib/deploy/copy-database.mjs',
  'scripts/lib/deploy/read-health.mjs',
  'scripts/lib/deploy/session.mjs',
]
/** What the build leaves for whoever writes code. */
const FOR_DEVELOPERS = /(\.d\.ts|\.map|\.tsbuildinfo)$/

/**
 * Fills `dir` with a release. There is no link in it: `@eg/shared` lies where Node looks for it, so that a list of files
 * says all there is.
 */
export function stageRelease({ dir, version, modules }) {
  for (const path of AS_THEY_ARE) copy(path, join(dir, path))
  for (const path of COMPOSE) writeFileSync(join(dir, path), composeOfRelease(readFileSync(path, 'utf8'), version))
  copy(modules, join(dir, 'node_modules'))
  copyShared(dir, version)
  for (const path of ['package.json', 'core/package.json', 'slot-agent/package.json']) {
    copyManifest(path, join(dir, path), version)
  }
  mkdirSync(join(dir, 'bin'))
  copyFileSync(process.execPath, join(dir, 'bin/node'))
  chmodSync(join(dir, 'bin/node'), 0o755)
}

/** The compose file of a release: images of its version, which no host could build. */
export function composeOfRelease(text, version) {
  return text.replace(/^ {4}build:.*\n/m, '').replace(/^( {4}image: eg-\w+):\S+$/m, `$1:${version}`)
}

/** Fills `dir` with what the image of `role` holds beside Node and node_modules. */
export function stageImage({ dir, version, role }) {
  for (const path of [...IMAGE_PARTS[role], ...IN_EVERY_IMAGE]) {
    if (path.endsWith('package.json')) copyManifest(path, join(dir, path), version)
    else copy(path, join(dir, path))
  }
  copyShared(dir, version)
  copyManifest('package.json', join(dir, 'package.json'), version)
}

function copyShared(dir, version) {
  copy('shared/dist', join(dir, 'node_modules/@eg/shared/dist'))
  copyManifest('shared/package.json', join(dir, 'node_modules/@eg/shared/package.json'), version)
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
