import { existsSync } from 'node:fs'

/**
 * The core's own folder, that of its package.json: the programs run from `dist` and, bundled, from `dist/bundle`, at another depth.
 */
export const CORE_FOLDER: URL = folderOf(new URL('./', import.meta.url))

function folderOf(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder
  const above = new URL('../', folder)
  if (above.href === folder.href) {
    throw new Error(
      'The core finds no package.json above its program: parts of EG are missing. Unpack the whole release again.',
    )
  }
  return folderOf(above)
}
