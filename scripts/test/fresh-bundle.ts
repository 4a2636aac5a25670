import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BUILT = fileURLToPath(new URL('../../core/dist/', import.meta.url))

/** Tests start the bundle that ships: refuses to, when `tsc -b` alone has run since it was made. */
export default function freshBundle(): void {
  const newer = newerThanBundle(BUILT)
  if (newer) throw new Error(`core/dist/bundle is older than core/dist/${newer}: run npm run compile`)
}

/** A file of tsc's output that is newer than the bundle made of it, if there is one; all are, if there is no bundle. */
export function newerThanBundle(built: string): string | undefined {
  const made = statSync(join(built, 'bundle/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return readdirSync(built, { recursive: true, encoding: 'utf8' }).find(
    (file) => file.endsWith('.js') && !file.startsWith('bundle/') && statSync(join(built, file)).mtimeMs > made,
  )
}
