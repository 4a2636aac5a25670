// Another release made from one that is unpacked already: other version, and what a test wants to be different in it.
//   node make-variant.mjs UNPACKED_RELEASE VERSION FILE KIND [damaged]
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describeRelease, writeChecksums } from '../../lib/release/manifest.mjs'
import { packRelease } from '../../lib/release/pack.mjs'

const MIGRATIONS = 'core/src/store/sqlite/migrations'
const HEAD = {
  core: 'core/dist/bundle/main.js',
  slot: 'slot-agent/dist/main.js',
}

const [base, version, file, kind, damaged] = process.argv.slice(2)
const work = mkdtempSync(join(dirname(file), '.variant-'))
const name = `eg-${version}`
const dir = join(work, name)
execFileSync('cp', ['-a', base, dir])
for (const part of ['.', 'core', 'slot-agent', 'node_modules/@eg/shared']) {
  const path = join(dir, part, 'package.json')
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), version }, null, 2))
}
const kinds = {
  good: () => undefined,
  /** Ends before it listens, as a release does that cannot read its own files. */
  dead: () => prepend(HEAD.core, 'console.error("this release is broken"); process.exit(1);\n'),
  /** Answers, brings its tables up, and ends after a few seconds, again and again. */
  dies: () => {
    migrate()
    appendFileSync(join(dir, HEAD.core), '\nsetTimeout(() => process.exit(1), 4000);\n')
  },
  /** Answers at its port and never reaches the core. */
  deaf: () => prepend(HEAD.slot, 'process.env.MQTT_PORT = "9";\n'),
  /** One table and one column more than the release before. */
  schema: migrate,
}
kinds[kind]()
describeRelease({ dir, version, arch: process.arch === 'arm64' ? 'arm64' : 'amd64' })
writeChecksums(dir)
// What happened to the file on its way: one byte of one file.
if (damaged) appendFileSync(join(dir, 'docs/deploy.md'), ' ')
packRelease({ work, name, file, level: 1 })
rmSync(work, { recursive: true, force: true })

function prepend(path, text) {
  const lines = readFileSync(join(dir, path), 'utf8').split('\n')
  // Imports of a module are hoisted: what is before them in the text runs after them, and settings are read in the body.
  const at = lines.findIndex((line) => line !== '' && !/^(import|\/\/|\}|\s)/.test(line))
  writeFileSync(join(dir, path), [...lines.slice(0, at), text, ...lines.slice(at)].join('\n'))
}

function migrate() {
  const path = join(dir, MIGRATIONS, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(path, 'utf8'))
  const last = journal.entries.at(-1)
  const tag = `${String(last.idx + 2).padStart(4, '0')}_variant`
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag })
  writeFileSync(path, JSON.stringify(journal))
  const sql =
    'CREATE TABLE variant (id INTEGER PRIMARY KEY);\n--> statement-breakpoint\nALTER TABLE runs ADD COLUMN variant TEXT;\n'
  writeFileSync(join(dir, MIGRATIONS, `${tag}.sql`), sql)
}
