// What each part of a release weighs, for whoever wonders where the megabytes are.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { releaseFiles } from './stage.mjs'

const PARTS = [
  ['Node', /^bin\//],
  ['dependencies', /^node_modules\/(?!@eg)/],
  ['code', /^(core|slot-agent|node_modules\/@eg)\//],
  ['pages', /^ui-/],
  ['scripts, units, docs', /^(scripts|deploy|docs)\//],
  ['SBOM and the rest', /./],
]

export function printSizes({ dir, file, facts }) {
  const sums = new Map(PARTS.map(([name]) => [name, 0]))
  const files = releaseFiles(dir)
  for (const path of files) {
    const [name] = PARTS.find(([, pattern]) => pattern.test(path))
    sums.set(name, sums.get(name) + statSync(join(dir, path)).size)
  }
  for (const [name, bytes] of sums) console.log(`  ${name.padEnd(22)} ${megabytes(bytes)}`)
  const total = [...sums.values()].reduce((a, b) => a + b, 0)
  console.log(`  ${`${files.length} files unpacked`.padEnd(22)} ${megabytes(total)}`)
  console.log(`  ${'packed'.padEnd(22)} ${megabytes(statSync(file).size)}`)
  console.log(
    Object.entries(facts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  )
  console.log(`✓ ${file}`)
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1).padStart(7)} MB`
}
