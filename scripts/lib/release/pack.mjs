// A tar.gz with files in the order of their names, one time, one owner: the same files make the same bytes.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { sourceTime } from './manifest.mjs'

/** Packs the folder `name` of `work` into `file`, and writes `file`.sha256 beside it. `level`: gzip's, 1 to 9. */
export function packRelease({ work, name, file, level = 6 }) {
  const script =
    'tar --sort=name --format=gnu --mtime="@$2" --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w -C "$3" -cf - "$1" | gzip -n "-$5" >"$4"'
  const words = [
    '-o',
    'pipefail',
    '-c',
    script,
    'pack',
    name,
    String(sourceTime()),
    work,
    `${file}.draft`,
    String(level),
  ]
  const { status, stderr } = spawnSync('bash', words, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  if (status !== 0) throw new Error(`The release could not be packed: ${stderr.trim()}`)
  renameSync(`${file}.draft`, file)
  writeFileSync(
    `${file}.sha256`,
    `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}\n`,
  )
}
